import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { expectedOf } from "../expected.ts";
import { alone } from "../guards/alone/alone.ts";
import { allowing, gateOf } from "../guards/gate.ts";
import { refuseLostState } from "../guards/lost-state.ts";
import { tellBrokenOff } from "../guards/recovery.ts";
import { nextCommand } from "../next-command.ts";
import { handOnPlan } from "../planning/file.ts";
import { findingsOf, makePlan, showPlan } from "../planning/planning.ts";

/** Plans, saves the plan for `apply`, shows it. With `--detailed-exitcode`, 2 means that there are changes. */
export default async function plan(invocation: Invocation): Promise<number> {
  return withDeployment(invocation, (deployment) =>
    alone(deployment, invocation, () => planned(deployment, invocation)),
  );
}

async function planned(deployment: Deployment, invocation: Invocation): Promise<number> {
  const { io, options } = invocation;
  const { environment, target } = deployment;
  await ready(deployment, invocation);
  tellBrokenOff(deployment, invocation);
  await refuseLostState(deployment, invocation);
  const saved = await attached(deployment, (running) => makePlan(running, "apply", invocation));
  const { out } = options;
  if (out !== undefined) await handOnPlan(out, deployment, saved, invocation);
  if (options.json) {
    const { planFile, summary, dangers, verdict, cost } = saved;
    const expected = expectedOf(deployment, summary);
    printJson(io, {
      environment,
      target,
      planFile,
      ...(out !== undefined && { out }),
      ...summary,
      dangers,
      verdict,
      gate: gateOf(saved),
      mending: saved.mending ?? [],
      expected,
      cost,
      security: findingsOf(deployment),
    });
  } else {
    const wanted = saved.verdict.level === "dangerous" ? ", if that is what you want" : "";
    const flags = [...(out === undefined ? [] : ["--plan", out]), ...allowing(saved)];
    const next = `Next${wanted}: ${nextCommand("apply", deployment, { overrides: options.var, flags })}`;
    showPlan(deployment, saved, invocation, {
      next: saved.summary.changes ? [next] : [],
      full: options.full,
    });
  }
  return options.detailedExitcode && saved.summary.changes ? 2 : 0;
}
