import { type Attribution, isTerraform, type RecordedEvent } from "../../review/drift/attribution.ts";
import type { DriftedResource } from "../../review/drift/drifted.ts";
import { topName } from "../../review/drift/put-back.ts";
import type { ReportedSetting } from "../drifting/report.ts";
import { agoWords } from "./ago.ts";
import { visible } from "./plan-text.ts";
import { plural } from "./text.ts";

/** So many further addresses are named, and paths before only their attributes are. */
const FEW = 3;

/** `3 resources drifted (1 deleted); nothing was changed.` */
export function verdict(resources: readonly Pick<DriftedResource, "address" | "kind">[]): string {
  const count = (kind: DriftedResource["kind"]) => resources.filter((one) => one.kind === kind).length;
  const drifted = new Set(resources.map(({ address }) => address)).size;
  const parts = [
    ...(count("deleted") > 0 ? [`${count("deleted")} deleted`] : []),
    ...(count("added") > 0 ? [`${plural(count("added"), "thing")} added`] : []),
  ];
  return `${plural(drifted, "resource")} drifted${parts.length > 0 ? ` (${parts.join(", ")})` : ""}; nothing was changed.`;
}

/** Paths as few words: of many, and of what is inside a policy, only the attributes that they are in. */
export function names(attributes: readonly { readonly path: string }[]): string {
  const inside = attributes.length > FEW || attributes.some(({ path }) => /\.Statement\b/.test(path));
  return [...new Set(attributes.map((one) => (inside ? topName(one) : one.path)))].join(", ");
}

/** A setting as it is to be written, where, and what else it changes. */
export function settingWords({ text, file, missing, alsoChanges }: ReportedSetting): string {
  const more = alsoChanges.length - FEW;
  const also =
    alsoChanges.length > 0
      ? ` (also changes ${alsoChanges.slice(0, FEW).join(", ")}${more > 0 ? ` and ${more} more` : ""})`
      : "";
  return `${text} in ${file}${missing ? ", copied from the example beside it" : ""}${also}`;
}

/** `anna (AssumedRole admin) with PutBucketVersioning, 14 min ago, from 203.0.113.7` */
export function eventWords({ event, certain }: Attribution, now: number): string {
  const from = event.from ? `, from ${event.from}` : "";
  const words = `${actorWords(event)} with ${event.name}, ${agoWords(Date.parse(event.time), now)}${from}`;
  return visible(certain ? words : `${words} (the latest change of it that fits)`);
}

function actorWords(event: RecordedEvent): string {
  const { name, type, role } = event.who;
  const who =
    type === "Root" ? "the account's root user" : `${name} (${[type, role].filter(Boolean).join(" ")})`;
  return isTerraform(event) ? `Terraform as ${who}` : who;
}
