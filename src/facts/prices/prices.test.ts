import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceItems, publicPrices, withPrices } from "./index.ts";
import type { Price, PriceFigure, PriceTier } from "./price.ts";
import { spotShares } from "./spot.ts";

const singapore = "ap-southeast-1";

/** Every id that cost estimates ask for, but for those that have no figure in Singapore. */
const ids = [
  "eks.cluster.standard",
  "eks.cluster.extended",
  ...["t3", "t3a", "t4g"].flatMap((family) => [
    `ec2.instance.${family}.medium`,
    `ec2.instance.${family}.large`,
  ]),
  ...[
    "m5",
    "m5a",
    "m6i",
    "m6a",
    "m6g",
    "m7i",
    "m7g",
    "c5",
    "c6i",
    "c6g",
    "c7i",
    "c7g",
    "r5",
    "r6i",
    "r6g",
  ].map((family) => `ec2.instance.${family}.large`),
  "ec2.instance.g4dn.xlarge",
  ...["ebs.gp3", "ebs.gp2", "ebs.gp3.iops", "ebs.gp3.throughput"],
  ...["nat.hour", "nat.data", "ipv4.hour", "endpoint.interface.hour", "endpoint.interface.data"],
  ...["kms.key", "kms.requests", "logs.ingest", "logs.vended", "logs.storage"],
  ...["s3.standard", "s3.standard-ia", "s3.intelligent", "s3.glacier-ir", "s3.glacier", "s3.deep-archive"],
  ...["s3.intelligent.infrequent", "s3.intelligent.archive-instant", "s3.intelligent.monitoring"],
  ...["s3.requests.write", "s3.requests.write.standard-ia", "s3.requests.read", "s3.transition.standard-ia"],
  ...["s3.transition.intelligent", "s3.transition.glacier-ir", "ecr.storage"],
  ...["cloudtrail.data-events", "cloudtrail.management-copies", "cloudtrail.insights"],
  ...["transfer.zones", "transfer.internet", "transfer.regions"],
];

const regions = [
  ...new Set(
    priceItems.flatMap(({ usd }) => (typeof usd === "object" && !Array.isArray(usd) ? Object.keys(usd) : [])),
  ),
];

const tiersOf = (usd: PriceFigure): readonly PriceTier[] => (typeof usd === "number" ? [{ usd }] : usd);
/** What the first unit that is not free costs. */
const first = (usd: PriceFigure) => tiersOf(usd).find((tier) => tier.usd > 0)?.usd ?? 0;

