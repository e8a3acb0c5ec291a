/** What has to be known of a region before anything is asked of it. */
export interface Region {
  /** Where it is, as AWS names it. */
  readonly place: string;
  /** The letters of its availability zones that some account can see. */
  readonly zones: readonly string[];
  /** The letters that new accounts see, best first, where that differs. @default the first three of `zones` */
  readonly usualZones?: readonly string[];
  /** The id of a zone in which EKS has no control planes; its letter differs from account to account. @default none */
  readonly zoneWithoutEks?: string;
}

/**
 * The regions of the `aws` partition (GovCloud and China need other accounts, other ARNs and other managed policies).
 * In the five oldest regions an account may see fewer letters than are listed: `usualZones` says which are safe there.
 *
 * Source: AWS Regions and Availability Zones user guide (aws-regions, aws-availability-zones, az-ids), read 2026-11-23; zones without EKS:
 * EKS user guide, network requirements, read 2026-11-23.
 */
export const regions: Readonly<Record<string, Region>> = {
  "af-south-1": { place: "Cape Town", zones: ["a", "b", "c"] },
  "ap-east-1": { place: "Hong Kong", zones: ["a", "b", "c"] },
  "ap-east-2": { place: "Taipei", zones: ["a", "b", "c"] },
  "ap-northeast-1": { place: "Tokyo", zones: ["a", "b", "c", "d"], usualZones: ["a", "c", "d"] },
  "ap-northeast-2": { place: "Seoul", zones: ["a", "b", "c", "d"] },
  "ap-northeast-3": { place: "Osaka", zones: ["a", "b", "c"] },
  "ap-south-1": { place: "Mumbai", zones: ["a", "b", "c"] },
  "ap-south-2": { place: "Hyderabad", zones: ["a", "b", "c"] },
  "ap-southeast-1": { place: "Singapore", zones: ["a", "b", "c"] },
  "ap-southeast-2": { place: "Sydney", zones: ["a", "b", "c"] },
  "ap-southeast-3": { place: "Jakarta", zones: ["a", "b", "c"] },
  "ap-southeast-4": { place: "Melbourne", zones: ["a", "b", "c"] },
  "ap-southeast-5": { place: "Malaysia", zones: ["a", "b", "c"] },
  "ap-southeast-6": { place: "New Zealand", zones: ["a", "b", "c"] },
  "ap-southeast-7": { place: "Thailand", zones: ["a", "b", "c"] },
  "ca-central-1": { place: "Central Canada", zones: ["a", "b", "d"], zoneWithoutEks: "cac1-az3" },
  "ca-west-1": { place: "Calgary", zones: ["a", "b", "c"] },
  "eu-central-1": { place: "Frankfurt", zones: ["a", "b", "c"] },
  "eu-central-2": { place: "Zurich", zones: ["a", "b", "c"] },
  "eu-north-1": { place: "Stockholm", zones: ["a", "b", "c"] },
  "eu-south-1": { place: "Milan", zones: ["a", "b", "c"] },
  "eu-south-2": { place: "Spain", zones: ["a", "b", "c"] },
  "eu-west-1": { place: "Ireland", zones: ["a", "b", "c"] },
  "eu-west-2": { place: "London", zones: ["a", "b", "c"] },
  "eu-west-3": { place: "Paris", zones: ["a", "b", "c"] },
  "il-central-1": { place: "Tel Aviv", zones: ["a", "b", "c"] },
  "me-central-1": { place: "UAE", zones: ["a", "b", "c"] },
  "me-south-1": { place: "Bahrain", zones: ["a", "b", "c"] },
  "mx-central-1": { place: "Mexico", zones: ["a", "b", "c"] },
  "sa-east-1": { place: "São Paulo", zones: ["a", "b", "c"] },
  "us-east-1": { place: "N. Virginia", zones: ["a", "b", "c", "d", "e", "f"], zoneWithoutEks: "use1-az3" },
  "us-east-2": { place: "Ohio", zones: ["a", "b", "c"] },
  "us-west-1": {
    place: "N. California",
    zones: ["a", "b", "c"],
    usualZones: ["a", "c"],
    zoneWithoutEks: "usw1-az2",
  },
  "us-west-2": { place: "Oregon", zones: ["a", "b", "c", "d"] },
};

export function isRegion(name: unknown): name is string {
  return typeof name === "string" && Object.hasOwn(regions, name);
}

/** The zone letters to use in a region when nobody says: three of them, two in N. California. Empty for an unknown region. */
export function usualZones(region: string): readonly string[] {
  const known = regions[region];
  return known?.usualZones ?? known?.zones.slice(0, 3) ?? [];
}
