import type { PriceItem, PriceTier } from "./price.ts";
import { sources } from "./sources.ts";

/** The account's first 100 GB a month, over all regions, are free; then the first 10 TB, the next 40, the next 100, the rest. */
function outbound(first: number, next: number, then: number, rest: number): readonly PriceTier[] {
  return [
    { upTo: 100, usd: 0 },
    { upTo: 10_240, usd: first },
    { upTo: 51_200, usd: next },
    { upTo: 153_600, usd: then },
    { usd: rest },
  ];
}

const usual = outbound(0.09, 0.085, 0.07, 0.05);
const tokyo = outbound(0.114, 0.089, 0.086, 0.084);
const singapore = outbound(0.12, 0.085, 0.082, 0.08);
const india = outbound(0.1093, 0.085, 0.082, 0.08);

/** Data that leaves where it is. What comes in is free, and so is what stays in one zone. */
export const dataTransfer: readonly PriceItem[] = [
  {
    id: "transfer.zones",
    what: "data between availability zones, in each direction",
    unit: "GB",
    per: 1,
    usd: 0.01,
    ...sources.infracost,
    query: {
      serviceCode: "AWSDataTransfer",
      regionField: "fromRegionCode",
      filters: { transferType: "IntraRegion", usagetype: "DataTransfer-Regional-Bytes" },
    },
  },
  {
    id: "transfer.internet",
    what: "data to the internet",
    unit: "GB",
    per: 1,
    usd: {
      "af-south-1": outbound(0.154, 0.147, 0.126, 0.112),
      "ap-east-1": singapore,
      "ap-northeast-1": tokyo,
      "ap-northeast-2": outbound(0.126, 0.122, 0.117, 0.108),
      "ap-northeast-3": tokyo,
      "ap-south-1": india,
      "ap-south-2": india,
      "ap-southeast-1": singapore,
      "ap-southeast-2": outbound(0.114, 0.098, 0.094, 0.092),
      "ca-central-1": usual,
      "ca-west-1": usual,
      "eu-central-1": usual,
      "eu-north-1": usual,
      "eu-south-1": usual,
      "eu-west-1": usual,
      "eu-west-2": usual,
      "eu-west-3": usual,
      "il-central-1": outbound(0.11, 0.085, 0.077, 0.055),
      "me-south-1": outbound(0.117, 0.1105, 0.091, 0.065),
      "sa-east-1": outbound(0.15, 0.138, 0.126, 0.114),
      "us-east-1": usual,
      "us-east-2": usual,
      "us-west-1": usual,
      "us-west-2": usual,
    },
    ...sources.infracost,
    elsewhere: { "ap-southeast-1": sources.priceListSingapore },
    query: {
      serviceCode: "AWSDataTransfer",
      regionField: "fromRegionCode",
      filters: { transferType: "AWS Outbound", usagetype: "DataTransfer-Out-Bytes" },
      free: 100,
    },
  },
  {
    // No query: the list has a product for every pair of regions, and a pair may cost less (N. Virginia and Ohio: $0.01).
    id: "transfer.regions",
    what: "data to another region",
    unit: "GB",
    per: 1,
    usd: {
      "af-south-1": 0.147,
      "ap-east-1": 0.09,
      "ap-northeast-1": 0.09,
      "ap-northeast-2": 0.08,
      "ap-northeast-3": 0.09,
      "ap-south-1": 0.086,
      "ap-south-2": 0.086,
      "ap-southeast-1": 0.09,
      "ap-southeast-2": 0.098,
      "ca-central-1": 0.02,
      "ca-west-1": 0.02,
      "eu-central-1": 0.02,
      "eu-north-1": 0.02,
      "eu-south-1": 0.02,
      "eu-west-1": 0.02,
      "eu-west-2": 0.02,
      "eu-west-3": 0.02,
      "il-central-1": 0.08,
      "me-south-1": 0.1105,
      "sa-east-1": 0.138,
      "us-east-1": 0.02,
      "us-east-2": 0.02,
      "us-west-1": 0.02,
      "us-west-2": 0.02,
    },
    ...sources.infracost,
  },
];
