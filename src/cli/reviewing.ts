import { join } from "node:path";
import type { PlanJson } from "../review/plan.ts";
import { assembleReview } from "../review/report/assemble.ts";
import type { Review } from "../review/review.ts";
import { lockedVersions } from "../terraform/lock-file.ts";
import type { Invocation } from "./command.ts";
import { costInputsOf } from "./costing.ts";
import type { Deployment } from "./deployment.ts";
import { expectedOf } from "./expected.ts";
import { nextCommand } from "./next-command.ts";
import { fullPlan, type SavedPlan } from "./planning/planning.ts";
import { usersWords } from "./users-words.ts";

/** Everything there is to say about a saved plan: what report, comment and `--json` show. */
export async function makeReview(
  deployment: Deployment,
  saved: SavedPlan,
  invocation: Invocation,
): Promise<Review> {
  const { environment, stack, settings } = deployment;
  const words = usersWords(invocation.io.env);
  const plan: PlanJson & { readonly timestamp?: string } = await fullPlan(deployment, saved);
  return assembleReview({
    environment,
    place: deployment.place,
    account: settings.account_id,
    region: settings.region,
    plannedAt: plan.timestamp ?? new Date(invocation.io.now()).toISOString(),
    engine: await engineOf(deployment),
    mode: saved.mode,
    nextSteps: nextSteps(deployment, saved, invocation.options.var).map(
      ([line, what]) => [words(line), what] as const,
    ),
    configuration: stack.configuration,
    plan,
    summary: saved.summary,
    expected: expectedOf(deployment, saved.summary),
    costInputs: await costInputsOf(invocation, { environment, stack, plan }),
  });
}

async function engineOf({ engine, directory }: Deployment): Promise<string> {
  const name = engine.product === "tofu" ? "OpenTofu" : "Terraform";
  const versions = await lockedVersions(join(directory, ".terraform.lock.hcl"));
  const providers = [...versions].map(
    ([address, version]) => `${address.split("/").slice(1).join("/")} ${version}`,
  );
  return [`${name} ${engine.version}`, ...providers].join(", ");
}

/** The same settings belong to the commands that follow: with others, the plan would not fit. */
function nextSteps(
  deployment: Deployment,
  { mode, summary }: SavedPlan,
  overrides: readonly string[] = [],
): Review["nextSteps"] {
  const next = (name: string) => nextCommand(name, deployment, { overrides });
  if (mode === "destroy")
    return [[next("destroy"), "plans the removal again, asks for the environment's name, and removes"]];
  if (!summary.changes) return [[next("output"), "the outputs of what is deployed"]];
  return [
    [next("apply"), "shows the plan once more and applies exactly that, after a yes"],
    [next("plan"), "plans anew, when settings or sources have changed since"],
  ];
}