describe("the prices", () => {
  test.each(ids)("%s has one in Singapore", (id) => {
    expect(publicPrices.priceOf(id, singapore)).toMatchObject({ id, region: singapore });
  });

  test("are each told once, with a source and a day that has been", () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(new Set(priceItems.map(({ id }) => id)).size).toBe(priceItems.length);
    for (const { id, source, date, elsewhere = {} } of priceItems) {
      for (const told of [{ source, date }, ...Object.values(elsewhere)]) {
        expect(told.source.length, id).toBeGreaterThan(10);
        expect(new Date(told.date).toISOString().slice(0, 10), id).toBe(told.date);
        expect(told.date <= today, id).toBe(true);
      }
    }
  });

  test("name another source only for a region that has a figure", () => {
    for (const { id, elsewhere = {} } of priceItems) {
      for (const region of Object.keys(elsewhere)) expect(publicPrices.priceOf(id, region), id).toBeDefined();
    }
  });

  test("say where the one region's figure was read", () => {
    expect(publicPrices.priceOf("ebs.gp3", singapore)).toMatchObject({ date: "2026-08-12" });
    expect(publicPrices.priceOf("ebs.gp3", "eu-west-2")?.source).toBe("AWS pricing pages, from memory");
  });

  test("have steps that begin where the one before ends, grow cheaper, and end open", () => {
    fc.assert(
      fc.property(fc.constantFrom(...priceItems), fc.constantFrom(...regions), ({ id }, region) => {
        const price = publicPrices.priceOf(id, region);
        if (!price) return;
        const tiers = tiersOf(price.usd);
        const bounds = tiers.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY);
        expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b));
        expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY);
        const paid = tiers.map(({ usd }) => usd).filter((usd) => usd > 0);
        expect(paid).toEqual([...paid].sort((a, b) => b - a));
        expect(paid.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  test("lie between half and two and a half times what N. Virginia takes, per unit", () => {
    const odd = priceItems.flatMap(({ id }) => {
      const virginia = publicPrices.priceOf(id, "us-east-1");
      if (!virginia) return [];
      return regions.flatMap((region) => {
        const here = publicPrices.priceOf(id, region);
        const ratio = here ? first(here.usd) / first(virginia.usd) : 1;
        return ratio < 0.5 || ratio > 2.5 ? [`${id} ${region} ${ratio}`] : [];
      });
    });
    // Data that crosses regions costs a cent or two at the centre and many times that at the edges.
    expect(odd.filter((line) => !line.startsWith("transfer.regions"))).toEqual([]);
  });

  test("of a family's sizes grow with the size", () => {
    const sizes = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];
    for (const family of ["m5", "m6i", "m7g", "c7g", "r6i"]) {
      const prices = sizes.map((size) =>
        Number(publicPrices.priceOf(`ec2.instance.${family}.${size}`, singapore)?.usd),
      );
      prices.slice(1).forEach((price, at) => {
        expect(price / Number(prices[at]), family).toBeCloseTo(2, 2);
      });
    }
  });

  test("are asked of AWS by attributes", () => {
    const without = priceItems.filter(({ query }) => !query).map(({ id }) => id);
    expect(without).toEqual(["transfer.regions"]);
  });
});

/** Figures that two independent places agree on: the first is what the tables here were read from, the second stands beside it. */
const agreed: readonly [string, string, number, string][] = [
  // Singapore: SkyPilot's catalog, and a bill of May 2025 or AWS's own price list of 2026-08-12.
  ["ec2.instance.t3.small", singapore, 0.0264, "bill of May 2025, price list of 2026-08-12"],
  ["ec2.instance.t3.medium", singapore, 0.0528, "bill of May 2025, Libcloud"],
  ["ec2.instance.t3.large", singapore, 0.1056, "price list of 2026-08-12"],
  ["ec2.instance.t3.xlarge", singapore, 0.2112, "price list of 2026-08-12"],
  ["ec2.instance.c5.xlarge", singapore, 0.196, "bill of May 2025"],
  ["ec2.instance.m5.large", singapore, 0.12, "Libcloud"],
  ["ec2.instance.m6i.large", singapore, 0.12, "Libcloud"],
  ["ec2.instance.m6g.medium", singapore, 0.048, "Libcloud"],
  ["ec2.instance.g4dn.12xlarge", singapore, 5.474, "Libcloud"],
  // Read for a size of its own in SkyPilot's catalog; here it follows from another size.
  ["ec2.instance.c7g.medium", singapore, 0.0417, "SkyPilot"],
  ["ec2.instance.c7g.large", "ap-northeast-1", 0.091, "SkyPilot"],
  ["ec2.instance.m7g.medium", "ap-south-1", 0.0292, "SkyPilot"],
  ["ec2.instance.m7g.large", "eu-north-1", 0.0867, "SkyPilot"],
  ["ec2.instance.m6a.large", "ap-south-1", 0.05555, "SkyPilot"],
  ["ec2.instance.r8g.medium", "ap-south-1", 0.04129, "SkyPilot"],
  ["ec2.instance.t3.nano", "me-central-1", 0.0063, "SkyPilot"],
  // N. Virginia: Karpenter's table of 2026-01-19.
  ["ec2.instance.t4g.nano", "us-east-1", 0.0042, "Karpenter"],
  ["ec2.instance.m5a.large", "us-east-1", 0.086, "Karpenter"],
  ["ec2.instance.m7i.metal-24xl", "us-east-1", 5.32224, "Karpenter"],
  ["ec2.instance.m7i-flex.large", "us-east-1", 0.09576, "Karpenter"],
  ["ec2.instance.m8g.medium", "us-east-1", 0.04488, "Karpenter"],
  ["ec2.instance.c6g.16xlarge", "us-east-1", 2.176, "Karpenter"],
  ["ec2.instance.c7a.medium", "us-east-1", 0.05132, "Karpenter"],
  ["ec2.instance.c7g.medium", "us-east-1", 0.0363, "Karpenter"],
  ["ec2.instance.r5.metal", "us-east-1", 6.048, "Karpenter"],
  ["ec2.instance.r7g.medium", "us-east-1", 0.0536, "Karpenter"],
  ["ec2.instance.r7i.large", "us-east-1", 0.1323, "Karpenter"],
  ["ec2.instance.g5.xlarge", "us-east-1", 1.006, "Karpenter"],
  ["ec2.instance.g5.xlarge", "eu-west-1", 1.123, "the EC2 pricing page"],
  ["nat.hour", singapore, 0.059, "bill of May 2025, price list of 2026-08-12"],
  ["nat.data", singapore, 0.059, "bill of May 2025, price list of 2026-08-12"],
  ["ipv4.hour", singapore, 0.005, "bill of May 2025"],
  ["ebs.gp3", singapore, 0.096, "bill of May 2025, price list of 2026-08-12"],
  ["ecr.storage", singapore, 0.1, "bill of May 2025"],
  ["logs.ingest", singapore, 0.7, "bill of May 2025, price list of 2026-08"],
  ["cloudtrail.insights", singapore, 0.35, "bill of May 2025, Infracost"],
  ["s3.requests.write", singapore, 0.005, "two price lists of July and August 2026"],
];

