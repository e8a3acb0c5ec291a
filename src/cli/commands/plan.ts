import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { expectedOf } from "../expected.ts";
import { alone } from "../guards/alone.ts";
import { refuseLostState } from "../guards/lost-state.ts";
import { tellBrokenOff } from "../guards/recovery.ts";
import { findingsOf, makePlan, showPlan } from "../planning.ts";

/** Plans, saves the plan for `apply`, shows it. With `--detailed-exitcode`, 2 means that there are changes. */
export default async function plan(invocation: Invocation): Promise<number> {
  return withDeployment(invocation, (deployment) =>
    alone(deployment, invocation, () => planned(deployment, invocation)),
  );
}

async function planned(deployment: Deployment, invocation: Invocation): Promise<number> {
  const { io, options } = invocation;
  const { environment, target, local } = deployment;
  await ready(deployment, invocation);
  tellBrokenOff(deployment, invocation);
  await refuseLostState(deployment, invocation);
  const saved = await attached(deployment, (running) => makePlan(running, "apply", invocation));
  if (options.json) {
    const { planFile, summary, dangers, verdict, cost } = saved;
    const expected = expectedOf(deployment, summary);
    printJson(io, {
      environment,
      target,
      planFile,
      ...summary,
      dangers,
      verdict,
      expected,
      cost,
      security: findingsOf(deployment),
    });
  } else {
    const wanted = saved.verdict.level === "dangerous" ? ", if that is what you want" : "";
    const next = `Next${wanted}: infra apply ${environment}${local ? " --local" : ""}`;
    showPlan(deployment, saved, invocation, {
      next: saved.summary.changes ? [next] : [],
      full: options.full,
    });
  }
  return options.detailedExitcode && saved.summary.changes ? 2 : 0;
}
