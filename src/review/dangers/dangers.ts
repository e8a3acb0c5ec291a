import type { PlanJson } from "../plan.ts";
import type { PlanSummary } from "../summary.ts";
import type { Danger, Verdict } from "./danger.ts";

/** What a plan does that matters, the worst first. */
export function dangersOf(_summary: PlanSummary, _plan: PlanJson): Danger[] {
  return [];
}

/** What a plan comes down to. */
export function verdictOf(_summary: PlanSummary, _dangers: readonly Danger[]): Verdict {
  return { level: "nothing", sentence: "" };
}
