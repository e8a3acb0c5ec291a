import { z } from "zod";
import type { PriceFigure, PriceItem, PriceTier } from "../facts/prices/price.ts";

const amount = z.string().regex(/^\d+(\.\d+)?$/);

/** A product of AWS's price list, as `pricing:GetProducts` gives it (format `aws_v1`); only what is read here. */
const productSchema = z.object({
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({
          effectiveDate: z.string(),
          priceDimensions: z.record(
            z.string(),
            z.object({
              unit: z.string(),
              beginRange: amount,
              endRange: z.union([amount, z.literal("Inf")]),
              pricePerUnit: z.object({ USD: amount }),
            }),
          ),
        }),
      )
      .default({}),
  }),
});

/** A product with its on-demand terms: one that holds now, and perhaps one that is announced. */
export type Product = z.infer<typeof productSchema>;

/** @returns undefined when it is not a product of the price list's format */
export function parseProduct(json: string): Product | undefined {
  const parsed = productSchema.safeParse(parseJson(json));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the product's usage type is this one, but for the prefix of its region: `APS1-`, `EU-`, `ap-southeast-1-` or none. */
export function hasUsageType({ product }: Product, wanted: string, region: string): boolean {
  const usagetype = product.attributes.usagetype ?? "";
  if (usagetype === wanted) return true;
  if (!usagetype.endsWith(`-${wanted}`)) return false;
  const prefix = usagetype.slice(0, -wanted.length - 1);
  return prefix === region || /^[A-Z]{2,3}\d{0,2}$/.test(prefix);
}

/**
 * What the product costs on a day, for the item's `per` units; undefined where it is not sold on demand then.
 * @param date ISO 8601 date: of several terms the last one in force by then counts
 */
export function figureOf(
  { terms }: Product,
  { per, query }: PriceItem,
  date: string,
): PriceFigure | undefined {
  const [term] = Object.values(terms.OnDemand)
    .filter(({ effectiveDate }) => effectiveDate.slice(0, 10) <= date)
    .sort((a, b) => b.effectiveDate.localeCompare(a.effectiveDate));
  if (!term) return undefined;
  const steps = Object.values(term.priceDimensions)
    .map(({ unit, beginRange, endRange, pricePerUnit }) => ({
      from: Number(beginRange),
      upTo: endRange === "Inf" ? undefined : Number(endRange),
      usd: exact((Number(pricePerUnit.USD) * per) / unitsIn(unit)),
    }))
    .sort((a, b) => a.from - b.from);
  return tiersOf(steps, query?.free ?? 0);
}

interface Step {
  readonly upTo: number | undefined;
  readonly usd: number;
}

function tiersOf(steps: readonly Step[], free: number): PriceFigure | undefined {
  const last = steps.at(-1);
  if (!last || last.upTo !== undefined) return undefined;
  if (steps.length === 1 && !free) return last.usd;
  const tiers = steps.map(({ upTo, usd }): PriceTier => (upTo === undefined ? { usd } : { upTo, usd }));
  return free ? [{ upTo: free, usd: 0 }, ...tiers] : tiers;
}

/** Throughput is listed by the GiB/s in some regions, and told by the MiB/s. */
function unitsIn(unit: string): number {
  return /^GiBps/i.test(unit) ? 1024 : 1;
}

/** Without the noise of multiplied fractions. */
function exact(usd: number): number {
  return Number(usd.toPrecision(12));
}
