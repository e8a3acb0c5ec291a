import { costDifference } from "../../review/cost/estimate.ts";
import { dangersOf, verdictOf } from "../../review/dangers/dangers.ts";
import { type Findings, findings } from "../../review/findings.ts";
import type { PlanJson } from "../../review/plan.ts";
import { exceptions } from "../../review/rules/exceptions.ts";
import { rules } from "../../review/rules/index.ts";
import { type PlanSummary, summarize } from "../../review/summary.ts";
import type { StateResource } from "../../terraform/state-addresses.ts";
import type { Invocation } from "../command.ts";
import { costingOf } from "../costing.ts";
import type { Deployment } from "../deployment.ts";
import { expectedOf } from "../expected.ts";
import { forgetAdopted } from "../guards/adopting/file.ts";
import { heal } from "../guards/healing.ts";
import { untaintProtected } from "../guards/rescue/tainted.ts";
import { step } from "../step.ts";
import { costNote, renderCostDifference } from "../views/cost-difference.ts";
import { renderExpected } from "../views/expected.ts";
import { renderFindings } from "../views/findings.ts";
import { type PlanHeading, renderPlan } from "../views/plan.ts";
import { renderVerdict } from "../views/plan-verdict.ts";
import { noteLines } from "../views/text.ts";
import { basisOf, stateNow } from "./basis.ts";
import { PlanEvents } from "./events.ts";
import { FORMAT, forgetPlan, keepPlan, type PlanMode, planFileName, type SavedPlan } from "./saved-plan.ts";

export type { SavedPlan } from "./saved-plan.ts";

/** A plan that finds something to mend is made anew; more often than this, mending does not help. */
const PLANS = 6;

interface MakingOptions {
  /** Whether the command goes on to change something, after a yes; else it only looks. @default false */
  readonly acts?: boolean;
}

/**
 * Lets the engine plan, and keeps the plan beside its summary for the next command. What it would do by mistake (create what exists, replace what is
 * healthy) is mended first, where that can be done without touching data.
 */
export async function makePlan(
  deployment: Deployment,
  mode: PlanMode,
  invocation: Invocation,
  { acts = false }: MakingOptions = {},
): Promise<SavedPlan> {
  const { screen } = invocation;
  await forgetAdopted(deployment.directory);
  try {
    for (let round = 1; ; round++) {
      const once = await planOnce(deployment, mode, invocation).catch(async (error: unknown) => {
        const mended = round < PLANS ? await untaintProtected(deployment, error) : [];
        if (mended.length === 0) throw error;
        screen.say(...mended.flatMap((line) => noteLines(line, screen.look)));
      });
      if (!once) continue;
      const { saved, held } = once;
      if (mode === "destroy" || round === PLANS) return saved;
      const { summary, planFile } = saved;
      const later: { readonly address: string; readonly text: string }[] = [];
      const note = (address: string, text: string) => later.push({ address, text });
      const made = { summary, held, planFile, acts, later: note };
      const mended = await heal(deployment, made, invocation);
      if (mended.length === 0)
        return later.length > 0 ? withMending(deployment, saved, later, invocation) : saved;
      screen.say(...mended.flatMap((line) => noteLines(line, screen.look)));
    }
  } finally {
    // The plan holds them.
    await forgetAdopted(deployment.directory);
  }
}

/** The plan without what an apply mends first: it will not come. */
async function withMending(
  deployment: Deployment,
  saved: SavedPlan,
  mending: NonNullable<SavedPlan["mending"]>,
  { screen }: Invocation,
): Promise<SavedPlan> {
  screen.say(...mending.flatMap(({ text }) => noteLines(text, screen.look)));
  const addresses = new Set(mending.map(({ address }) => address));
  const dangers = saved.dangers.filter(
    ({ address, follows = address }) => !addresses.has(address) && !addresses.has(follows),
  );
  const sentence = `Not to be applied as it stands: apply first keeps ${[...addresses].join(", ")}, then plans anew.`;
  const plan: SavedPlan = { ...saved, dangers, verdict: { level: "careful", sentence }, mending };
  await keepPlan(deployment, plan);
  return plan;
}

interface Planned {
  readonly saved: SavedPlan;
  /** What the state held just afterwards; absent where it could not be read. */
  readonly held?: readonly StateResource[];
}

