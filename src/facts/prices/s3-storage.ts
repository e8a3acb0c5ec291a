import type { PriceItem, PriceTier } from "./price.ts";
import { forRegions, sources } from "./sources.ts";

/** S3 Standard: the first 50 TB, the next 450 TB, the rest. */
function graduated(first: number, next: number, rest: number): readonly PriceTier[] {
  return [{ upTo: 51_200, usd: first }, { upTo: 512_000, usd: next }, { usd: rest }];
}

const cheapest = graduated(0.023, 0.022, 0.021);
const asia = graduated(0.025, 0.024, 0.023);
const london = graduated(0.024, 0.023, 0.022);

/** The Standard class, and what Intelligent-Tiering takes for objects that were read in the last 30 days. */
const frequent = {
  "ap-east-1": asia,
  "ap-northeast-1": asia,
  "ap-northeast-2": asia,
  "ap-northeast-3": asia,
  "ap-south-1": asia,
  "ap-southeast-1": asia,
  "ap-southeast-2": asia,
  "ca-central-1": asia,
  "eu-central-1": graduated(0.0245, 0.0235, 0.0225),
  "eu-north-1": cheapest,
  "eu-west-1": cheapest,
  "eu-west-2": london,
  "eu-west-3": london,
  "sa-east-1": graduated(0.0405, 0.039, 0.037),
  "us-east-1": cheapest,
  "us-east-2": cheapest,
  "us-west-1": graduated(0.026, 0.025, 0.024),
  "us-west-2": cheapest,
};

/** Standard-IA, and what Intelligent-Tiering takes for objects that nobody read for 30 days. */
const infrequent = {
  "ap-east-1": 0.0138,
  "ap-northeast-1": 0.0138,
  "ap-northeast-2": 0.0138,
  "ap-northeast-3": 0.0138,
  "ap-south-1": 0.0138,
  "ap-south-2": 0.0138,
  "ap-southeast-1": 0.0138,
  "ap-southeast-2": 0.0138,
  "ap-southeast-3": 0.0138,
  "ap-southeast-4": 0.0138,
  "ca-central-1": 0.0138,
  "eu-central-1": 0.0135,
  "eu-north-1": 0.0125,
  "eu-south-1": 0.0131,
  "eu-west-1": 0.0125,
  "eu-west-2": 0.0131,
  "eu-west-3": 0.0131,
  "sa-east-1": 0.0221,
  "us-east-1": 0.0125,
  "us-east-2": 0.0125,
  "us-west-1": 0.0144,
  "us-west-2": 0.0125,
};

/** Glacier Instant Retrieval, and what Intelligent-Tiering takes for objects that nobody read for 90 days. */
const instant = {
  "ap-northeast-1": 0.005,
  "ap-south-1": 0.005,
  "ap-southeast-1": 0.005,
  "ap-southeast-2": 0.005,
  "eu-central-1": 0.005,
  "eu-north-1": 0.004,
  "eu-west-1": 0.004,
  "eu-west-2": 0.005,
  "us-east-1": 0.004,
  "us-east-2": 0.004,
  "us-west-2": 0.004,
};

const elsewhere = {
  ...forRegions(sources.priceListSingapore, ["ap-southeast-1"]),
  ...forRegions(sources.infracost, ["us-east-1"]),
};

interface StorageClass {
  readonly id: string;
  readonly what: string;
  readonly usd: PriceItem["usd"];
  readonly usagetype: string;
  readonly serviceCode?: string;
  readonly elsewhere?: PriceItem["elsewhere"];
}

const classes: readonly StorageClass[] = [
  {
    id: "s3.standard",
    what: "S3 Standard",
    usd: frequent,
    usagetype: "TimedStorage-ByteHrs",
    elsewhere,
  },
  {
    id: "s3.standard-ia",
    what: "S3 Standard-IA",
    usd: infrequent,
    usagetype: "TimedStorage-SIA-ByteHrs",
    elsewhere,
  },
  {
    id: "s3.intelligent",
    what: "S3 Intelligent-Tiering, read in the last 30 days",
    usd: frequent,
    usagetype: "TimedStorage-INT-FA-ByteHrs",
    elsewhere: forRegions(sources.infracost, ["us-east-1"]),
  },
  {
    id: "s3.intelligent.infrequent",
    what: "S3 Intelligent-Tiering, not read for 30 days",
    usd: infrequent,
    usagetype: "TimedStorage-INT-IA-ByteHrs",
    elsewhere: forRegions(sources.infracost, ["us-east-1"]),
  },
  {
    id: "s3.intelligent.archive-instant",
    what: "S3 Intelligent-Tiering, not read for 90 days",
    usd: instant,
    usagetype: "TimedStorage-INT-AIA-ByteHrs",
  },
  {
    id: "s3.glacier-ir",
    what: "S3 Glacier Instant Retrieval",
    usd: instant,
    usagetype: "TimedStorage-GIR-ByteHrs",
    elsewhere: forRegions(sources.priceListSingapore, ["ap-southeast-1"]),
  },
  {
    id: "s3.glacier",
    what: "S3 Glacier Flexible Retrieval",
    usd: {
      "ap-northeast-1": 0.0045,
      "ap-south-1": 0.0045,
      "ap-southeast-1": 0.0045,
      "ap-southeast-2": 0.0045,
      "eu-north-1": 0.0036,
      "eu-west-1": 0.0036,
      "us-east-1": 0.0036,
      "us-east-2": 0.0036,
      "us-west-2": 0.0036,
    },
    usagetype: "TimedStorage-GlacierByteHrs",
    elsewhere: forRegions(sources.infracost, ["us-east-1"]),
  },
  {
    id: "s3.deep-archive",
    what: "S3 Glacier Deep Archive",
    usd: {
      "ap-northeast-1": 0.002,
      "ap-south-1": 0.002,
      "ap-southeast-1": 0.002,
      "ap-southeast-2": 0.002,
      "eu-central-1": 0.0018,
      "eu-north-1": 0.00099,
      "eu-west-1": 0.00099,
      "us-east-1": 0.00099,
      "us-east-2": 0.00099,
      "us-west-2": 0.00099,
    },
    // Its storage alone is under a service code of its own.
    serviceCode: "AmazonS3GlacierDeepArchive",
    usagetype: "TimedStorage-GDA-ByteHrs",
    elsewhere: forRegions(sources.infracost, ["us-east-1"]),
  },
];

/** What objects cost to keep, by storage class. */
export const s3Storage: readonly PriceItem[] = classes.map(storageItem);

function storageItem({ usagetype, serviceCode = "AmazonS3", ...item }: StorageClass): PriceItem {
  return {
    ...item,
    unit: "GB-month",
    per: 1,
    ...sources.memory,
    query: { serviceCode, filters: { productFamily: "Storage", usagetype } },
  };
}
