import type { Price, PriceList } from "../../facts/prices/price.ts";
import type { ReviewedResource } from "../resources.ts";

/** A month as AWS's own calculator counts it. */
export const HOURS_PER_MONTH = 730;

/** Assumptions on use by name, e.g. `{ nat_gb: 100 }`: units and meaning in `usage.ts`. */
export type Usage = Readonly<Record<string, number>>;

export interface CostInputs {
  readonly resources: readonly ReviewedResource[];
  readonly prices: PriceList;
  readonly usage: Usage;
  /** ISO 8601 date that Kubernetes' support calendar is read at. */
  readonly date: string;
}

/** One thing that is paid for. */
export interface CostLine {
  /** The resource that causes it, or several as one (`aws_kms_key.eks`). */
  readonly address: string;
  readonly module: string;
  /** AWS's name: `EKS`, `EC2`, `VPC`, `KMS`, `CloudWatch`, `S3`, `ECR`, `CloudTrail`. */
  readonly service: string;
  /** E.g. `cluster, standard support`. */
  readonly what: string;
  /** Units a month, e.g. 730 hours. */
  readonly quantity: number;
  readonly price: Price;
  /** US dollars a month. */
  readonly monthly: number;
  /** The assumption that `quantity` rests on; absent where the declaration alone decides. */
  readonly usage?: string;
}

/** Something that costs money and has no figure here: listed, never silently zero. */
export interface NotPriced {
  readonly address?: string;
  readonly what: string;
  readonly why: string;
}

/** A change that would save money, with how much. */
export interface Saving {
  /** Kebab-case, e.g. `one-nat-gateway`. */
  readonly id: string;
  readonly title: string;
  /** What one loses by it, and when not to. */
  readonly tradeoff: string;
  /** What to set, e.g. `nat_gateways = "single"`. */
  readonly how: string;
  /** US dollars a month. */
  readonly monthly: number;
}

export interface CostEstimate {
  readonly currency: "USD";
  /** US dollars a month. */
  readonly total: number;
  readonly lines: readonly CostLine[];
  readonly notPriced: readonly NotPriced[];
  readonly savings: readonly Saving[];
  /** The assumptions that were used, in the order of their definition. */
  readonly usage: Usage;
}

/** What a plan changes in the bill. */
export interface CostDifference {
  /** US dollars a month, as deployed now; 0 when nothing is. */
  readonly before: number;
  readonly after: number;
  /** Lines whose amount changes, the largest difference first. */
  readonly lines: readonly CostLineDifference[];
}

export interface CostLineDifference {
  readonly address: string;
  readonly what: string;
  readonly before: number;
  readonly after: number;
}

/** What a month costs: each resource priced by its type's own rule, and everything that could not be priced. */
export function estimateCost({ usage }: CostInputs): CostEstimate {
  return { currency: "USD", total: 0, lines: [], notPriced: [], savings: [], usage };
}

/** What a plan changes in the bill: the same rules over what is deployed and over what is planned. */
export function costDifference(_inputs: CostInputs): CostDifference {
  return { before: 0, after: 0, lines: [] };
}
