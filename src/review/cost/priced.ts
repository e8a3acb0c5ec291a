import type { Price } from "../../facts/prices/price.ts";
import type { Estate, OwnedResource } from "./estate.ts";
import type { CostInputs, CostLine, NotPriced } from "./estimate.ts";
import { freeTypes } from "./free-types.ts";
import type { Charge, Gap, Pricing } from "./pricer.ts";
import { pricers } from "./pricers/index.ts";
import { costOf } from "./tiers.ts";
import { undeclaredCosts } from "./undeclared.ts";
import { assumptions } from "./usage.ts";

/** An estate with its bill. */
export interface Priced {
  readonly estate: Estate;
  readonly pricing: Pricing;
  readonly total: number;
  readonly lines: readonly CostLine[];
  readonly notPriced: readonly NotPriced[];
  /** Assumptions that something rests on, by name. */
  readonly used: ReadonlyMap<string, number>;
}

const rules = new Map(pricers.map((one) => [one.type, one]));
const defaults = new Map(assumptions.map((one) => [one.name, one.default]));

/** Prices every resource of an estate, each by the rule of its type. */
export function priceEstate(estate: Estate, inputs: Omit<CostInputs, "resources">): Priced {
  const used = new Map<string, number>();
  const pricing: Pricing = {
    estate,
    usage(name, usual = defaults.get(name) ?? 0) {
      const value = inputs.usage[name] ?? usual;
      used.set(name, value);
      return value;
    },
    priceOf: inputs.prices.priceOf,
    date: inputs.date,
    kubernetes: inputs.kubernetes,
  };
  const found = estate.all.map((resource) => ({ resource, entries: entriesOf(resource, pricing) }));
  const charged: Charged[] = [];
  const notPriced: NotPriced[] = [];
  for (const { resource, entries } of found) {
    for (const entry of entries) {
      const line = "gap" in entry ? gapOf(resource, entry) : chargedOf(resource, entry, pricing);
      if ("price" in line) charged.push(line);
      else if (line.why !== "") notPriced.push(line);
    }
  }
  const lines = withAmounts(charged);
  const total = exact(lines.reduce((sum, { monthly }) => sum + monthly, 0));
  return { estate, pricing, total, lines, notPriced: [...notPriced, ...undeclaredCosts(estate)], used };
}

type Charged = Omit<CostLine, "monthly">;

function entriesOf(resource: OwnedResource, pricing: Pricing): readonly (Charge | Gap)[] {
  const rule = rules.get(resource.type);
  if (rule) return rule.charges(resource, pricing);
  return Object.hasOwn(freeTypes, resource.type)
    ? []
    : [{ gap: resource.type, why: "no rule for the price of this type" }];
}

function gapOf({ address }: OwnedResource, { gap, why }: Gap): NotPriced {
  return { address, what: gap, why };
}

function chargedOf(
  { address, module, region: own }: OwnedResource,
  { service, what, item, quantity, usage, region = own, price: given }: Charge,
  { priceOf }: Pricing,
): Charged | NotPriced {
  const price = given ?? priceOf(item, region);
  if (!price) return { address, what, why: quantity > 0 ? `no price of ${item} for ${region}` : "" };
  return { address, module, service, what, quantity, price, ...(usage === undefined ? {} : { usage }) };
}

/** Steps of a price are filled by everything in a region together; each line pays its part of that. */
function withAmounts(charged: readonly Charged[]): CostLine[] {
  const key = ({ id, region }: Price) => `${id} ${region}`;
  const together = new Map<string, number>();
  for (const { price, quantity } of charged)
    together.set(key(price), (together.get(key(price)) ?? 0) + quantity);
  return charged
    .filter(({ quantity }) => quantity > 0)
    .map((line) => {
      const all = together.get(key(line.price)) ?? line.quantity;
      return {
        ...line,
        quantity: exact(line.quantity),
        monthly: exact((costOf(all, line.price) * line.quantity) / all),
      };
    });
}

/** To a hundredth of a cent, without the noise of binary fractions. */
const exact = (value: number): number => Math.round(value * 10_000) / 10_000;
