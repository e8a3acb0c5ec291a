import { describe, expect, it } from "vitest";
import type { Price } from "../../facts/prices/price.ts";
import { aboutMoney, basisText, differenceOf, money, priceText } from "./money.ts";

describe("money", () => {
  it("has cents, and says when there is less than one", () => {
    expect([0, 0.001, 0.004, 0.01, 73, 1234.5, -3.2, -0.001, 1e6].map(money)).toEqual([
      "$0.00",
      "<$0.01",
      "<$0.01",
      "$0.01",
      "$73.00",
      "$1,234.50",
      "-$3.20",
      "-<$0.01",
      "$1,000,000.00",
    ]);
  });

  it("is rounded to dollars where it is about, and has a sign where it is a difference", () => {
    expect([0, 0.2, 9.94, 9.96, 240.6, 12345.6].map(aboutMoney)).toEqual([
      "$0",
      "$0.20",
      "$9.94",
      "$10",
      "$241",
      "$12,346",
    ]);
    expect([0, 43.07, -8.2, -120.4].map(differenceOf)).toEqual(["$0", "+$43", "-$8.20", "-$120"]);
  });

  it("keeps the digits that a price has", () => {
    expect([0.1, 0.0528, 0.00042, 1, 12, 0.0843333].map(priceText)).toEqual([
      "$0.10",
      "$0.0528",
      "$0.00042",
      "$1",
      "$12",
      "$0.08433",
    ]);
  });

  it("shows what was paid for, and at which price", () => {
    const price = (unit: Price["unit"], per: number, usd: Price["usd"]): Price => ({
      ...{ id: "x", what: "x", region: "r", source: "s", date: "2026-11-23" },
      ...{ unit, per, usd },
    });
    expect(basisText(1460, 77.088, price("hour", 1, 0.0528))).toBe("1,460 h × $0.0528");
    expect(basisText(200_000, 1, price("request", 1000, 0.005))).toBe("200k × $0.005/1k");
    expect(basisText(200, 12, price("GB", 1, [{ upTo: 100, usd: 0 }, { usd: 0.12 }]))).toBe("200 GB × $0.06");
    expect(basisText(3, 3, price("month", 1, 1))).toBe("3 × $1");
    const steps = [{ upTo: 51_200, usd: 0.025 }, { usd: 0.024 }];
    expect(basisText(2.9589, 0.074, price("GB-month", 1, steps))).toBe("3 GB × $0.025");
    expect(basisText(999_999.9999, 3, price("request", 10_000, 0.03))).toBe("1M × $0.03/10k");
    expect(basisText(999_900, 3, price("request", 10_000, 0.03))).toBe("999.9k × $0.03/10k");
  });
});
