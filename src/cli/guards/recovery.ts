import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { refuseUnsavedState } from "../unsaved-state.ts";

/** Finishes what an earlier run left behind: a state that was not saved, a lock that nobody holds any more. */
export async function recover(deployment: Deployment, _invocation: Invocation): Promise<void> {
  refuseUnsavedState(deployment);
}
