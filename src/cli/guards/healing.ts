import type { PlanSummary } from "../../review/summary.ts";
import type { StateResource } from "../../terraform/state-addresses.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { adoptOrphans } from "./adopting/adopting.ts";
import { rescueKeys } from "./rescue/keys.ts";
import { readAgain } from "./rescue/missed.ts";
import { untaintHealthy } from "./rescue/tainted.ts";

/** A plan that was just made, before anybody sees it. */
export interface MadePlan {
  readonly summary: PlanSummary;
  /** What the state held just after it was made, where that was read for it already. */
  readonly held?: readonly StateResource[];
  /** For `workspace.show`, where values are needed. */
  readonly planFile: string;
  /** Whether the command goes on to change something, after a yes; else it only looks. */
  readonly acts: boolean;
  /** For a command that only looks: what an apply mends first, so that what the plan says of that address will not come. */
  later(address: string, text: string): void;
}

/**
 * Looks at a plan for what it would do by mistake, and mends the cause without creating, changing or deleting anything that holds data. Returns what it did, a line
 * each: then the plan is made anew. Nothing, when there was nothing to mend.
 */
export type Healer = (
  deployment: Deployment,
  plan: MadePlan,
  invocation: Invocation,
) => Promise<readonly string[]>;

/** In this order, each on a fresh plan. */
const healers: readonly Healer[] = [readAgain, rescueKeys, untaintHealthy, adoptOrphans];

/** Lets each healer look, and stops at the first that did something. */
export async function heal(
  deployment: Deployment,
  plan: MadePlan,
  invocation: Invocation,
): Promise<readonly string[]> {
  // Nothing declared, nothing to find.
  if (deployment.stack.resources.length === 0) return [];
  for (const healer of healers) {
    const done = await healer(deployment, plan, invocation);
    if (done.length > 0) return done;
  }
  return [];
}
