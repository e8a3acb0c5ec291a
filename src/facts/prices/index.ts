import { cloudtrail } from "./cloudtrail.ts";
import { dataTransfer } from "./data-transfer.ts";
import { ebs } from "./ebs.ts";
import { ec2Instances } from "./ec2-instances.ts";
import { ecr } from "./ecr.ts";
import { eks } from "./eks.ts";
import { kms } from "./kms.ts";
import { logs } from "./logs.ts";
import type { Price, PriceFigure, PriceItem, PriceList } from "./price.ts";
import { s3Requests } from "./s3-requests.ts";
import { s3Storage } from "./s3-storage.ts";
import { vpc } from "./vpc.ts";

/** Everything that has a price here; what AWS's price list is asked for is in each item's `query`. */
export const priceItems: readonly PriceItem[] = [
  ...eks,
  ...ec2Instances,
  ...ebs,
  ...vpc,
  ...kms,
  ...logs,
  ...s3Storage,
  ...s3Requests,
  ...ecr,
  ...cloudtrail,
  ...dataTransfer,
];

const itemById: ReadonlyMap<string, PriceItem> = new Map(priceItems.map((item) => [item.id, item]));

/** What AWS asks of everybody, without credits, discounts, Savings Plans or taxes. An item or region without a figure has no price. */
export const publicPrices: PriceList = {
  priceOf(id, region) {
    const item = itemById.get(id);
    const usd = item && figureIn(item, region);
    if (!item || usd === undefined) return undefined;
    const { what, unit, per } = item;
    const { source, date } = item.elsewhere?.[region] ?? item;
    return { id, what, region, unit, per, usd, source, date };
  },
};

/** Prices that were asked for, and the other list's where there are none. */
export function withPrices(answered: readonly Price[], over: PriceList): PriceList {
  const key = (id: string, region: string) => `${region} ${id}`;
  const byKey = new Map(answered.map((price) => [key(price.id, price.region), price]));
  return { priceOf: (id, region) => byKey.get(key(id, region)) ?? over.priceOf(id, region) };
}

/** A figure that holds everywhere holds in a region that nobody heard of too: the settings know which regions there are. */
function figureIn({ usd }: PriceItem, region: string): PriceFigure | undefined {
  if (typeof usd === "number" || isTiers(usd)) return usd;
  return Object.hasOwn(usd, region) ? usd[region] : undefined;
}

function isTiers(usd: PriceItem["usd"]): usd is Extract<PriceFigure, readonly unknown[]> {
  return Array.isArray(usd);
}
