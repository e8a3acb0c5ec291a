import {
  GetInsightSelectorsCommand,
  InsightNotEnabledException,
  InvalidInsightSelectorsException,
  PutInsightSelectorsCommand,
} from "@aws-sdk/client-cloudtrail";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { recordsManagement } from "./event-selectors.ts";
import { requireOwnTrail, requireTrail } from "./find.ts";

/** An empty list turns Insights off. */
export const putInsightSelectors = operation(
  PutInsightSelectorsCommand,
  ({ TrailName, InsightSelectors = [] }, ctx) => {
    const trail = requireOwnTrail(ctx, TrailName);
    if (InsightSelectors.length > 0 && !recordsManagement(trail))
      throw exception(
        InvalidInsightSelectorsException,
        `Trail ${trail.name} must log write management events to have Insights.`,
      );
    trail.insightSelectors = InsightSelectors;
    return { TrailARN: trail.arn, InsightSelectors };
  },
);

export const getInsightSelectors = operation(GetInsightSelectorsCommand, ({ TrailName }, ctx) => {
  const { arn, name, insightSelectors } = requireTrail(ctx, TrailName);
  if (insightSelectors.length === 0)
    throw exception(InsightNotEnabledException, `Trail ${name} does not have Insights enabled.`);
  return { TrailARN: arn, InsightSelectors: insightSelectors };
});
