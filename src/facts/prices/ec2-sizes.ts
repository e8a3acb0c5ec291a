import type { PriceSource } from "./price.ts";

/** What a family of EC2 instances costs: one size's price by region, from which the other sizes' follow. */
export interface FamilyPrices extends PriceSource {
  /** The size that `usd` is for. */
  readonly of: string;
  /** How the sizes' prices relate to each other, in every region alike. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Decimals that AWS rounds the family's prices to. */
  readonly decimals: number;
  /** US dollars an hour by region: Linux, on demand, shared tenancy. */
  readonly usd: Readonly<Record<string, number>>;
  /** Where single regions' figures were read, when elsewhere. @default none */
  readonly elsewhere?: Readonly<Record<string, PriceSource>>;
}

const columns = [
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
] as const;

/** Figures in the order of the regions above; 0 where none was found. */
export function inRegions(usd: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    columns.map((region, at) => [region, usd[at] ?? 0] as const).filter(([, price]) => price > 0),
  );
}

/** What each size costs, in `large`s: twice the vCPUs, twice the price. */
const inLarges: Readonly<Record<string, number>> = {
  nano: 1 / 16,
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
};

const multiple = /^(\d+)xlarge$/;

/** @param names e.g. `large xlarge 2xlarge` @param metal bare metal sizes, in `large`s */
function evenly(names: string, metal: Readonly<Record<string, number>> = {}): Record<string, number> {
  const prices = names
    .split(" ")
    .map((name) => [name, inLarges[name] ?? 2 * Number(multiple.exec(name)?.[1])] as const);
  return { ...Object.fromEntries(prices), ...metal };
}

const to16 = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge";
/** Half of the largest machine costs a tenth more as bare metal. */
const metal48 = { "metal-24xl": 52.8, "metal-48xl": 96 };

/**
 * How the prices of a family's sizes relate: in `large`s where they grow with the vCPUs, and in us-east-1's dollars for GPU instances.
 * Sources: Karpenter's price table of 2026-01-19 (every size in us-east-1), Apache Libcloud's of 2021-11-06 (every size in 16 regions).
 */
export const sizes = {
  burstable: evenly("nano micro small medium large xlarge 2xlarge"),
  flex16: evenly(to16),
  amd24: evenly(`${to16} 24xlarge`),
  intel24: evenly(`${to16} 24xlarge`, { metal: 48 }),
  c5: evenly("large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge", { metal: 48 }),
  to32: evenly(`${to16} 24xlarge 32xlarge`, { metal: 64 }),
  to48: evenly(`${to16} 24xlarge 32xlarge 48xlarge`, { metal: 96 }),
  amd7: evenly(`medium ${to16} 24xlarge 32xlarge 48xlarge`, { "metal-48xl": 96 }),
  intel48: evenly(`${to16} 24xlarge 48xlarge`, metal48),
  graviton16: evenly(`medium ${to16}`),
  graviton16metal: evenly(`medium ${to16}`, { metal: 32 }),
  graviton48: evenly(`medium ${to16} 24xlarge 48xlarge`, metal48),
  g4dn: {
    xlarge: 0.526,
    "2xlarge": 0.752,
    "4xlarge": 1.204,
    "8xlarge": 2.176,
    "12xlarge": 3.912,
    "16xlarge": 4.352,
    metal: 7.824,
  },
  g5: {
    xlarge: 1.006,
    "2xlarge": 1.212,
    "4xlarge": 1.624,
    "8xlarge": 2.448,
    "12xlarge": 5.672,
    "16xlarge": 4.096,
    "24xlarge": 8.144,
    "48xlarge": 16.288,
  },
  g6: {
    xlarge: 0.8048,
    "2xlarge": 0.9776,
    "4xlarge": 1.3232,
    "8xlarge": 2.0144,
    "12xlarge": 4.6016,
    "16xlarge": 3.3968,
    "24xlarge": 6.6752,
    "48xlarge": 13.3504,
  },
} satisfies Readonly<Record<string, Readonly<Record<string, number>>>>;
