import type { PlannedChange } from "../summary.ts";
import { goes, type ResourcePlan } from "./resource-plan.ts";

/**
 * Of each resource that goes because another one does: the address of the first of the chain. It follows its owner, or, replaced, what
 * its forcing attributes wait for.
 */
export function rootCauses(plans: readonly ResourcePlan[]): Map<string, string> {
  const going = new Map(plans.filter(goes).map(({ change }) => [change.address, change]));
  const causes = new Map<string, string>();
  for (const plan of plans) {
    const cause = goes(plan) && !plan.change.deposed ? causeOf(plan, going) : undefined;
    if (cause) causes.set(plan.change.address, cause);
  }
  return new Map([...causes.keys()].map((address) => [address, rootOf(address, causes)]));
}

function causeOf(
  { change, owner }: ResourcePlan,
  going: ReadonlyMap<string, PlannedChange>,
): string | undefined {
  if (owner && going.has(owner.address)) return owner.address;
  return change.attributes
    .filter((one) => one.forcesReplacement)
    .flatMap(({ waitsFor = [] }) => waitsFor)
    .find((address) => going.has(address) && address !== change.address);
}

function rootOf(address: string, causes: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let root = address;
  for (let next = causes.get(root); next && !seen.has(next); next = causes.get(root)) {
    seen.add(next);
    root = next;
  }
  return root;
}
