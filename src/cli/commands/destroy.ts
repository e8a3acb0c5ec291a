import { applyPlan } from "../applying.ts";
import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { confirmedByName } from "../confirm.ts";
import { ready, withDeployment } from "../deployment.ts";
import { makePlan, showPlan } from "../planning.ts";
import { countsLine } from "../views/plan.ts";
import { duration } from "../views/text.ts";

/** Shows what goes, asks for the environment's name, removes it. */
export default async function destroy(invocation: Invocation): Promise<undefined> {
  const { io, screen, options } = invocation;
  await withDeployment(invocation, async (deployment) => {
    const { environment, target, place } = deployment;
    await ready(deployment, invocation);
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
    const seconds = (io.now() - began) / 1000;
    if (options.json) printJson(io, { environment, target, destroyed: plan.summary, seconds });
    else if (plan.summary.changes) {
      screen.say("", `Done in ${duration(seconds)}: ${countsLine(plan.summary, screen.look.paint, "past")}.`);
    }
  });
  return undefined;
}
