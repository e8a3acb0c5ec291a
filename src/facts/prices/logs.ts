import type { PriceItem, PriceTier } from "./price.ts";
import { forRegions, sources } from "./sources.ts";

/** A gigabyte of log events taken in; vended logs begin at the same price, and grow cheaper. */
const ingest = {
  "ap-northeast-1": 0.76,
  "ap-northeast-2": 0.76,
  "ap-south-1": 0.67,
  "ap-southeast-1": 0.7,
  "ap-southeast-2": 0.67,
  "eu-central-1": 0.63,
  "eu-west-1": 0.57,
  "eu-west-2": 0.5985,
  "sa-east-1": 0.9,
  "us-east-1": 0.5,
  "us-east-2": 0.5,
  "us-west-2": 0.5,
};

/** Vended logs cost half beyond 10 TB a month, a fifth beyond 30 TB, a tenth beyond 50 TB. */
function vended(usd: number): readonly PriceTier[] {
  const share = (part: number) => Number((usd * part).toFixed(5));
  return [
    { upTo: 10_240, usd },
    { upTo: 30_720, usd: share(0.5) },
    { upTo: 51_200, usd: share(0.2) },
    { usd: share(0.1) },
  ];
}

const elsewhere = {
  ...forRegions(sources.quoted, ["ap-south-1", "eu-west-2"]),
  ...forRegions(sources.billSingapore, ["ap-southeast-1"]),
  ...forRegions(sources.priceListTokyo, ["ap-northeast-1"]),
  ...forRegions(sources.listPrices, ["us-east-1", "eu-central-1"]),
  ...forRegions(sources.priceListIreland, ["eu-west-1"]),
};

/** Log events of the Standard class. */
export const logs: readonly PriceItem[] = [
  {
    id: "logs.ingest",
    what: "CloudWatch Logs, custom logs taken in (an account's first 5 GB a month are free)",
    unit: "GB",
    per: 1,
    usd: ingest,
    ...sources.memory,
    elsewhere,
    query: {
      serviceCode: "AmazonCloudWatch",
      filters: { productFamily: "Data Payload", usagetype: "DataProcessing-Bytes" },
    },
  },
  {
    id: "logs.vended",
    what: "CloudWatch Logs, vended logs taken in (flow logs)",
    unit: "GB",
    per: 1,
    usd: Object.fromEntries(Object.entries(ingest).map(([region, usd]) => [region, vended(usd)])),
    ...sources.memory,
    elsewhere: forRegions(sources.priceListSingapore, ["ap-southeast-1"]),
    query: {
      serviceCode: "AmazonCloudWatch",
      filters: { productFamily: "Data Payload", usagetype: "VendedLog-Bytes" },
    },
  },
  {
    id: "logs.storage",
    what: "CloudWatch Logs, logs kept (compressed)",
    unit: "GB-month",
    per: 1,
    usd: {
      "ap-northeast-1": 0.033,
      "ap-northeast-2": 0.0314,
      "ap-south-1": 0.03,
      "ap-southeast-1": 0.03,
      "ap-southeast-2": 0.033,
      "eu-central-1": 0.0324,
      "eu-west-1": 0.03,
      "sa-east-1": 0.0408,
      "us-east-1": 0.03,
      "us-east-2": 0.03,
      "us-west-2": 0.03,
    },
    ...sources.memory,
    elsewhere: {
      ...forRegions(sources.priceListSingapore, ["ap-southeast-1"]),
      ...forRegions(sources.priceListTokyo, ["ap-northeast-1"]),
      ...forRegions(sources.listPrices, ["us-east-1"]),
    },
    query: {
      serviceCode: "AmazonCloudWatch",
      filters: { productFamily: "Storage Snapshot", usagetype: "TimedStorage-ByteHrs" },
    },
  },
];
