import type { Attributes } from "../../rules/rule.ts";
import { blocks, type Pricer } from "../pricer.ts";

/** Data events and Insights by the event; the first copy of management events is free. */
export const trail: Pricer = {
  type: "aws_cloudtrail",
  charges: ({ attributes }, { estate, usage }) => {
    const trails = estate.of("aws_cloudtrail").filter((one) => recordsData(one.attributes)).length;
    const dataEvents = usage("data_events");
    const analyses = blocks(attributes, "insight_selector").length;
    return [
      ...(recordsData(attributes)
        ? [
            {
              service: "CloudTrail",
              what: "trail's data events",
              item: "cloudtrail.data-events",
              quantity: dataEvents / trails,
              usage: "data_events",
            },
          ]
        : []),
      ...(analyses > 0
        ? [
            {
              service: "CloudTrail",
              what: "trail's Insights",
              item: "cloudtrail.insights",
              quantity: usage("management_events") * analyses,
              usage: "management_events",
            },
          ]
        : []),
    ];
  },
};

function recordsData(attributes: Attributes): boolean {
  const advanced = blocks(attributes, "advanced_event_selector").flatMap((one) =>
    blocks(one, "field_selector"),
  );
  const old = blocks(attributes, "event_selector").flatMap((one) => blocks(one, "data_resource"));
  return (
    old.length > 0 ||
    advanced.some(({ field, equals }) => field === "eventCategory" && [equals].flat().includes("Data"))
  );
}
