import {
  type Filter,
  PricingClient,
  type PricingClientConfig,
  paginateGetProducts,
} from "@aws-sdk/client-pricing";
import { priceItems } from "../facts/prices/index.ts";
import type { Price, PriceFigure, PriceItem, PriceQuery } from "../facts/prices/price.ts";
import { clientOptions } from "./access.ts";
import { figureOf, hasUsageType, type Product, parseProduct } from "./price-list-product.ts";
import { asUnavailable } from "./price-list-unavailable.ts";

export interface RefreshProps {
  /** The region whose prices are asked for. */
  readonly region: string;
  readonly items: readonly PriceItem[];
  /** See `priceListClient`. */
  readonly client: PricingClient;
  /** Today, ISO 8601 date: prices that are announced for later do not count yet. */
  readonly date: string;
  /** How many questions are open at once. @default 6 */
  readonly concurrency?: number;
}

export interface MissingPrice {
  readonly id: string;
  /** For people. */
  readonly why: string;
}

export interface RefreshedPrices {
  readonly prices: readonly Price[];
  readonly missing: readonly MissingPrice[];
}

/** @param access how to reach AWS; by default the SDK's own search for endpoint and credentials */
export function priceListClient(
  access: Pick<PricingClientConfig, "endpoint" | "credentials" | "requestHandler"> = {},
): PricingClient {
  // The list answers for every region from here. Many questions follow each other closely, and few get through in a second.
  return new PricingClient({ ...clientOptions({ region: "us-east-1" }), ...access });
}

/**
 * Asks AWS's price list for each item in a region, one question per item. What it does not answer is in `missing`, with the reason.
 * @throws PriceListUnavailable without credentials, permission or network
 */
export async function refreshPrices(props: RefreshProps): Promise<RefreshedPrices> {
  const wanted = new Set(props.items.map(({ id }) => id));
  const answers = await inParallel(props.concurrency ?? 6, withBases(props.items), async (item) => ({
    item,
    answer: await ask(item, props),
  }));
  const summed = addBases(answers).filter(({ item }) => wanted.has(item.id));
  return {
    prices: summed.flatMap(({ item, answer }) =>
      "usd" in answer ? [priceFrom(item, answer.usd, props)] : [],
    ),
    missing: summed.flatMap(({ item, answer }) =>
      "why" in answer ? [{ id: item.id, why: answer.why }] : [],
    ),
  };
}

type Answer = { readonly usd: PriceFigure } | { readonly why: string };

interface Answered {
  readonly item: PriceItem;
  readonly answer: Answer;
}

function priceFrom(
  { id, what, unit, per }: PriceItem,
  usd: PriceFigure,
  { region, date }: RefreshProps,
): Price {
  return { id, what, region, unit, per, usd, source: "AWS price list API", date };
}

/** The items, and those whose price one of them is billed on top of. */
function withBases(items: readonly PriceItem[]): readonly PriceItem[] {
  const bases = items.flatMap(({ query }) => priceItems.filter(({ id }) => id === query?.onTopOf));
  return [...items, ...bases.filter(({ id }) => !items.some((item) => item.id === id))];
}

function addBases(answers: readonly Answered[]): readonly Answered[] {
  return answers.map(({ item, answer }) => {
    const base = item.query?.onTopOf;
    if (!base || "why" in answer) return { item, answer };
    const under = answers.find((other) => other.item.id === base)?.answer;
    if (!under || !("usd" in under) || typeof under.usd !== "number" || typeof answer.usd !== "number") {
      return { item, answer: { why: `it is billed on top of ${base}, which has no single price` } };
    }
    return { item, answer: { usd: Number((answer.usd + under.usd).toPrecision(12)) } };
  });
}

async function ask(item: PriceItem, props: RefreshProps): Promise<Answer> {
  if (!item.query) return { why: "AWS's price list has no single product for it" };
  try {
    return figureFrom(await products(item.query, props), item, props);
  } catch (error) {
    if (error instanceof Error && aboutTheQuestion.includes(error.name)) {
      return { why: `AWS's price list did not understand the question: ${error.message}` };
    }
    throw asUnavailable(error, "pricing:GetProducts");
  }
}

/** Errors that concern one question, not all of them. */
const aboutTheQuestion = ["InvalidParameterException", "NotFoundException", "ResourceNotFoundException"];

async function products(query: PriceQuery, { region, client }: RefreshProps): Promise<readonly Product[]> {
  const { usagetype, ...filters } = query.filters;
  const Filters: Filter[] = Object.entries({
    ...filters,
    [query.regionField ?? "regionCode"]: region,
  }).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value }));
  const found: Product[] = [];
  const pages = paginateGetProducts(
    { client, pageSize: 100 },
    { ServiceCode: query.serviceCode, Filters, FormatVersion: "aws_v1" },
  );
  for await (const { PriceList = [] } of pages) {
    for (const json of PriceList) {
      const product = parseProduct(String(json));
      if (product && (!usagetype || hasUsageType(product, usagetype, region))) found.push(product);
    }
  }
  return found;
}

/** The price of the products that match; several products count as one when they cost the same. */
function figureFrom(found: readonly Product[], item: PriceItem, { region, date }: RefreshProps): Answer {
  const figures = found.map((product) => figureOf(product, item, date)).filter((usd) => usd !== undefined);
  const different = [...new Map(figures.map((usd) => [JSON.stringify(usd), usd])).values()];
  const [usd] = different;
  if (usd === undefined) return { why: `AWS's price list has nothing like it in ${region}` };
  if (different.length > 1) {
    return {
      why: `AWS's price list has ${different.length} prices for it in ${region}, and no word which one counts`,
    };
  }
  return { usd };
}

/** Like `Promise.all`, with at most `limit` at work; after a failure nothing more is begun. */
async function inParallel<T, R>(
  limit: number,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const at = next++;
      const one = all[at];
      if (one === undefined) continue;
      try {
        results[at] = await work(one);
      } catch (error) {
        next = all.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, worker));
  return results;
}
