import type { PriceSource } from "./price.ts";

/** The day on which the tables here were put together. */
const read = "2026-11-23";

/** Every place that the figures were read in; each names what AWS itself published. */
export const sources = {
  /** On-demand and spot prices by region and zone, drawn from AWS's price list several times a day. */
  skypilot: { source: "SkyPilot catalog v7 (aws/vms.csv, from AWS's price list)", date: read },
  karpenter: {
    source: "Karpenter's price table (zz_generated.pricing_aws.go, from AWS's price list)",
    date: "2026-01-19",
  },
  libcloud: { source: "Apache Libcloud 3.4.1 (pricing.json, from AWS's price list)", date: "2021-11-06" },
  infracost: { source: "Infracost's golden files (from AWS's price list)", date: read },
  /** Answers of `aws pricing get-products` for Singapore that somebody published with their usage types. */
  priceListSingapore: {
    source: "AWS price list API, answers for ap-southeast-1 published on GitHub",
    date: "2026-08-12",
  },
  priceListIreland: {
    source: "AWS price list API, answers for eu-west-1 published on GitHub",
    date: "2026-03-01",
  },
  priceListTokyo: {
    source: "AWS price list API, answers for ap-northeast-1 published on GitHub",
    date: "2026-07-01",
  },
  priceListMalaysia: {
    source: "AWS price list API, answers for us-east-1 and ap-southeast-5 published on GitHub",
    date: "2026-09-29",
  },
  billSingapore: { source: "An AWS bill for ap-southeast-1 published on GitHub", date: "2025-06-01" },
  natTable: {
    source:
      "A public table of NAT gateway prices by region, checked against AWS's price list for ap-southeast-1 and us-east-1",
    date: read,
  },
  listPrices: {
    source: "CloudHealth price books with AWS's list prices, published on GitHub",
    date: "2026-03-26",
  },
  /** Lines of the price list and of bills that quote a region's price, read one by one. */
  quoted: { source: "AWS's price list and bills, as quoted in public repositories", date: read },
  memory: { source: "AWS pricing pages, from memory", date: read },
} satisfies Readonly<Record<string, PriceSource>>;

/** The same source for several regions, as `elsewhere` wants it. */
export function forRegions(source: PriceSource, regions: readonly string[]): Record<string, PriceSource> {
  return Object.fromEntries(regions.map((region) => [region, source]));
}
