import type { PriceItem } from "./price.ts";
import { sources } from "./sources.ts";

/** Customer managed keys and what is asked of them, the same in every region. Keys that AWS manages cost nothing to keep. */
export const kms: readonly PriceItem[] = [
  {
    id: "kms.key",
    what: "KMS customer managed key",
    unit: "month",
    per: 1,
    usd: 1,
    ...sources.priceListSingapore,
    query: { serviceCode: "awskms", filters: { usagetype: "KMS-Keys" } },
  },
  {
    id: "kms.requests",
    what: "KMS requests with symmetric keys (an account's first 20,000 a month are free)",
    unit: "request",
    per: 10_000,
    usd: 0.03,
    ...sources.priceListSingapore,
    query: { serviceCode: "awskms", filters: { usagetype: "KMS-Requests" } },
  },
];
