import type { ApplyResult } from "../terraform/workspace.ts";
import { ApplyDisplay, type PlanToApply } from "./apply-display.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { forgetPlan } from "./planning.ts";

export interface ApplyOptions {
  /** Notes to read while the provider waits, also where the screen cannot be redrawn. @default false */
  readonly notes?: boolean;
}

/** Applies a saved plan, and shows each resource with its elapsed time: redrawn on a terminal, line by line in a log. */
export async function applyPlan(
  deployment: Deployment,
  plan: PlanToApply,
  { io, screen }: Invocation,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const region = screen.canRedraw ? await screen.liveRegion() : undefined;
  const display = new ApplyDisplay(deployment, plan, { io, screen, region, notes: options.notes ?? false });
  // Applied in part or refused, it cannot be applied again.
  await forgetPlan(deployment);
  const stopListening = io.onInterrupt((count) => display.interrupted(count));
  try {
    return await deployment.workspace.apply({
      planFile: plan.planFile,
      onEvent: (event) => display.event(event),
    });
  } finally {
    stopListening();
    display.close();
  }
}
