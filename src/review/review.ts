import type { Price } from "../facts/prices/price.ts";
import type { AttributeChange } from "./attributes.ts";
import type { CostDifference, CostEstimate, CostInputs } from "./cost/estimate.ts";
import type { Danger, Verdict } from "./dangers/danger.ts";
import type { ExpectedDuration } from "./duration.ts";
import type { Findings } from "./findings.ts";
import type { ReviewedResource } from "./resources.ts";
import type { PlanSummary } from "./summary.ts";

/** Everything that somebody who approves a plan wants to know, as data: the page, the comment and `--json` are views of it. */
export interface Review {
  readonly environment: string;
  /** `account 123456789012, ap-southeast-1` or `the embedded AWS`. */
  readonly place: string;
  readonly account: string;
  readonly region: string;
  /** ISO 8601, when the plan was made. */
  readonly plannedAt: string;
  /** E.g. `Terraform 1.11.4, hashicorp/aws 5.100.0`. */
  readonly engine: string;
  readonly mode: "apply" | "destroy";
  readonly summary: PlanSummary;
  /** The worst first. */
  readonly dangers: readonly Danger[];
  readonly verdict: Verdict;
  /** Of every change each attribute's before and after, also of what is created or destroyed; by address. */
  readonly attributes: Readonly<Record<string, readonly AttributeChange[]>>;
  readonly resources: readonly ReviewedResource[];
  readonly security: Findings;
  readonly cost: CostEstimate;
  readonly costDifference: CostDifference;
  /** What the estimate was made of, beside `resources`: with it the page makes the estimate anew for another use. */
  readonly costBasis: CostBasis;
  readonly expected: ExpectedDuration;
  /** SVG text, theme `auto`. */
  readonly picture: string;
  /** Mermaid text. */
  readonly mermaid: string;
  /** Names and what they are; values where they are known and not sensitive. */
  readonly outputs: readonly ReviewedOutput[];
  /** Command lines to go on with, each with what it is for. */
  readonly nextSteps: readonly (readonly [commandLine: string, what: string])[];
}

/** Inputs of an estimate as JSON: its prices are those that it asks for, at any use. */
export interface CostBasis extends Omit<CostInputs, "resources" | "prices"> {
  readonly prices: readonly Price[];
}

export interface ReviewedOutput {
  readonly name: string;
  readonly description?: string;
  /** Absent until the apply, or when sensitive. */
  readonly value?: unknown;
  readonly sensitive: boolean;
}
