import type { Price, PriceList } from "../../facts/prices/price.ts";
import type { ReviewedResource } from "../resources.ts";
import { estateOf, type Side } from "./estate.ts";
import { type Priced, priceEstate } from "./priced.ts";
import type { SupportDates } from "./pricer.ts";
import { savingsOf } from "./savings/index.ts";
import { assumptions } from "./usage.ts";

/** Assumptions on use by name, e.g. `{ nat_gb: 100 }`: units and meaning in `usage.ts`. */
export type Usage = Readonly<Record<string, number>>;

export interface CostInputs {
  readonly resources: readonly ReviewedResource[];
  readonly prices: PriceList;
  readonly usage: Usage;
  /** ISO 8601 date that Kubernetes' support calendar is read at. */
  readonly date: string;
  /** Kubernetes' support calendar on EKS. @default every version counts as being in standard support */
  readonly kubernetes?: readonly SupportDates[];
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
  /** How many things of the resources afterwards have no price here, so that `after` is too little. @default 0 */
  readonly notPriced?: number;
}

export interface CostLineDifference {
  readonly address: string;
  readonly what: string;
  readonly before: number;
  readonly after: number;
}

/** What a month costs once the plan is applied: each resource priced by its type's own rule, and everything that could not be priced. */
export function estimateCost(inputs: CostInputs): CostEstimate {
  const priced = pricedOn("after", inputs);
  return {
    currency: "USD",
    total: priced.total,
    lines: priced.lines,
    notPriced: priced.notPriced,
    savings: savingsOf(priced, inputs),
    usage: inOrder(priced.used),
  };
}

/** What a plan changes in the bill: the same rules over what is deployed and over what is planned. */
export function costDifference(inputs: CostInputs): CostDifference {
  const before = pricedOn("before", inputs);
  const after = pricedOn("after", inputs);
  const lines = new Map<string, CostLineDifference>();
  const add = (line: CostLine, side: Side) => {
    const key = `${line.address} ${line.what}`;
    const known = lines.get(key) ?? { address: line.address, what: line.what, before: 0, after: 0 };
    lines.set(key, { ...known, [side]: cents(known[side] + line.monthly) });
  };
  for (const line of before.lines) add(line, "before");
  for (const line of after.lines) add(line, "after");
  const changed = [...lines.values()].filter((line) => cents(line.after - line.before) !== 0);
  const size = (line: CostLineDifference) => Math.abs(line.after - line.before);
  const notPriced = after.notPriced.filter(({ address }) => address !== undefined).length;
  return {
    before: before.total,
    after: after.total,
    lines: changed.sort((a, b) => size(b) - size(a)),
    ...(notPriced > 0 ? { notPriced } : {}),
  };
}

/** A price that an estimate asked for, and what the list answered. */
export interface PriceLookup {
  readonly id: string;
  readonly region: string;
  readonly price?: Price;
}

/** Everything that an estimate of these resources may ask a price for, whatever is assumed of their use. */
export function priceLookups(inputs: CostInputs): PriceLookup[] {
  const asked = new Map<string, PriceLookup>();
  const prices: PriceList = {
    priceOf(id, region) {
      const price = inputs.prices.priceOf(id, region);
      asked.set(`${id} ${region}`, { id, region, price });
      return price;
    },
  };
  const bounds = (["min", "max"] as const).map((bound) =>
    Object.fromEntries(assumptions.map((one) => [one.name, one[bound]])),
  );
  for (const usage of [inputs.usage, ...bounds]) estimateCost({ ...inputs, prices, usage });
  return [...asked.values()];
}

/** The prices that an estimate of these resources may need: enough to estimate elsewhere. */
export function pricesUsed(inputs: CostInputs): Price[] {
  return priceLookups(inputs).flatMap(({ price }) => price ?? []);
}

/** A price list of just these prices. */
export function priceListOf(prices: readonly Price[]): PriceList {
  const byKey = new Map(prices.map((price) => [`${price.id} ${price.region}`, price]));
  return { priceOf: (id, region) => byKey.get(`${id} ${region}`) };
}

function pricedOn(side: Side, { resources, ...rest }: CostInputs): Priced {
  return priceEstate(estateOf(resources, side), rest);
}

function inOrder(used: ReadonlyMap<string, number>): Usage {
  return Object.fromEntries(
    assumptions.flatMap(({ name }) => (used.has(name) ? [[name, used.get(name) as number]] : [])),
  );
}

const cents = (usd: number): number => Math.round(usd * 10_000) / 10_000;
