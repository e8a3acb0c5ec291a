import type { PriceItem, PriceQuery } from "./price.ts";
import { forRegions, sources } from "./sources.ts";

function requestQuery(filters: Readonly<Record<string, string>>): PriceQuery {
  return { serviceCode: "AmazonS3", filters: { productFamily: "API Request", ...filters } };
}

const elsewhere = {
  ...forRegions(sources.priceListSingapore, ["ap-southeast-1"]),
  ...forRegions(sources.infracost, ["us-east-1"]),
};

/** What lifecycle rules pay for each object that they move: the same in every region but for the two slow archives. */
const transitions: readonly PriceItem[] = (
  [
    ["standard-ia", "S3 Standard-IA", "S3-SIATransition", 0.01],
    ["intelligent", "S3 Intelligent-Tiering", "S3-INTTransition", 0.01],
    ["glacier-ir", "S3 Glacier Instant Retrieval", "S3-GIRTransition", 0.02],
    [
      "glacier",
      "S3 Glacier Flexible Retrieval",
      "S3-GlacierTransition",
      { "eu-central-1": 0.036, "eu-west-1": 0.03, "us-east-1": 0.03, "us-east-2": 0.03, "us-west-2": 0.03 },
    ],
    [
      "deep-archive",
      "S3 Glacier Deep Archive",
      "S3-GDATransition",
      { "eu-central-1": 0.06, "eu-west-1": 0.05, "us-east-1": 0.05, "us-east-2": 0.05, "us-west-2": 0.05 },
    ],
  ] as const
).map(([storageClass, name, operation, usd]) => ({
  id: `s3.transition.${storageClass}`,
  what: `lifecycle transitions to ${name}`,
  unit: "request",
  per: 1000,
  usd,
  ...sources.memory,
  ...(storageClass !== "glacier-ir" && { elsewhere: forRegions(sources.infracost, ["us-east-1"]) }),
  query: requestQuery({ operation }),
}));

/** What is asked of S3. Deletions and lifecycle expirations are free. */
export const s3Requests: readonly PriceItem[] = [
  {
    id: "s3.requests.write",
    what: "S3 PUT, COPY, POST and LIST requests",
    unit: "request",
    per: 1000,
    usd: {
      "ap-northeast-1": 0.0047,
      "ap-northeast-2": 0.0045,
      "ap-south-1": 0.005,
      "ap-southeast-1": 0.005,
      "ap-southeast-2": 0.0055,
      "ca-central-1": 0.0055,
      "eu-central-1": 0.0054,
      "eu-north-1": 0.005,
      "eu-west-1": 0.005,
      "eu-west-2": 0.0053,
      "eu-west-3": 0.0053,
      "sa-east-1": 0.007,
      "us-east-1": 0.005,
      "us-east-2": 0.005,
      "us-west-1": 0.0055,
      "us-west-2": 0.005,
    },
    ...sources.memory,
    elsewhere,
    query: requestQuery({ group: "S3-API-Tier1", usagetype: "Requests-Tier1" }),
  },
  {
    id: "s3.requests.write.standard-ia",
    what: "S3 PUT, COPY, POST and LIST requests on Standard-IA",
    unit: "request",
    per: 1000,
    usd: 0.01,
    ...sources.memory,
    elsewhere: forRegions(sources.infracost, ["us-east-1"]),
    query: requestQuery({ group: "S3-API-SIA-Tier1", usagetype: "Requests-SIA-Tier1" }),
  },
  {
    id: "s3.requests.read",
    what: "S3 GET, SELECT and other requests",
    unit: "request",
    per: 1000,
    usd: {
      "ap-northeast-1": 0.00037,
      "ap-northeast-2": 0.00035,
      "ap-south-1": 0.0004,
      "ap-southeast-1": 0.0004,
      "ap-southeast-2": 0.00044,
      "ca-central-1": 0.00044,
      "eu-central-1": 0.00043,
      "eu-north-1": 0.0004,
      "eu-west-1": 0.0004,
      "eu-west-2": 0.00042,
      "eu-west-3": 0.00042,
      "sa-east-1": 0.00056,
      "us-east-1": 0.0004,
      "us-east-2": 0.0004,
      "us-west-1": 0.00044,
      "us-west-2": 0.0004,
    },
    ...sources.memory,
    elsewhere,
    query: requestQuery({ group: "S3-API-Tier2", usagetype: "Requests-Tier2" }),
  },
  {
    id: "s3.intelligent.monitoring",
    what: "S3 Intelligent-Tiering, objects of 128 KB or more watched for a month",
    unit: "object-month",
    per: 1000,
    usd: 0.0025,
    ...sources.infracost,
    query: {
      serviceCode: "AmazonS3",
      filters: { feeCode: "S3-Monitoring and Automation-ObjectCount" },
    },
  },
  ...transitions,
];
