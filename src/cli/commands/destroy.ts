import { applyPlan } from "../applying.ts";
import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { confirmedByName } from "../confirm.ts";
import { type Deployment, initialized, withDeployment } from "../deployment.ts";
import { alone } from "../guards/alone.ts";
import { forgetDeployment, refuseLostState } from "../guards/lost-state.ts";
import { recover } from "../guards/recovery.ts";
import { makePlan, showPlan } from "../planning.ts";
import { countsLine } from "../views/plan.ts";
import { duration } from "../views/text.ts";

/** Shows what goes, asks for the environment's name, removes it. */
export default async function destroy(invocation: Invocation): Promise<undefined> {
  await withDeployment(invocation, (deployment) =>
    alone(deployment, invocation, () => destroyed(deployment, invocation)),
  );
  return undefined;
}

async function destroyed(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { io, screen, options } = invocation;
  const { environment, target, place } = deployment;
  await initialized(deployment, invocation);
  await recover(deployment, invocation);
  await refuseLostState(deployment, invocation);
  const plan = await attached(deployment, (running) => makePlan(running, "destroy", invocation));
  showPlan(deployment, plan, invocation);
  const began = io.now();
  if (plan.summary.changes) {
    await confirmedByName(invocation, {
      question: `Type ${environment} to destroy it on ${place}:`,
      name: environment,
      command: `infra destroy ${environment}${options.local ? " --local" : ""}`,
    });
    await attached(deployment, (running) => applyPlan(running, plan, invocation));
  }
  await forgetDeployment(deployment);
  const seconds = (io.now() - began) / 1000;
  if (options.json) printJson(io, { environment, target, destroyed: plan.summary, seconds });
  else if (plan.summary.changes) {
    screen.say("", `Done in ${duration(seconds)}: ${countsLine(plan.summary, screen.look.paint, "past")}.`);
  }
}
