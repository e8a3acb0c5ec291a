import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf } from "./tiers.ts";

const tiers = [{ upTo: 100, usd: 0 }, { upTo: 1000, usd: 0.12 }, { usd: 0.08 }];

describe("costOf", () => {
  it("multiplies one figure", () => {
    expect(costOf(50_000, { usd: 0.005, per: 1000 })).toBeCloseTo(0.25, 10);
  });

  it("fills each step before the next", () => {
    expect(costOf(60, { usd: tiers, per: 1 })).toBe(0);
    expect(costOf(200, { usd: tiers, per: 1 })).toBeCloseTo(12, 10);
    expect(costOf(1500, { usd: tiers, per: 1 })).toBeCloseTo(900 * 0.12 + 500 * 0.08, 10);
  });

  it("never falls and never jumps as the amount grows", () => {
    const steps = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 100 })), { maxLength: 5 })
      .map((pairs) => {
        let upTo = 0;
        const bounded = pairs.map(([width, cents]) => {
          upTo += width;
          return { upTo, usd: cents / 100 };
        });
        return [...bounded, { usd: 0.01 }];
      });
    const quantity = fc.double({ min: 0, max: 30_000, noNaN: true });
    fc.assert(
      fc.property(steps, quantity, fc.double({ min: 0, max: 1, noNaN: true }), (usd, amount, more) => {
        const rise = costOf(amount + more, { usd, per: 1 }) - costOf(amount, { usd, per: 1 });
        expect(rise).toBeGreaterThanOrEqual(-1e-9);
        // At most a dollar a unit, whichever step it is in.
        expect(rise).toBeLessThanOrEqual(more + 1e-9);
      }),
    );
  });
});
