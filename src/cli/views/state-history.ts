import { printable } from "../../terraform/printable.ts";
import type { Look } from "../paint.ts";
import { agoWords } from "./ago.ts";
import { cut, plural, wrap } from "./text.ts";

/** Structural: one version of a state, and what it changed. */
export interface ShownVersion {
  readonly versionId: string;
  readonly at: Date;
  readonly current: boolean;
  readonly deletion: boolean;
  readonly writer?: { readonly who: string; readonly operation: string };
  readonly header?: { readonly serial: number; readonly resources: number };
  readonly problem?: string;
  readonly difference?: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly { readonly address: string }[];
  };
}

interface History {
  /** `s3://bucket/key` */
  readonly place: string;
  /** How many more there are. */
  readonly older: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The versions of a state: id, when, by whom, serial, resources, and what changed, in a line each. */
export function renderHistory(
  versions: readonly ShownVersion[],
  { place, older, now }: History,
  look: Look,
): string[] {
  if (versions.length === 0) return [`${place} was never written: there is no state yet.`];
  return [
    look.paint("bold", place),
    ...versions.flatMap((version) => ["", ...renderVersion(version, now, look)]),
    ...(older > 0 ? ["", `… and ${plural(older, "older version")}: --full shows all`] : []),
  ];
}

function renderVersion(version: ShownVersion, now: number, look: Look): string[] {
  const { paint, columns } = look;
  const { versionId, current, writer, deletion } = version;
  const by = writer
    ? `${printable(writer.who)}, ${printable(writer.operation)}`
    : `${deletion ? "" : "writer unknown: "}no lock of that time is known`;
  const details = `${when(version.at, now)}  ${by}`;
  return [
    `  ${paint("bold", printable(versionId))}${current ? `  ${paint("green", "current")}` : ""}`,
    ...wrap(details, columns - 4).map((line) => `    ${paint("dim", line)}`),
    ...wrap(contents(version), columns - 4).map((line) => `    ${line}`),
    ...differenceLines(version, look),
  ];
}

function contents({ deletion, problem, header }: ShownVersion): string {
  if (deletion) return "✗ deleted: from here on there was no state";
  if (problem !== undefined) return `✗ no state: ${printable(problem)}`;
  return header ? `serial ${header.serial}, ${plural(header.resources, "resource")}` : "not there any more";
}

/** `2026-11-23 21:04:05 UTC, 3 min ago` */
function when(at: Date, now: number): string {
  const date = `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const ago = agoWords(at.getTime(), now);
  return ago.endsWith("ago") ? `${date}, ${ago}` : date;
}

function differenceLines({ difference }: ShownVersion, { paint, columns }: Look): string[] {
  if (!difference) return [];
  const changed = difference.changed.map(({ address }) => address);
  const lines = [
    ["green", "+", difference.added],
    ["red", "-", difference.removed],
    ["yellow", "~", changed],
  ] as const;
  const shown = lines.filter(([, , addresses]) => addresses.length > 0);
  if (shown.length === 0) return ["    no resource changed"];
  return shown.map(([colour, sign, addresses]) => {
    const text = cut(`${sign}${addresses.length} ${printable(addresses.join(", "))}`, columns - 4);
    return `    ${paint(colour, text)}`;
  });
}
