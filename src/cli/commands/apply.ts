import { applyPlan } from "../applying.ts";
import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { type SavedPlan, savedOrNewPlan, showPlan } from "../planning.ts";
import { renderOutputs } from "../views/outputs.ts";
import { countsLine } from "../views/plan.ts";
import { duration } from "../views/text.ts";

/** Applies exactly the plan that is shown, after a yes; ends with the outputs and what was done. */
export default async function apply(invocation: Invocation): Promise<undefined> {
  const { io, screen, options } = invocation;
  await withDeployment(invocation, async (deployment) => {
    const { environment, target, place, workspace } = deployment;
    await ready(deployment, invocation);
    const began = io.now();
    const plan = await agreedPlan(deployment, invocation);
    const { outputs } = plan.summary.changes
      ? await attached(deployment, (running) => applyPlan(running, plan, invocation))
      : { outputs: await workspace.output() };
    const seconds = (io.now() - began) / 1000;
    if (options.json) {
      printJson(io, { environment, target, applied: plan.summary, outputs, seconds });
      return;
    }
    const done = plan.summary.changes
      ? `Applied to ${place} in ${duration(seconds)}: ${countsLine(plan.summary, screen.look.paint, "past")}`
      : "";
    screen.say(
      "",
      screen.look.paint("bold", "Outputs"),
      ...renderOutputs(outputs, screen.look),
      ...(done ? ["", `${screen.look.paint("green", "✓")} ${done}`] : []),
    );
  });
  return undefined;
}

/** The saved plan, or a new one where there is none that still fits; either way shown, and agreed to. */
async function agreedPlan(deployment: Deployment, invocation: Invocation): Promise<SavedPlan> {
  const plan = await savedOrNewPlan(deployment, "apply", invocation);
  showPlan(deployment, plan, invocation);
  if (!plan.summary.changes) return plan;
  await confirmed(invocation, {
    question: `Apply this to ${deployment.environment} on ${deployment.place}?`,
    command: `infra apply ${deployment.environment}${deployment.local ? " --local" : ""}`,
  });
  return plan;
}