describe("where two sources can be compared", () => {
  test.each(agreed)("%s in %s is $%d", (id, region, usd) => {
    expect(publicPrices.priceOf(id, region)?.usd).toBe(usd);
  });

  test("the steps of S3, log delivery and transfer are those of AWS's list for Singapore", () => {
    const usd = (id: string) =>
      tiersOf(publicPrices.priceOf(id, singapore)?.usd ?? []).map((tier) => tier.usd);
    expect(usd("s3.standard")).toEqual([0.025, 0.024, 0.023]);
    expect(usd("transfer.internet")).toEqual([0, 0.12, 0.085, 0.082, 0.08]);
    expect(usd("logs.vended")).toEqual([0.7, 0.35, 0.14, 0.07]);
  });
});

describe("a region or item without a figure", () => {
  test("has no price, rather than one that was made up", () => {
    expect(publicPrices.priceOf("ec2.instance.t3.medium", "eu-isoe-west-1")).toBeUndefined();
    expect(publicPrices.priceOf("ec2.instance.u-24tb1.metal", singapore)).toBeUndefined();
    expect(publicPrices.priceOf("ebs.gp3", "toString")).toBeUndefined();
  });
});

describe("refreshed prices", () => {
  const answer: Price = {
    id: "nat.hour",
    what: "NAT gateway",
    region: singapore,
    unit: "hour",
    per: 1,
    usd: 0.06,
    source: "AWS price list API",
    date: "2026-11-23",
  };

  test("stand before the data, in their region and item alone", () => {
    const prices = withPrices([answer], publicPrices);
    expect(prices.priceOf("nat.hour", singapore)).toEqual(answer);
    expect(prices.priceOf("nat.data", singapore)?.usd).toBe(0.059);
    expect(prices.priceOf("nat.hour", "us-east-1")?.usd).toBe(0.045);
  });
});

describe("spot shares", () => {
  test("are shares of the on-demand price of a family that has one", () => {
    for (const [family, { low, typical, high }] of Object.entries(spotShares)) {
      expect([low, typical, high], family).toEqual([low, typical, high].sort((a, b) => a - b));
      expect(low, family).toBeGreaterThan(0.1);
      expect(high, family).toBeLessThan(0.7);
      expect(publicPrices.priceOf(`ec2.instance.${family}.xlarge`, "us-east-1"), family).toBeDefined();
    }
  });
});
