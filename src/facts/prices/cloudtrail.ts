import type { PriceItem, PriceQuery } from "./price.ts";
import { sources } from "./sources.ts";

function trailQuery(usagetype: string): PriceQuery {
  return { serviceCode: "AWSCloudTrail", filters: { usagetype } };
}

/** Events that trails record, the same in every region. The first copy of management events in each region is free. */
export const cloudtrail: readonly PriceItem[] = [
  {
    id: "cloudtrail.data-events",
    what: "CloudTrail data events",
    unit: "event",
    per: 100_000,
    usd: 0.1,
    ...sources.infracost,
    query: trailQuery("DataEventsRecorded"),
  },
  {
    id: "cloudtrail.management-copies",
    what: "CloudTrail management events, every copy after the first",
    unit: "event",
    per: 100_000,
    usd: 2,
    ...sources.infracost,
    query: trailQuery("PaidEventsRecorded"),
  },
  {
    id: "cloudtrail.insights",
    what: "CloudTrail Insights, events analyzed for each kind of insight",
    unit: "event",
    per: 100_000,
    usd: 0.35,
    ...sources.billSingapore,
    query: trailQuery("InsightsEvents"),
  },
];
