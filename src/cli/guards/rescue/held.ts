import type { PlannedChange } from "../../../review/summary.ts";
import type { StateResource } from "../../../terraform/state-addresses.ts";
import type { Deployment } from "../../deployment.ts";
import type { MadePlan } from "../healing.ts";

/** What a plan would make anew although the state holds it: the refresh did not find it. Nothing is read where nothing was missed. */
export async function heldUntilNow(
  { workspace }: Deployment,
  { summary }: MadePlan,
): Promise<readonly StateResource[]> {
  const missed = new Set(summary.drifted);
  const anew = changesOf(summary).filter(({ action, address }) => action === "create" && missed.has(address));
  return anew.length > 0 ? heldAt(workspace, anew) : [];
}

/** These, as the state has them in its bucket: a plan does not change it. */
export async function heldAt(
  workspace: Deployment["workspace"],
  wanted: readonly { readonly address: string }[],
): Promise<readonly StateResource[]> {
  const addresses = new Set(wanted.map(({ address }) => address));
  return (await workspace.stateResources()).filter(({ address }) => addresses.has(address));
}

export const changesOf = ({ modules }: MadePlan["summary"]): PlannedChange[] =>
  modules.flatMap(({ changes }) => changes);
