import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Findings, findings } from "../review/findings.ts";
import type { PlanJson } from "../review/plan.ts";
import { exceptions } from "../review/rules/exceptions.ts";
import { rules } from "../review/rules/index.ts";
import { type PlanSummary, summarize } from "../review/summary.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { expectedOf } from "./expected.ts";
import { PlanEvents } from "./plan-events.ts";
import { step } from "./step.ts";
import { renderExpected } from "./views/expected.ts";
import { renderFindings } from "./views/findings.ts";
import { type PlanHeading, renderPlan } from "./views/plan.ts";

export type PlanMode = "apply" | "destroy";

/** A plan on disk, and what it says. */
export interface SavedPlan {
  readonly mode: PlanMode;
  readonly planFile: string;
  /** What it was made of: it may be applied only while that is still the same. */
  readonly digest: string;
  readonly summary: PlanSummary;
  /** How many finished resources to expect of an apply; a replacement is two. */
  readonly total: number;
}

/** Lets the engine plan, and keeps the plan beside its summary for the next command. */
export async function makePlan(
  deployment: Deployment,
  mode: PlanMode,
  { screen }: Invocation,
): Promise<SavedPlan> {
  const { workspace, stack } = deployment;
  await forgetPlan(deployment);
  const destroy = mode === "destroy";
  const events = new PlanEvents();
  let read = 0;
  return step(screen, destroy ? "Planning the removal" : "Planning", async (say) => {
    const { planFile, changes } = await workspace.plan({
      destroy,
      onEvent(event) {
        events.add(event);
        if (event.type === "refresh_complete") say(`read ${++read} of what exists`);
      },
    });
    say("reading the plan");
    const summary = await summaryOf(deployment, {
      planFile,
      changes,
      told: events.plan(stack.resources, destroy),
    });
    const { counts } = summary;
    const total = counts.create + counts.update + counts.delete + 2 * counts.replace + counts.import;
    const saved = { mode, planFile, digest: await digestOf(deployment), summary, total };
    await writeFile(recordFile(deployment), JSON.stringify(saved), { mode: 0o600 });
    return saved;
  });
}

interface MadePlan {
  readonly planFile: string;
  /** The engine's own word on whether there is anything to apply. */
  readonly changes: boolean;
  /** What its events told, when that is enough. */
  readonly told?: PlanJson;
}

async function summaryOf(
  { workspace, stack }: Deployment,
  { planFile, changes, told }: MadePlan,
): Promise<PlanSummary> {
  const summary = told && summarize(told, stack.resources);
  return summary?.changes === changes ? summary : summarize(await workspace.show(planFile), stack.resources);
}

/** The plan that was saved earlier, if settings, sources and lock file are still those it was made of. */
export async function savedPlan(deployment: Deployment, mode: PlanMode): Promise<SavedPlan | undefined> {
  const text = await readFile(recordFile(deployment), "utf8").catch(() => undefined);
  if (!text) return undefined;
  const saved = JSON.parse(text) as SavedPlan;
  return saved.mode === mode && saved.digest === (await digestOf(deployment)) ? saved : undefined;
}

/** A plan serves once: applied or outdated, it goes. */
export async function forgetPlan(deployment: Deployment): Promise<void> {
  await rm(recordFile(deployment), { force: true });
}

/** Prints a plan for people. */
export function showPlan(deployment: Deployment, plan: SavedPlan, { screen }: Invocation): void {
  const { look } = screen;
  const found = plan.mode === "apply" ? renderFindings(findingsOf(deployment), look) : [];
  const expected = renderExpected(expectedOf(deployment, plan.summary), look);
  screen.say(
    "",
    ...renderPlan(plan.summary, heading(deployment, plan.mode), look),
    ...expected,
    ...(expected.length > 0 && found.length > 0 ? ["", ...found] : found),
    "",
  );
}

/** What the security rules say of the deployment. */
export function findingsOf({ stack }: Deployment): Findings {
  return findings(stack.configuration, rules, exceptions);
}

function heading({ environment, place }: Deployment, mode: PlanMode): PlanHeading {
  return { environment, place, destroy: mode === "destroy" };
}

const recordFile = ({ directory }: Deployment): string => join(directory, "plan.json");

async function digestOf({ stack, directory, engine, target }: Deployment): Promise<string> {
  const lock = await readFile(join(directory, ".terraform.lock.hcl"), "utf8").catch(() => "");
  return createHash("sha256")
    .update(JSON.stringify([target, engine.product, engine.version, stack.configuration, lock]))
    .digest("hex");
}
