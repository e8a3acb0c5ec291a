import type { Attributes } from "../../rules/rule.ts";
import { blocks, type Pricer } from "../pricer.ts";

/** Data events, Insights and every copy of management events after the first, by the event. */
export const trail: Pricer = {
  type: "aws_cloudtrail",
  charges: (own, { estate, usage }) => {
    const { attributes } = own;
    const copies = estate.of("aws_cloudtrail").filter((one) => recordsManagement(one.attributes));
    const analyses = blocks(attributes, "insight_selector").length;
    return [
      ...(recordsData(attributes)
        ? [
            {
              service: "CloudTrail",
              what: "trail's data events",
              item: "cloudtrail.data-events",
              // Each trail that records an event is paid for it.
              quantity: usage("data_events"),
              usage: "data_events",
            },
          ]
        : []),
      ...(copies.indexOf(own) > 0
        ? [
            {
              service: "CloudTrail",
              what: "further copy of management events",
              item: "cloudtrail.management-copies",
              quantity: usage("management_events"),
              usage: "management_events",
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
  const old = blocks(attributes, "event_selector").flatMap((one) => blocks(one, "data_resource"));
  return old.length > 0 || selects(attributes, "Data");
}

/** What a trail without selectors does too. */
function recordsManagement(attributes: Attributes): boolean {
  if (blocks(attributes, "advanced_event_selector").length > 0) return selects(attributes, "Management");
  const old = blocks(attributes, "event_selector");
  return old.length === 0 || old.some((one) => one.include_management_events !== false);
}

function selects(attributes: Attributes, category: string): boolean {
  return blocks(attributes, "advanced_event_selector")
    .flatMap((one) => blocks(one, "field_selector"))
    .some(({ field, equals }) => field === "eventCategory" && [equals].flat().includes(category));
}
