import { type AttributeChange, changedAttributes } from "../attributes.ts";
import type { PlanJson, ResourceChange } from "../plan.ts";
import { actionOf, type PlanSummary } from "../summary.ts";

/**
 * Each change's attributes before and after, by address. Where nothing was before, or nothing will be, every attribute that says something
 * counts as a change; a summary leaves these out.
 */
export function plannedAttributes(plan: PlanJson, summary: PlanSummary): Record<string, AttributeChange[]> {
  const summarized = new Map(
    summary.modules.flatMap(({ changes }) => changes.map((one) => [one.address, one.attributes] as const)),
  );
  return Object.fromEntries(
    (plan.resource_changes ?? [])
      .filter((resource) => resource.mode === "managed" && actionOf(resource) !== undefined)
      .map((resource) => {
        const known = summarized.get(resource.address) ?? [];
        return [resource.address, known.length > 0 ? [...known] : wholeAttributes(resource)];
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
