import type { Price } from "../../facts/prices/price.ts";

/** US dollars for so many units a month, each step of a graduated price filled before the next. */
export function costOf(quantity: number, { usd, per }: Pick<Price, "usd" | "per">): number {
  if (typeof usd === "number") return (quantity / per) * usd;
  let below = 0;
  let cost = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, usd: step } of usd) {
    if (quantity <= below) break;
    cost += ((Math.min(quantity, upTo) - below) / per) * step;
    below = upTo;
  }
  return cost;
}
