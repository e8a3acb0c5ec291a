import type { PlanJson } from "../plan.ts";
import type { ReviewedResource } from "../resources.ts";
import type { Attributes } from "../rules/rule.ts";

/** What stands for a value that nobody may read. */
const HIDDEN = "(sensitive)";

/** Resources without the values that the plan marks as sensitive: what a review holds is sent around. */
export function withoutSensitive(resources: readonly ReviewedResource[], plan: PlanJson): ReviewedResource[] {
  const changes = new Map(
    (plan.resource_changes ?? [])
      .filter(({ deposed }) => !deposed)
      .map(({ address, change }) => [address, change]),
  );
  return resources.map((resource) => {
    const { before_sensitive, after_sensitive } = changes.get(resource.address) ?? {};
    const { declared, deployed } = resource;
    return {
      ...resource,
      ...(declared ? { declared: masked(declared, after_sensitive) as Attributes } : {}),
      ...(deployed ? { deployed: masked(deployed, before_sensitive) as Attributes } : {}),
    };
  });
}

/** A value without what `marks`, which mirrors it, says `true` of. A single block may stand as an object where the marks have a list. */
function masked(value: unknown, marks: unknown): unknown {
  if (marks === true) return HIDDEN;
  if (typeof value !== "object" || value === null || typeof marks !== "object" || marks === null)
    return value;
  if (Array.isArray(value))
    return value.map((item, index) => masked(item, Array.isArray(marks) ? marks[index] : undefined));
  const own = Array.isArray(marks) ? marks[0] : marks;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, masked(item, (own as Attributes | undefined)?.[key])]),
  );
}
