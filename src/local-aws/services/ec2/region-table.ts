/** A region of the `aws` partition. */
export interface RegionFacts {
  /** The region's short name in zone ids: `apse1` of `apse1-az1`. */
  readonly code: string;
  /** The zones that an account sees: letter, then the number of its id. */
  readonly zones: Readonly<Record<string, number>>;
  /** True where an account has to opt in. */
  readonly optIn?: true;
}

const abc = { a: 1, b: 2, c: 3 };

/**
 * The regions with their zones. Five old regions give each account zones of its own choosing; there this is one usual
 * account's view (two zones in us-west-1, no `b` in ap-northeast-1; `us-east-1e` is the zone use1-az3 that EKS does not serve).
 *
 * Source: AWS Regions and Availability Zones user guide (aws-regions, aws-availability-zones, az-ids), read 2026-11-23.
 */
export const regionTable: Readonly<Record<string, RegionFacts>> = {
  "af-south-1": { code: "afs1", zones: abc, optIn: true },
  "ap-east-1": { code: "ape1", zones: abc, optIn: true },
  "ap-east-2": { code: "ape2", zones: abc, optIn: true },
  "ap-northeast-1": { code: "apne1", zones: { a: 4, c: 1, d: 2 } },
  "ap-northeast-2": { code: "apne2", zones: { a: 1, b: 2, c: 3, d: 4 } },
  "ap-northeast-3": { code: "apne3", zones: abc },
  "ap-south-1": { code: "aps1", zones: { a: 1, b: 3, c: 2 } },
  "ap-south-2": { code: "aps2", zones: abc, optIn: true },
  "ap-southeast-1": { code: "apse1", zones: abc },
  "ap-southeast-2": { code: "apse2", zones: abc },
  "ap-southeast-3": { code: "apse3", zones: abc, optIn: true },
  "ap-southeast-4": { code: "apse4", zones: abc, optIn: true },
  "ap-southeast-5": { code: "apse5", zones: abc, optIn: true },
  "ap-southeast-6": { code: "apse6", zones: abc, optIn: true },
  "ap-southeast-7": { code: "apse7", zones: abc, optIn: true },
  "ca-central-1": { code: "cac1", zones: { a: 1, b: 2, d: 4 } },
  "ca-west-1": { code: "caw1", zones: abc, optIn: true },
  "eu-central-1": { code: "euc1", zones: { a: 2, b: 3, c: 1 } },
  "eu-central-2": { code: "euc2", zones: abc, optIn: true },
  "eu-north-1": { code: "eun1", zones: abc },
  "eu-south-1": { code: "eus1", zones: abc, optIn: true },
  "eu-south-2": { code: "eus2", zones: abc, optIn: true },
  "eu-west-1": { code: "euw1", zones: abc },
  "eu-west-2": { code: "euw2", zones: { a: 2, b: 3, c: 1 } },
  "eu-west-3": { code: "euw3", zones: abc },
  "il-central-1": { code: "ilc1", zones: abc, optIn: true },
  "me-central-1": { code: "mec1", zones: abc, optIn: true },
  "me-south-1": { code: "mes1", zones: abc, optIn: true },
  "mx-central-1": { code: "mxc1", zones: abc, optIn: true },
  "sa-east-1": { code: "sae1", zones: abc },
  "us-east-1": { code: "use1", zones: { a: 1, b: 2, c: 4, d: 6, e: 3, f: 5 } },
  "us-east-2": { code: "use2", zones: abc },
  "us-west-1": { code: "usw1", zones: { a: 1, c: 3 } },
  "us-west-2": { code: "usw2", zones: { a: 1, b: 2, c: 3, d: 4 } },
};
