import type { CostLine } from "../../review/cost/estimate.ts";
import type { Look } from "../paint.ts";
import type { RefreshedRegion } from "../price-refresh.ts";
import type { CostHeading } from "./cost.ts";
import { plural, wrap } from "./text.ts";

/** Where the assumptions are from. */
export function usageLines({ usageFile, environment }: CostHeading, look: Look): string[] {
  const where = usageFile ?? `the defaults: write infra/envs/${environment}/usage.tfvars to say otherwise`;
  return wrap(
    `Use: the names beside the figures are assumptions, from ${where}, or --usage name=value.`,
    look.columns,
  );
}

/** Prices change a few times a year; older ones deserve a look. */
const OLD_DAYS = 90;

/** Where the prices are from, and how old. */
export function priceLines(
  lines: readonly CostLine[],
  { today, environment }: CostHeading,
  look: Look,
): string[] {
  const prices = [...new Map(lines.map(({ price }) => [`${price.id} ${price.region}`, price])).values()];
  if (prices.length === 0) return [];
  const asked = prices.filter(({ source }) => source === "AWS price list API");
  const memory = prices.filter(({ source }) => source.includes("from memory"));
  const old = prices.filter(({ date }) => Date.parse(today) - Date.parse(date) > OLD_DAYS * 86_400_000);
  const dates = prices.map(({ date }) => date).sort();
  const parts = [
    ...(asked.length > 0 ? [`${asked.length} asked of AWS's price list`] : []),
    ...(memory.length > 0 ? [`${memory.length} unchecked (written from memory)`] : []),
    ...(old.length > 0 ? [`${old.length} older than ${OLD_DAYS} days`] : []),
  ];
  const when = dates[0] === dates.at(-1) ? `of ${dates[0]}` : `of ${dates[0]} to ${dates.at(-1)}`;
  const text = `Prices: ${plural(prices.length, "public price")} ${when}${parts.length > 0 ? `; ${parts.join(", ")}` : ""}.`;
  const hint =
    old.length > 0 || memory.length > 0 ? ` infra cost ${environment} --refresh asks AWS for today's.` : "";
  return wrap(`${text}${hint}`, look.columns);
}

/** What AWS answered when it was asked for prices, and what it had no answer to. */
export function renderRefreshed(regions: readonly RefreshedRegion[], { columns, paint }: Look): string[] {
  return regions.flatMap(({ region, prices, missing }) => [
    "",
    `AWS's price list gave ${plural(prices.length, "price")} for ${region}.${missing.length > 0 ? " These stay as they were:" : ""}`,
    ...missing.flatMap(({ id, why }) =>
      wrap(`${id}: ${why}`, columns - 4).map(
        (line, index) => `${index === 0 ? "  - " : "    "}${paint("dim", line)}`,
      ),
    ),
  ]);
}
