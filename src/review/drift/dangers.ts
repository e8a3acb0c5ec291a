import type { Danger } from "../dangers/danger.ts";
import { levelOf } from "../dangers/danger.ts";
import { dangersOf } from "../dangers/dangers.ts";
import type { DeclaredConfiguration } from "../findings.ts";
import type { PlanJson, ResourceChange } from "../plan.ts";
import { type DeclaredResource, summarize } from "../summary.ts";
import type { AddedByHand } from "./added.ts";

/**
 * What drift means, by the rules that judge plans: as if somebody had planned what was done by hand. Only what a rule has words for, and what hurts or
 * lets somebody in.
 */
export function dangersOfDrift(
  plan: PlanJson,
  changes: readonly ResourceChange[],
  declared: readonly DeclaredResource[],
  configuration: DeclaredConfiguration,
): Danger[] {
  const changed = new Set(changes.map(({ address }) => address));
  // What stays belongs to it: a plan in which nothing stays is a removal, which is judged otherwise.
  const same = (plan.resource_changes ?? [])
    .filter(({ address }) => !changed.has(address))
    .map((one) => ({ ...one, change: { actions: ["no-op"] } }));
  const asPlanned: PlanJson = { resource_changes: [...changes, ...same] };
  const summary = summarize(asPlanned, declared, configuration);
  return dangersOf(summary, asPlanned, configuration).filter(
    (danger) => danger.rule !== undefined && levelOf(danger) !== "safe",
  );
}

/** The same for something that was added to a resource. */
export function dangersOfAdded({ as: { type, values } }: AddedByHand): Danger[] {
  const change = { actions: ["create"], before: null, after: values, after_unknown: {} };
  return dangersOfDrift({}, [{ address: `${type}.added`, mode: "managed", type, change }], [], {});
}
