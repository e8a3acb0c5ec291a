import { attached } from "../attached.ts";
import type { Invocation } from "../command.ts";
import { confirmedByName } from "../confirm.ts";
import { type Deployment, initialized, withDeployment } from "../deployment.ts";
import { alone } from "../guards/alone/alone.ts";
import { forgetDeployment, refuseLostState } from "../guards/lost-state.ts";
import { recover } from "../guards/recovery.ts";
import { lookAfterwards } from "../leftovers/after.ts";
import { type Destroyed, tellDestroyed } from "../leftovers/end.ts";
import { refuseProduction, refuseProtected } from "../leftovers/refusals.ts";
import { destroyAll } from "../leftovers/run.ts";
import { agreeOnLeftovers, clearTheWay, type TheWay, withTheWay } from "../leftovers/the-way.ts";
import { nextCommand } from "../next-command.ts";
import { makePlan, type SavedPlan, showPlan } from "../planning/planning.ts";

/** Shows what goes and what is in its way, asks for the environment's name, removes it, and looks whether anything is left. */
export default async function destroy(invocation: Invocation): Promise<number> {
  return withDeployment(invocation, (deployment) => {
    refuseProduction(deployment, invocation);
    return alone(deployment, invocation, () => destroyed(deployment, invocation));
  });
}

async function destroyed(deployment: Deployment, invocation: Invocation): Promise<number> {
  const { io } = invocation;
  await initialized(deployment, invocation);
  await recover(deployment, invocation);
  await refuseLostState(deployment, invocation);
  await refuseProtected(deployment, invocation);
  const plan = await attached(deployment, (running) => makePlan(running, "destroy", invocation));
  showPlan(deployment, plan, invocation);
  const began = io.now();
  const done = await withTheWay(deployment, invocation, async (way): Promise<Destroyed> => {
    const cleared = plan.summary.changes ? await removed(deployment, { plan, way }, invocation) : [];
    const after = await lookAfterwards(deployment, way, invocation);
    return { plan, blockers: way.found.leftovers, cleared, after };
  });
  const { left, inState } = done.after;
  if (inState.length === 0) await forgetDeployment(deployment, invocation);
  tellDestroyed(deployment, { ...done, seconds: (io.now() - began) / 1000 }, invocation);
  return left.length + inState.length > 0 ? 1 : 0;
}

/** Removes what is in the way, then everything; nothing of it before every question is answered. */
async function removed(
  deployment: Deployment,
  { plan, way }: { readonly plan: SavedPlan; readonly way: TheWay },
  invocation: Invocation,
): Promise<Destroyed["cleared"]> {
  const { environment, place } = deployment;
  const { options } = invocation;
  const agreed = await agreeOnLeftovers(deployment, way, invocation);
  const flags = options.production ? ["--production"] : [];
  await confirmedByName(invocation, {
    question: `Type ${environment} to destroy it on ${place}:`,
    name: environment,
    command: nextCommand("destroy", deployment, { overrides: options.var, flags }),
  });
  const cleared = await clearTheWay(deployment, agreed, invocation);
  const run = await attached(deployment, (running) => destroyAll(running, plan, agreed, invocation));
  return [cleared, run];
}
