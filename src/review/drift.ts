import { changedAttributes } from "./attributes.ts";
import { isVisible, putBackNames, topName } from "./drift/put-back.ts";
import type { PlanJson } from "./plan.ts";
import type { PlannedChange } from "./summary.ts";

/**
 * Refreshing finds differences everywhere that mean nothing (computed values, `null` that came back as an empty list). Worth a reader's time is what is
 * gone, and what this plan would put back.
 */
export function driftedAddresses(plan: PlanJson, changes: readonly PlannedChange[]): string[] {
  const putBack = new Map(changes.map((change) => [change.address, putBackNames(change)]));
  // An apply that broke off knows less of these than there is; they are replaced for that, whoever touched them.
  const unfinished = new Set(
    changes.filter(({ reason }) => reason === "replace_because_tainted").map(({ address }) => address),
  );
  return (plan.resource_drift ?? [])
    .filter(({ mode, address }) => mode === "managed" && !unfinished.has(address))
    .filter((drift) => {
      if (drift.change.actions.includes("delete")) return true;
      const names = putBack.get(drift.address);
      return changedAttributes(drift.change).some((one) => names?.has(topName(one)) && isVisible(one));
    })
    .map(({ address }) => address)
    .sort();
}
