import { applyPlan } from "../applying.ts";
import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { type Deployment, initialized, withDeployment } from "../deployment.ts";
import { alone } from "../guards/alone/alone.ts";
import { refuseLoss } from "../guards/gate.ts";
import { noteDeployment, refuseLostState } from "../guards/lost-state.ts";
import { recover } from "../guards/recovery.ts";
import { isOwedALook, lookAgain } from "../guards/second-look.ts";
import { nextCommand } from "../next-command.ts";
import { planAtHand, planToApply } from "../planning/approved-plan.ts";
import { type SavedPlan, showPlan } from "../planning/planning.ts";
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
  const { environment, target, place } = deployment;
  await planAtHand(deployment, invocation);
  await initialized(deployment, invocation);
  await recover(deployment, invocation);
  await refuseLostState(deployment, invocation);
  const began = io.now();
  const { plan, outputs } = await appliedPlan(deployment, invocation);
  await noteDeployment(deployment, invocation);
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

interface Applied {
  readonly plan: SavedPlan;
  readonly outputs: Parameters<typeof renderOutputs>[0];
}

/** Applies the plan that was agreed to; should AWS be another by then, the plan that is made and agreed to in its place. */
async function appliedPlan(deployment: Deployment, invocation: Invocation): Promise<Applied> {
  const first = await planToApply(deployment, invocation);
  await agreed(deployment, first, invocation);
  if (!first.summary.changes && !isOwedALook(first, invocation.io.now()))
    return { plan: first, outputs: await deployment.workspace.output() };
  return attached(deployment, async (running) => {
    let plan = first;
    for (let other = await lookAgain(running, plan, invocation); other; ) {
      await agreed(running, other, invocation);
      plan = other;
      other = await lookAgain(running, plan, invocation);
    }
    if (!plan.summary.changes) return { plan, outputs: await running.workspace.output() };
    const { outputs } = await applyPlan(running, plan, invocation);
    return { plan, outputs };
  });
}

/** Shows a plan, and goes on only after a yes, where it would do anything. */
async function agreed(deployment: Deployment, plan: SavedPlan, invocation: Invocation): Promise<void> {
  showPlan(deployment, plan, invocation);
  await refuseLoss(deployment, plan, invocation);
  if (!plan.summary.changes) return;
  await confirmed(invocation, {
    question: `Apply this to ${deployment.environment} on ${deployment.place}?`,
    command: nextCommand("apply", deployment, { overrides: invocation.options.var }),
  });
}
