import { applyPlan } from "../applying.ts";
import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { type Deployment, initialized, withDeployment } from "../deployment.ts";
import { alone } from "../guards/alone.ts";
import { refuseLoss } from "../guards/gate.ts";
import { noteDeployment, refuseLostState } from "../guards/lost-state.ts";
import { recover } from "../guards/recovery.ts";
import { lookAgain } from "../guards/second-look.ts";
import { type SavedPlan, savedOrNewPlan, showPlan } from "../planning.ts";
import { renderOutputs } from "../views/outputs.ts";
import { countsLine } from "../views/plan.ts";
import { duration } from "../views/text.ts";

/** Applies exactly the plan that is shown, after a yes; ends with the outputs and what was done. */
export default async function apply(invocation: Invocation): Promise<undefined> {
  await withDeployment(invocation, (deployment) =>
    alone(deployment, invocation, () => applied(deployment, invocation)),
  );
  return undefined;
}

async function applied(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { io, screen, options } = invocation;
  const { environment, target, place, workspace } = deployment;
  await initialized(deployment, invocation);
  await recover(deployment, invocation);
  await refuseLostState(deployment, invocation);
  const began = io.now();
  const plan = await agreedPlan(deployment, invocation);
  const { outputs } = plan.summary.changes
    ? await attached(deployment, async (running) => {
        await lookAgain(running, plan, invocation);
        return applyPlan(running, plan, invocation);
      })
    : { outputs: await workspace.output() };
  await noteDeployment(deployment);
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
}

/** The saved plan, or a new one where there is none that still fits; either way shown, and agreed to. */
async function agreedPlan(deployment: Deployment, invocation: Invocation): Promise<SavedPlan> {
  const plan = await savedOrNewPlan(deployment, "apply", invocation);
  showPlan(deployment, plan, invocation);
  await refuseLoss(deployment, plan, invocation);
  if (!plan.summary.changes) return plan;
  await confirmed(invocation, {
    question: `Apply this to ${deployment.environment} on ${deployment.place}?`,
    command: `infra apply ${deployment.environment}${deployment.local ? " --local" : ""}`,
  });
  return plan;
}
