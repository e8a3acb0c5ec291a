import type { PriceItem } from "./price.ts";
import { sources } from "./sources.ts";

/** Images, the same in every region; what pulls cost is data transfer. */
export const ecr: readonly PriceItem[] = [
  {
    id: "ecr.storage",
    what: "ECR image storage",
    unit: "GB-month",
    per: 1,
    usd: 0.1,
    ...sources.billSingapore,
    query: { serviceCode: "AmazonECR", filters: { usagetype: "TimedStorage-ByteHrs" } },
  },
];
