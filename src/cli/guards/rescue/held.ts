import type { PlannedChange } from "../../../review/summary.ts";
import type { StateResource } from "../../../terraform/state-addresses.ts";
import type { Deployment } from "../../deployment.ts";
import type { MadePlan } from "../healing.ts";

/** What the state holds that a plan was made on: as it was read for the plan, else as the engine says. A plan does not change it. */
export async function stateBehind(
  { workspace }: Deployment,
  { held }: Pick<MadePlan, "held">,
): Promise<readonly StateResource[]> {
  return held ?? workspace.stateResources();
}

/** What a plan would make anew although the state holds it: the refresh did not find it. Nothing is read where nothing was missed. */
export async function heldUntilNow(
  deployment: Deployment,
  plan: MadePlan,
): Promise<readonly StateResource[]> {
  const { summary } = plan;
  const missed = new Set(summary.drifted);
  const anew = changesOf(summary).filter(({ action, address }) => action === "create" && missed.has(address));
  return anew.length > 0 ? at(anew, await stateBehind(deployment, plan)) : [];
}

/** These of what the state holds. */
export function at(
  wanted: readonly { readonly address: string }[],
  held: readonly StateResource[],
): readonly StateResource[] {
  const addresses = new Set(wanted.map(({ address }) => address));
  return held.filter(({ address }) => addresses.has(address));
}

export const changesOf = ({ modules }: MadePlan["summary"]): PlannedChange[] =>
  modules.flatMap(({ changes }) => changes);
