import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CostDifference } from "../../review/cost/estimate.ts";
import type { Danger, Verdict } from "../../review/dangers/danger.ts";
import { type BasisDifference, basisDifferences, type PlanBasis } from "../../review/plan-basis.ts";
import type { PlanSummary } from "../../review/summary.ts";
import type { Deployment } from "../deployment.ts";
import { basisOf, codeWith, stateNow, stateWriter } from "./basis.ts";

export type PlanMode = "apply" | "destroy";

/** A plan on disk, and what it says. */
export interface SavedPlan {
  readonly formatVersion: typeof FORMAT;
  readonly mode: PlanMode;
  readonly planFile: string;
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt: number;
  /** What it was made of: it may be applied only while that is still the same. */
  readonly basis: PlanBasis;
  /** Whether an earlier command made it. */
  readonly earlier?: boolean;
  readonly summary: PlanSummary;
  /** The worst first. */
  readonly dangers: readonly Danger[];
  readonly verdict: Verdict;
  /** What it changes in the bill. */
  readonly cost: CostDifference;
  /** What an apply mends before it plans anew: this plan itself is not to be applied. Absent where there is nothing. */
  readonly mending?: readonly { readonly address: string; readonly text: string }[];
  /** How many finished resources to expect of an apply; a replacement is two. */
  readonly total: number;
}

/** Grows with each change in what a record says. */
export const FORMAT = 2;

/** A plan that an earlier command saved, and what has changed since. */
export interface FoundPlan {
  /** Absent when its record is of another version of this tool, or cannot be read. */
  readonly plan?: SavedPlan;
  /** Empty while it may be applied. */
  readonly differences: readonly BasisDifference[];
  /** Of a state that is another now: when it was written, and by whom (`user@host`), where that is known. */
  readonly stateWrittenAt?: Date;
  readonly stateWriter?: string;
}

/** Where the engine saves a plan of this mode, in its working directory: a removal that is only looked at replaces no plan that was approved. */
export const planFileName = (mode: PlanMode): string => (mode === "apply" ? "plan.tfplan" : "destroy.tfplan");

/** Keeps a plan for the next command. It holds values of the plan: only its owner may read it. */
export async function keepPlan(deployment: Deployment, plan: SavedPlan): Promise<void> {
  await writeFile(recordFile(deployment, plan.mode), JSON.stringify(plan), { mode: 0o600 });
}

/** The plan that was saved earlier, with everything in which it no longer fits. */
export async function findSavedPlan(
  deployment: Deployment,
  mode: PlanMode,
  now: number,
): Promise<FoundPlan | undefined> {
  const text = await readFile(recordFile(deployment, mode), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const plan = parsed(text, mode);
  if (!plan) return { differences: [] };
  // The folder may have been moved.
  const planFile = join(deployment.directory, planFileName(mode));
  const state = await stateNow(deployment);
  const basis = await basisOf(deployment, planFile, state);
  const sameSettings = () => codeWith(deployment, plan.basis.settings, new Date(now));
  const differences = basisDifferences(plan.basis, basis, sameSettings);
  const isOther = differences.some(({ part }) => part === "state") && basis.state !== "none";
  return {
    plan: { ...plan, planFile, earlier: true },
    differences,
    ...(isOther && { stateWrittenAt: state?.writtenAt, stateWriter: await stateWriter(deployment) }),
  };
}

/** Whether any plan of this mode was saved and not applied yet. */
export async function hasSavedPlan(deployment: Deployment, mode: PlanMode): Promise<boolean> {
  return (await readFile(recordFile(deployment, mode), "utf8").catch(() => undefined)) !== undefined;
}

function parsed(text: string, mode: PlanMode): SavedPlan | undefined {
  try {
    const plan = JSON.parse(text) as SavedPlan;
    return plan.formatVersion === FORMAT && plan.mode === mode ? plan : undefined;
  } catch {
    return undefined;
  }
}

/** A plan serves once: applied or outdated, it goes. */
export async function forgetPlan(deployment: Deployment, mode: PlanMode): Promise<void> {
  await rm(recordFile(deployment, mode), { force: true });
}

const recordFile = ({ directory }: Deployment, mode: PlanMode): string =>
  join(directory, mode === "apply" ? "plan.json" : "destroy.json");
