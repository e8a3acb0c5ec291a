import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import type { SavedPlan } from "../planning.ts";

/** @throws UserError when a plan deletes or replaces what must not be lost by accident, and nobody named it */
export async function refuseLoss(
  _deployment: Deployment,
  _plan: SavedPlan,
  _invocation: Invocation,
): Promise<void> {}
