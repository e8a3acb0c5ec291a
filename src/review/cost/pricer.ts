import type { Price } from "../../facts/prices/price.ts";
import type { Attributes } from "../rules/rule.ts";
import type { Estate, OwnedResource } from "./estate.ts";

/** How one type of resource is paid for. */
export interface Pricer {
  /** Terraform's resource type, e.g. `aws_nat_gateway`. */
  readonly type: string;
  readonly charges: (resource: OwnedResource, pricing: Pricing) => readonly (Charge | Gap)[];
}

/** Units a month of something that has a price. */
export interface Charge {
  /** AWS's name: `EKS`, `EC2`, `VPC`, `KMS`, `CloudWatch`, `S3`, `ECR`, `CloudTrail`. */
  readonly service: string;
  readonly what: string;
  /** Id of the price, e.g. `nat.hour`. */
  readonly item: string;
  readonly quantity: number;
  /** The assumption that `quantity` rests on. */
  readonly usage?: string;
  /** @default the resource's */
  readonly region?: string;
  /** @default what the price list says of `item` */
  readonly price?: Price;
}

/** Something of a resource that costs money and cannot be priced. */
export interface Gap {
  readonly gap: string;
  readonly why: string;
}

/** When AWS supports a Kubernetes version on EKS: days in UTC, `YYYY-MM-DD`; on the day itself the support is over. */
export interface SupportDates {
  readonly version: string;
  readonly standardEnds: string;
  readonly extendedEnds: string;
}

/** What pricers look things up in. */
export interface Pricing {
  readonly estate: Estate;
  /** An assumption by name; `usual` where there is none and the declaration decides. */
  readonly usage: (name: string, usual?: number) => number;
  readonly priceOf: (id: string, region: string) => Price | undefined;
  /** ISO 8601 date. */
  readonly date: string;
  /** @default every version counts as being in standard support */
  readonly kubernetes?: readonly SupportDates[];
}

/** A month as AWS's own calculator counts it. */
export const HOURS_PER_MONTH = 730;

/** Days of a month on average, for what is kept by days. */
export const DAYS_PER_MONTH = 365 / 12;

/** The nested blocks of a kind: Terraform's JSON has one as an object or a list of one; state has a list. */
export function blocks(attributes: Attributes | undefined, name: string): readonly Attributes[] {
  return [attributes?.[name] ?? []]
    .flat()
    .filter((one): one is Attributes => typeof one === "object" && one !== null);
}

/** An attribute as a number, also where it is written as text; undefined where there is none or it is only known after the apply. */
export function numberOf(attributes: Attributes | undefined, name: string): number | undefined {
  const value = attributes?.[name];
  if (value === undefined || value === null || value === "" || typeof value === "boolean") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