async function planOnce(deployment: Deployment, mode: PlanMode, invocation: Invocation): Promise<Planned> {
  const { io, screen } = invocation;
  const { workspace, stack } = deployment;
  const costInputs = await costingOf(invocation, deployment);
  await forgetPlan(deployment, mode);
  const destroy = mode === "destroy";
  const events = new PlanEvents();
  let read = 0;
  return step(screen, destroy ? "Planning the removal" : "Planning", async (say) => {
    const { planFile, changes } = await workspace.plan({
      destroy,
      out: planFileName(mode),
      onEvent(event) {
        events.add(event);
        if (event.type === "refresh_complete") say(`read ${++read} of what exists`);
      },
    });
    say("reading the plan");
    const { summary, plan } = await whatItSays(deployment, {
      planFile,
      changes,
      told: events.plan(stack.resources, destroy),
    });
    const dangers = dangersOf(summary, plan, stack.configuration);
    const verdict = verdictOf(summary, dangers, mode, findingsOf(deployment).findings);
    const cost = costDifference(costInputs(plan));
    const { counts } = summary;
    const total = counts.create + counts.update + counts.delete + 2 * counts.replace + counts.import;
    const state = await stateNow(deployment);
    const basis = await basisOf(deployment, planFile, state);
    const made = { formatVersion: FORMAT, mode, planFile, madeAt: io.now(), basis } as const;
    const saved: SavedPlan = { ...made, summary, dangers, verdict, cost, total };
    await keepPlan(deployment, saved);
    return { saved, held: state?.resources };
  });
}

interface MadePlan {
  readonly planFile: string;
  /** The engine's own word on whether there is anything to apply. */
  readonly changes: boolean;
  /** What its events told, when that is enough. */
  readonly told?: PlanJson;
}

/** The plan as its events told it, where that is enough, or as the engine has it in full. */
async function whatItSays(
  { workspace, stack }: Deployment,
  { planFile, changes, told }: MadePlan,
): Promise<{ readonly summary: PlanSummary; readonly plan: PlanJson }> {
  const { resources, configuration } = stack;
  const summary = told && summarize(told, resources, configuration);
  if (told && summary?.changes === changes) return { summary, plan: told };
  const plan = await workspace.show(planFile);
  return { summary: summarize(plan, resources, configuration), plan };
}

/** A saved plan in full, with every value before and after. Sensitive values are in it. */
export async function fullPlan({ workspace }: Deployment, { planFile }: SavedPlan): Promise<PlanJson> {
  return workspace.show(planFile);
}

interface Showing {
  /** What to do next; nothing more is said after the plan then. @default more follows: a question, an apply */
  readonly next?: readonly string[];
  /** Nothing is folded. @default false */
  readonly full?: boolean;
}

/** Prints a plan for people. The verdict is the last line, so that nothing scrolls it away. */
export function showPlan(
  deployment: Deployment,
  plan: SavedPlan,
  { screen }: Invocation,
  { next, full = false }: Showing = {},
): void {
  const { look } = screen;
  const { paint, columns } = look;
  const expected = expectedOf(deployment, plan.summary);
  const parts = [
    renderPlan(plan, heading(deployment, plan.mode), { paint, columns, full }),
    renderExpected(expected, look),
    renderCostDifference(plan.cost, look),
    plan.mode === "apply" ? renderFindings(findingsOf(deployment), look) : [],
    next ?? [],
    renderVerdict(plan.verdict, { seconds: expected.seconds, cost: costNote(plan.cost) }, look),
  ];
  screen.say("", ...parts.filter((part) => part.length > 0).flatMap(setOff), ...(next ? [] : [""]));
}

/** Each part with one blank line before it. */
const setOff = (part: readonly string[], index: number): readonly string[] =>
  index === 0 || part[0] === "" ? part : ["", ...part];

/** What the security rules say of the deployment. */
export function findingsOf({ stack }: Deployment): Findings {
  return findings(stack.configuration, rules, exceptions);
}

function heading({ environment, place, local }: Deployment, mode: PlanMode): PlanHeading {
  const drift = `infra drift ${environment}${local ? " --local" : ""}`;
  return { environment, place, destroy: mode === "destroy", drift };
}
