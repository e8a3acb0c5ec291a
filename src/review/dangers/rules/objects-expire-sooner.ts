import type { Attributes } from "../../rules/rule.ts";
import { normal } from "../cosmetic.ts";
import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** What a lifecycle rule deletes after a number of days. */
const expirations: readonly (readonly [path: string, what: string])[] = [
  ["expiration.days", "objects are deleted"],
  ["noncurrent_version_expiration.noncurrent_days", "overwritten and deleted versions are deleted for good"],
];

/** A bucket's lifecycle configuration that deletes what was kept, or deletes it sooner. */
export const objectsExpireSooner: DangerRule = {
  id: "objects-expire-sooner",
  types: ["aws_s3_bucket_lifecycle_configuration"],
  check({ change, before, after }) {
    if (!after || change.action === "delete") return undefined;
    const sooner = rulesOf(after).flatMap((rule) => {
      const old = rulesOf(before).find((one) => one.id === rule.id);
      return expirations.flatMap(([path, what]) => {
        const [was, is] = [days(old, path), days(rule, path)];
        const more = Number.isFinite(is) && old !== undefined && scope(old) !== scope(rule);
        if (is > was || (is === was && !more)) return [];
        const sofar = Number.isFinite(was) ? `${was} so far` : "never so far";
        const note = more ? `${is === was ? "" : `${sofar}; `}and of other objects than so far` : sofar;
        return [`${what} after ${is} days (rule ${rule.id}; ${note})`];
      });
    });
    if (sooner.length === 0) return undefined;
    return {
      kind: "data-loss",
      what: `In bucket ${valueAt(after, "bucket") ?? valueAt(before, "bucket")} ${sooner.join(", and ")}.`,
      advice: ["This holds for what is in the bucket already, within a day or two."],
      // A bucket that had no rules is as a rule a new one, whose first apply broke off before they were made.
      ...(change.action === "create" ? { level: "careful" as const } : {}),
    };
  },
};

function rulesOf(attributes: Attributes | undefined): Attributes[] {
  return [attributes?.rule ?? []].flat() as Attributes[];
}

/** What a rule is about: its filter or, as it used to be written, its prefix. */
const scope = (rule: Attributes): string => normal([valueAt(rule, "filter") ?? {}, rule.prefix]);

/** Infinity where nothing is deleted. */
function days(rule: Attributes | undefined, path: string): number {
  if (rule?.status !== "Enabled") return Number.POSITIVE_INFINITY;
  return Number(valueAt(rule, path) || Number.POSITIVE_INFINITY);
}
