import { type CostInputs, costDifference, estimateCost, pricesUsed } from "../cost/estimate.ts";
import { dangersOf, verdictOf } from "../dangers/dangers.ts";
import type { ExpectedDuration } from "../duration.ts";
import { findings } from "../findings.ts";
import { drawPicture, mermaidOf, pictureOf } from "../picture/picture.ts";
import type { PlanJson } from "../plan.ts";
import type { ConfigurationWithProviders } from "../resources.ts";
import type { Review, ReviewedOutput } from "../review.ts";
import { exceptions } from "../rules/exceptions.ts";
import { rules } from "../rules/index.ts";
import type { PlanSummary } from "../summary.ts";
import { plannedAttributes } from "./planned-attributes.ts";
import { withoutSensitive } from "./sensitive.ts";

/** What stands in a review as it is given. */
type Given = Pick<
  Review,
  "environment" | "place" | "account" | "region" | "plannedAt" | "engine" | "mode" | "nextSteps"
>;

/** What a review is made of. */
export interface ReviewParts extends Given {
  readonly configuration: ConfigurationWithOutputs;
  /** The whole plan, as `terraform show -json` has it. */
  readonly plan: PlanJson;
  readonly summary: PlanSummary;
  readonly expected: ExpectedDuration;
  /** What the estimate is made of: the plan's resources among it. */
  readonly costInputs: CostInputs;
}

interface ConfigurationWithOutputs extends ConfigurationWithProviders {
  readonly output?: Readonly<Record<string, { readonly description?: string }>>;
}

/** Everything that there is to say about a plan, without the values that it marks as sensitive. */
export async function assembleReview(parts: ReviewParts): Promise<Review> {
  const { configuration, plan, summary, expected, costInputs, ...given } = parts;
  const resources = withoutSensitive(costInputs.resources, plan);
  const dangers = dangersOf(summary, plan, configuration);
  const security = findings(configuration, rules, exceptions);
  const inputs: CostInputs = { ...costInputs, resources };
  const { prices: _, resources: __, ...basis } = inputs;
  const picture = pictureOf(resources, `${given.environment} on ${given.place}`);
  return {
    ...given,
    summary,
    dangers,
    verdict: verdictOf(summary, dangers, given.mode, security.findings),
    attributes: plannedAttributes(plan, summary, configuration),
    resources,
    security,
    cost: estimateCost(inputs),
    costDifference: costDifference(inputs),
    costBasis: { ...basis, prices: pricesUsed(inputs) },
    expected,
    picture: await drawPicture(picture, { findings: security.findings }),
    mermaid: mermaidOf(picture),
    outputs: outputsOf(configuration, plan),
  };
}

function outputsOf(
  { output = {} }: ConfigurationWithOutputs,
  { output_changes = {} }: PlanJson,
): ReviewedOutput[] {
  return Object.entries(output).map(([name, { description }]) => {
    const change = output_changes[name];
    const sensitive = Boolean(change?.after_sensitive || change?.before_sensitive);
    const known = change && !sensitive && change.after_unknown !== true && hasNoUnknown(change.after_unknown);
    return {
      name,
      ...(description ? { description } : {}),
      ...(known && change.after !== null && change.after !== undefined ? { value: change.after } : {}),
      sensitive,
    };
  });
}

/** A list of ids is known only when each of them is. */
function hasNoUnknown(marks: unknown): boolean {
  if (marks === true) return false;
  return typeof marks !== "object" || marks === null || Object.values(marks).every(hasNoUnknown);
}
