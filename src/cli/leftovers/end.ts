import type { Leftover } from "../../operate/leftovers/leftover.ts";
import { type Invocation, printJson } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import type { SavedPlan } from "../planning/planning.ts";
import { renderAftermath } from "../views/leftovers.ts";
import { countsLine } from "../views/plan.ts";
import { duration } from "../views/text.ts";
import type { Aftermath } from "./after.ts";
import type { Removed } from "./removal.ts";

/** All that a destroy did and found. */
export interface Destroyed {
  readonly plan: SavedPlan;
  /** What would have stopped it. */
  readonly blockers: readonly Leftover[];
  /** What was removed besides, before and while Terraform destroyed. */
  readonly cleared: readonly Removed[];
  readonly after: Aftermath;
}

/** Says what was destroyed and what is left. */
export function tellDestroyed(
  { environment, target }: Deployment,
  { plan, blockers, cleared, after, seconds }: Destroyed & { readonly seconds: number },
  { io, screen, options }: Invocation,
): void {
  const { logGroups, ...found } = after;
  if (options.json) {
    const done = {
      emptied: cleared.flatMap(({ emptied }) => emptied),
      swept: cleared.flatMap(({ swept }) => swept),
      logGroups,
    };
    printJson(io, { environment, target, destroyed: plan.summary, blockers, done, ...found, seconds });
    return;
  }
  screen.say("", ...renderAftermath(after, screen.look));
  if (plan.summary.changes)
    screen.say(`  Done in ${duration(seconds)}: ${countsLine(plan.summary, screen.look.paint, "past")}.`);
}
