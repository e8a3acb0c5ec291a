import { type AttributeChange, changedAttributes } from "../attributes.ts";
import type { DeclaredConfiguration } from "../findings.ts";
import type { PlanJson, ResourceChange } from "../plan.ts";
import { actionOf, type PlanSummary } from "../summary.ts";
import { explained } from "../waits-for.ts";

/**
 * Each change's attributes before and after, by address. Where nothing was before, or nothing will be, every attribute that says something
 * counts as a change; a summary leaves these out.
 */
export function plannedAttributes(
  plan: PlanJson,
  summary: PlanSummary,
  { resource: declared = {} }: DeclaredConfiguration,
): Record<string, AttributeChange[]> {
  const summarized = new Map(
    summary.modules.flatMap(({ changes }) => changes.map((one) => [one.address, one.attributes] as const)),
  );
  const changing = new Set(summarized.keys());
  return Object.fromEntries(
    (plan.resource_changes ?? [])
      .filter((one) => one.mode === "managed" && !one.deposed && actionOf(one) !== undefined)
      .map((one) => {
        const known = summarized.get(one.address) ?? [];
        if (known.length > 0) return [one.address, [...known]];
        const name = one.address.slice(one.type.length + 1).replace(/\[.*$/, "");
        return [one.address, explained(wholeAttributes(one), declared[one.type]?.[name], changing)];
      }),
  );
}

function wholeAttributes(resource: ResourceChange): AttributeChange[] {
  const { before, after } = resource.change;
  const change = { ...resource.change, before: before ?? {}, after: after ?? {} };
  return changedAttributes(change).filter(
    (one) => one.unknown || one.sensitive || says(one.before) || says(one.after),
  );
}

function says(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
