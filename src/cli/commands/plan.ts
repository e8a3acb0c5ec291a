import { attached } from "../attached.ts";
import { type Invocation, printJson } from "../command.ts";
import { ready, withDeployment } from "../deployment.ts";
import { expectedOf } from "../expected.ts";
import { findingsOf, makePlan, showPlan } from "../planning.ts";

/** Plans, saves the plan for `apply`, shows it. With `--detailed-exitcode`, 2 means that there are changes. */
export default async function plan(invocation: Invocation): Promise<number> {
  const { io, options } = invocation;
  return withDeployment(invocation, async (deployment) => {
    const { environment, target, local } = deployment;
    await ready(deployment, invocation);
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
  });
}
