import type { Price } from "../../facts/prices/price.ts";

/** `$1,234.50`, `-$3.20`, and `<$0.01` for what is there but does not make a cent. */
export function money(usd: number): string {
  const sign = usd < 0 ? "-" : "";
  const size = Math.abs(usd);
  if (size > 0 && size < 0.005) return `${sign}<$0.01`;
  return `${sign}$${grouped(size.toFixed(2))}`;
}

/** No more exact than what is known: `$241`, `$8.20`, `$0`. */
export function aboutMoney(usd: number): string {
  const size = Math.abs(usd);
  if (size < 0.005) return "$0";
  const sign = usd < 0 ? "-" : "";
  return `${sign}$${size < 9.95 ? size.toFixed(2) : grouped(String(Math.round(size)))}`;
}

/** A difference with its sign: `+$43`, `-$8.20`. */
export function differenceOf(usd: number): string {
  return usd > 0 ? `+${aboutMoney(usd)}` : aboutMoney(usd);
}

/** `1,460`, `98.6`, `200k`, `1.5M`: as many digits as a reader needs. */
export function quantityText(quantity: number): string {
  if (quantity >= 999_950) return `${trimmed(quantity / 1e6)}M`;
  if (quantity >= 1e5) return `${trimmed(quantity / 1e3)}k`;
  return quantity >= 1000 ? grouped(String(Math.round(quantity))) : trimmed(quantity);
}

/** `1,460 h × $0.0528`, `200k × $0.005/1k`: what was paid, at the price that it comes to. */
export function basisText(quantity: number, monthly: number, { unit, per, usd }: Price): string {
  const cost = (one: number) => (quantity / per) * one;
  const steps = typeof usd === "number" ? [usd] : usd.map((step) => step.usd);
  // Amounts are kept to a hundredth of a cent: what is one step's price but for that is shown as that.
  const step = steps.find((one) => Math.abs(cost(one) - monthly) <= 0.0001);
  const paid = typeof usd === "number" ? usd : (step ?? (monthly / quantity) * per);
  return `${quantityText(quantity)}${UNITS[unit] ?? ""} × ${priceText(paid)}${per === 1 ? "" : `/${quantityText(per).replace(",000", "k")}`}`;
}

/** With every digit that a price has, and at most four that are not zero: `$0.10`, `$0.0528`, `$0.00042`. */
export function priceText(usd: number): string {
  const text = Number(usd.toPrecision(4)).toFixed(10).replace(/0+$/, "");
  const [whole = "0", fraction = ""] = text.split(".");
  return `$${grouped(whole)}${fraction === "" ? "" : `.${fraction.padEnd(2, "0")}`}`;
}

const UNITS: Readonly<Partial<Record<Price["unit"], string>>> = {
  hour: " h",
  GB: " GB",
  "GB-month": " GB",
  month: "",
};

const trimmed = (value: number): string => String(Math.round(value * 10) / 10);

/** Thousands set apart; the digits behind a point stay as they are. */
function grouped(digits: string): string {
  const [whole = "", ...fraction] = digits.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".");
}
