import { accelerated } from "./ec2-accelerated.ts";
import { computeOptimized } from "./ec2-compute-optimized.ts";
import { generalPurpose } from "./ec2-general-purpose.ts";
import { memoryOptimized } from "./ec2-memory-optimized.ts";
import type { FamilyPrices } from "./ec2-sizes.ts";
import type { PriceItem, PriceQuery } from "./price.ts";

const families = { ...generalPurpose, ...computeOptimized, ...memoryOptimized, ...accelerated };

/** Linux, on demand, shared tenancy: `ec2.instance.<type>`, an hour. */
export const ec2Instances: readonly PriceItem[] = Object.entries(families).flatMap(([family, prices]) =>
  Object.keys(prices.sizes).map((size) => instancePrice(`${family}.${size}`, size, prices)),
);

function instancePrice(type: string, size: string, family: FamilyPrices): PriceItem {
  const { source, date, elsewhere } = family;
  return {
    id: `ec2.instance.${type}`,
    what: `${type}, Linux, on demand`,
    unit: "hour",
    per: 1,
    usd: Object.fromEntries(
      Object.entries(family.usd).map(([region, usd]) => [region, priceOfSize(usd, size, family)]),
    ),
    source,
    date,
    ...(elsewhere && { elsewhere }),
    query: instanceQuery(type),
  };
}

/** As AWS rounds it: half up, after the family's decimals. */
function priceOfSize(usd: number, size: string, { of, sizes, decimals }: FamilyPrices): number {
  const exact = (usd * (sizes[size] ?? 0)) / (sizes[of] ?? 1);
  return Math.floor(exact * 10 ** decimals + 0.5 + 1e-6) / 10 ** decimals;
}

/** How the price list is asked for an instance type, also for one that has no figure here. */
export function instanceQuery(type: string): PriceQuery {
  return {
    serviceCode: "AmazonEC2",
    filters: {
      instanceType: type,
      operatingSystem: "Linux",
      tenancy: "Shared",
      preInstalledSw: "NA",
      capacitystatus: "Used",
      usagetype: `BoxUsage:${type}`,
    },
  };
}
