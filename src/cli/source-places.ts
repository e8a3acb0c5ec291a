import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Origin } from "./views/diagnostics.ts";

/** A construct as a source declares it: `new KmsKey(this, "key", {`. */
interface Declaration {
  /** Relative to the project's root, with slashes, and the line: `infra/modules/kms/key.ts:70`. */
  readonly place: string;
  readonly className: string;
  /** Matches the ids it may have; a source writes some of them as templates or takes them from elsewhere. */
  readonly ids: RegExp;
  /** How sure an id is: 2 written out, 1 a template, 0 a variable. */
  readonly certainty: 0 | 1 | 2;
}

const declaration =
  /new\s+(?<className>[A-Z]\w*)\(\s*[\w.]+,\s*(?:"(?<id>[^"]+)"|`(?<template>[^`]+)`|(?<variable>[\w.]+))\s*,/g;

/**
 * Where resources are declared: for each the line that makes it and, when it is part of a smaller construct, the line that makes that one.
 * Found by their construct ids, so what a source computes may be missed: then nothing is said.
 */
export function withSources(origins: readonly Origin[], root: string): Origin[] {
  const declared = declarations(root);
  return origins.map((origin) => {
    const [innermost = "", owner = "", ...outer] = origin.path.split("/").reverse();
    const made = best(declared, { module: origin.module, id: innermost, type: typeOf(origin) });
    // A module's own constructor says nothing new.
    const by = outer.length > 0 ? best(declared, { module: origin.module, id: owner }) : undefined;
    return { ...origin, source: [...new Set([made, by])].filter(Boolean).join(", part of ") || undefined };
  });
}

const typeOf = ({ address }: Origin): string => address.slice(0, address.indexOf("."));

interface Wanted {
  readonly id: string;
  readonly module: string;
  /** Terraform's type; undefined for a construct that is no resource. */
  readonly type?: string;
}

function best(declared: readonly Declaration[], wanted: Wanted): string | undefined {
  const scored = declared
    .filter(({ ids }) => ids.test(wanted.id))
    .filter((one) => (wanted.type === undefined ? one.certainty > 0 : isOfType(one, wanted.type)))
    .map((one) => ({ one, score: one.certainty + (isIn(one, wanted.module) ? 4 : 0) }))
    .sort((a, b) => b.score - a.score);
  const likely = scored.filter(({ score }) => score === scored[0]?.score).map(({ one }) => one.place);
  const files = new Set(likely.map((place) => place.replace(/:\d+$/, "")));
  // Of several that fit alike none is sure; their file may be.
  if (files.size > 1) return undefined;
  return likely.length > 1 ? [...files][0] : likely[0];
}

const isIn = ({ place }: Declaration, module: string): boolean =>
  module === "root" ? /^infra\/[^/]+$/.test(place) : place.startsWith(`infra/modules/${module}/`);

/** cdktn's classes are the types in capitals, some with an `A` behind; imports put `Aws` before what would clash. */
function isOfType({ className }: Declaration, type: string): boolean {
  const plain = type.replace(/^aws_/, "").replaceAll("_", "").toLowerCase();
  const name = className.toLowerCase();
  return [plain, `${plain}a`, `aws${plain}`].includes(name);
}

function declarations(root: string): Declaration[] {
  return readdirSync(join(root, "infra"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => {
      const text = withoutComments(readFileSync(join(root, "infra", file), "utf8"));
      return [...text.matchAll(declaration)].map((match) => {
        const line = text.slice(0, match.index).split("\n").length;
        const { className = "", id, template } = match.groups ?? {};
        return { place: `infra/${file.split(sep).join("/")}:${line}`, className, ...idsOf(id, template) };
      });
    });
}

function idsOf(id: string | undefined, template: string | undefined): Pick<Declaration, "ids" | "certainty"> {
  if (id !== undefined) return { ids: new RegExp(`^${id}$`), certainty: 2 };
  if (template === undefined) return { ids: /./, certainty: 0 };
  return { ids: new RegExp(`^${template.replaceAll(/\$\{[^}]*\}/g, ".+")}$`), certainty: 1 };
}

/** Lines stay what they are. A slash and a star within a line are mostly of an ARN. */
function withoutComments(text: string): string {
  return text.replaceAll(/^ *\/\*[\s\S]*?\*\//gm, (comment) => comment.replaceAll(/[^\n]/g, " "));
}
