import { attached } from "../attached.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { nextCommand } from "../next-command.ts";
import { ageLines, staleLines } from "../views/stale-plan.ts";
import { takePlan } from "./file.ts";
import { makePlan, type SavedPlan, showPlan } from "./planning.ts";
import { findSavedPlan, forgetPlan, hasSavedPlan, type PlanMode } from "./saved-plan.ts";

/** For a command that only shows a plan: the saved one while it fits, else a new one, after saying what changed. */
export async function savedOrNewPlan(
  deployment: Deployment,
  mode: PlanMode,
  invocation: Invocation,
): Promise<SavedPlan> {
  return (
    (await fittingPlan(deployment, mode, invocation)).fits ?? newPlan(deployment, mode, invocation, false)
  );
}

/**
 * Sees to it that there is a plan where there must be one, before anything takes time: the one of `--plan`, or, on a CI machine, a saved one.
 * @throws UserError that says how to make one
 */
export async function planAtHand(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { io, options } = invocation;
  if (options.plan !== undefined) return takePlan(options.plan, deployment, invocation);
  if (!isCi(io.env) || (await hasSavedPlan(deployment, "apply"))) return;
  const { var: overrides } = options;
  const here = (name: string, ...flags: string[]) =>
    `  ${nextCommand(name, deployment, { overrides, flags })}`;
  throw new UserError(
    "There is no plan to apply, and in CI (CI is set) nothing is applied that nobody saw as a plan.",
    {
      next: [
        "Make the plan first, in the same job:",
        here("plan"),
        here("apply", "--yes"),
        "Or in a job of its own, whose plan is looked at and handed on as a file:",
        here("plan", "--out", "plan.infra"),
        here("apply", "--plan", "plan.infra", "--yes"),
      ],
    },
  );
}

/**
 * The plan to apply: the saved one, as long as it fits; a new one where none was saved. A saved one that no longer fits is planned anew, and
 * shown by the caller, who asks.
 * @throws UserError instead, after showing the new plan, where nobody is asked: what was approved is another plan
 */
export async function planToApply(deployment: Deployment, invocation: Invocation): Promise<SavedPlan> {
  const { fits, approved } = await fittingPlan(deployment, "apply", invocation);
  if (fits && !fits.mending) return fits;
  // Nobody approved that one as it stands: it said that an apply plans anew.
  if (fits && !isCi(invocation.io.env) && invocation.options.plan === undefined)
    return newPlan(deployment, "apply", invocation, true);
  return approved ? planAnew(deployment, invocation) : newPlan(deployment, "apply", invocation, true);
}

/**
 * A plan in place of one that was approved and is not to be applied any more.
 * @throws UserError after showing it, where nobody is asked
 */
export async function planAnew(deployment: Deployment, invocation: Invocation): Promise<SavedPlan> {
  const { io, options } = invocation;
  const plan = await newPlan(deployment, "apply", invocation, true);
  if (io.interactive && !options.yes) return plan;
  showPlan(deployment, plan, invocation);
  const { var: overrides } = options;
  const command = (name: string, ...flags: string[]) =>
    `  ${nextCommand(name, deployment, { overrides, flags })}`;
  const refused = "Nothing was applied: the plan that was approved is not the one that would run now.";
  if (!isCi(io.env) && options.plan === undefined)
    throw new UserError(refused, {
      next: ["The new plan is saved. If it is right, apply it:", command("apply", "--yes")],
    });
  // A job that is tried again must not find a plan that nobody has approved.
  await forgetPlan(deployment, "apply");
  const out = options.plan === undefined ? [] : ["--out", options.plan];
  throw new UserError(refused, {
    next: ["If the plan above is right, make it again, and let it be approved:", command("plan", ...out)],
  });
}

interface Fitting {
  /** The saved plan, when it fits. */
  readonly fits?: SavedPlan;
  /** Whether a plan was saved, fitting or not. */
  readonly approved: boolean;
}

/** The saved plan while it fits; says what changed otherwise. */
async function fittingPlan(
  deployment: Deployment,
  mode: PlanMode,
  { io, screen }: Invocation,
): Promise<Fitting> {
  const now = io.now();
  const found = await findSavedPlan(deployment, mode, now);
  if (!found) return { approved: false };
  if (!found.plan || found.differences.length > 0) {
    screen.say("", ...staleLines(found, now, screen.look), "");
    return { approved: true };
  }
  screen.say(...ageLines(found.plan, now, screen.look));
  return { fits: found.plan, approved: true };
}

function newPlan(
  deployment: Deployment,
  mode: PlanMode,
  invocation: Invocation,
  acts: boolean,
): Promise<SavedPlan> {
  return attached(deployment, (running) => makePlan(running, mode, invocation, { acts }));
}

/** Every CI service sets CI; some people unset it with a word. */
const isCi = ({ CI }: NodeJS.ProcessEnv): boolean => Boolean(CI) && CI !== "false" && CI !== "0";
