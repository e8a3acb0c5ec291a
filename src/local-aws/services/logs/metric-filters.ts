import {
  DeleteMetricFilterCommand,
  DescribeMetricFiltersCommand,
  type MetricTransformation,
  PutMetricFilterCommand,
  TestMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { operation } from "../../operation.ts";
import { filterPattern } from "./filter-pattern.ts";
import { invalid, limitExceeded, notFound, requireLogGroup } from "./find.ts";
import { page } from "./pages.ts";
import { logsSlot } from "./state.ts";

export const putMetricFilter = operation(PutMetricFilterCommand, (input, ctx) => {
  const { filterName: name = "", filterPattern: pattern = "", metricTransformations = [] } = input;
  const group = requireLogGroup(ctx, input.logGroupName);
  filterPattern(pattern);
  metricTransformations.forEach(checkTransformation);
  const isNew = !group.metricFilters.has(name);
  if (isNew && group.metricFilters.size >= ctx.quota("logs:metric-filters-per-group")) throw limitExceeded();
  group.metricFilters.set(name, {
    name,
    pattern,
    transformations: metricTransformations,
    created: ctx.now().getTime(),
    applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
  });
  return {};
});

export const describeMetricFilters = operation(DescribeMetricFiltersCommand, (input, ctx) => {
  const { logGroupName, filterNamePrefix = "", metricName, metricNamespace } = input;
  const groups =
    logGroupName === undefined ? ctx.state(logsSlot).groups.values() : [requireLogGroup(ctx, logGroupName)];
  const all = [...groups].flatMap((group) =>
    [...group.metricFilters.values()].map((filter) => ({ group: group.name, filter })),
  );
  const matching = all.filter(
    ({ filter: { name, transformations } }) =>
      name.startsWith(filterNamePrefix) &&
      transformations.some(
        (one) =>
          (metricName === undefined || one.metricName === metricName) &&
          (metricNamespace === undefined || one.metricNamespace === metricNamespace),
      ),
  );
  const { items, nextToken } = page(matching, ({ group, filter }) => `${group}\n${filter.name}`, input);
  return {
    metricFilters: items.map(({ group, filter }) => ({
      filterName: filter.name,
      filterPattern: filter.pattern,
      metricTransformations: filter.transformations,
      creationTime: filter.created,
      logGroupName: group,
      applyOnTransformedLogs: filter.applyOnTransformedLogs,
    })),
    nextToken,
  };
});

export const deleteMetricFilter = operation(
  DeleteMetricFilterCommand,
  ({ logGroupName, filterName = "" }, ctx) => {
    if (!requireLogGroup(ctx, logGroupName).metricFilters.delete(filterName))
      throw notFound("The specified metric filter does not exist.");
    return {};
  },
);

/** Dimensions of one metric. Source: MetricTransformation in the CloudWatch Logs API reference, November 2026. */
const mostDimensions = 3;

/** A member of JSON events, such as `$.user.name`, or a field of events in columns, such as `$status`. */
const selector = /^\$(\.|\[)?\w/;

function checkTransformation({
  dimensions = {},
  defaultValue,
  metricValue = "",
}: MetricTransformation): void {
  if (!selector.test(metricValue) && !Number.isFinite(Number.parseFloat(metricValue)))
    throw invalid(`Invalid metric transformation: metric value ${metricValue} must be a valid number`);
  if (Object.values(dimensions).some((value) => !selector.test(value)))
    throw invalid("Invalid metric transformation: dimension value must be valid selector");
  const count = Object.keys(dimensions).length;
  if (count > 0 && defaultValue !== undefined)
    throw invalid(
      "Invalid metric transformation: dimensions and default value are mutually exclusive properties.",
    );
  if (count > mostDimensions)
    throw invalid(`Invalid metric transformation: a metric has at most ${mostDimensions} dimensions.`);
}

/** Shows which of some messages a pattern matches, before a filter is made of it. */
export const testMetricFilter = operation(
  TestMetricFilterCommand,
  ({ filterPattern: pattern = "", logEventMessages = [] }) => {
    const matches = filterPattern(pattern);
    return {
      matches: logEventMessages.flatMap((eventMessage, index) =>
        matches(eventMessage) ? [{ eventNumber: index + 1, eventMessage, extractedValues: {} }] : [],
      ),
    };
  },
);
