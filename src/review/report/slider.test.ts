import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assumptions } from "../cost/usage.ts";
import { POSITIONS, positionOf, valueAt } from "./slider.ts";

describe("a slider over an assumption", () => {
  it.each(assumptions.map((one) => [one.name, one] as const))(
    "of %s reaches both ends of its range",
    (_, range) => {
      expect(valueAt(0, range)).toBe(range.min);
      expect(valueAt(POSITIONS, range)).toBe(range.max);
    },
  );

  it("never goes back as it is moved on, and stays within its range", () => {
    const position = fc.integer({ min: 0, max: POSITIONS - 1 });
    fc.assert(
      fc.property(fc.constantFrom(...assumptions), position, (range, at) => {
        const [here, next] = [valueAt(at, range), valueAt(at + 1, range)];
        expect(next).toBeGreaterThanOrEqual(here);
        expect(here).toBeGreaterThanOrEqual(range.min);
        expect(next).toBeLessThanOrEqual(range.max);
      }),
    );
  });

  it("stands where its value is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...assumptions), fc.integer({ min: 0, max: POSITIONS }), (range, at) => {
        const value = valueAt(at, range);
        // A position stands for a little range of values; the value is in it.
        const found = positionOf(value, range);
        expect(valueAt(Math.max(0, found - 1), range)).toBeLessThanOrEqual(value);
        expect(valueAt(Math.min(POSITIONS, found + 1), range)).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it("is fine where usual values are: 100 GB of 10,000 are well apart from its end", () => {
    const range = { min: 0, max: 10_000, step: 10 };
    expect(positionOf(100, range)).toBeGreaterThan(POSITIONS / 5);
    expect(valueAt(positionOf(100, range), range)).toBeGreaterThan(90);
    expect(valueAt(positionOf(100, range), range)).toBeLessThan(110);
  });
});
