import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moved, viewBox, zoomed } from "./viewport.ts";

const size = { x: 0, y: 0, width: 1200, height: 900 };
const whole = { x: 0, y: 0, scale: 1 };

describe("the part of a picture that is looked at", () => {
  it("comes closer around a point that stays in its place", () => {
    const view = zoomed(whole, size, 2, { x: 0.25, y: 0.5 });
    expect(viewBox(view, size)).toBe("150.00 225.00 600.00 450.00");
  });

  it("is never beyond the picture, whatever is done", () => {
    const fraction = fc.double({ min: -3, max: 3, noNaN: true });
    const step = fc.record({
      factor: fc.double({ min: 0.1, max: 9, noNaN: true }),
      x: fraction,
      y: fraction,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const view = steps.reduce(
          (one, { factor, x, y }) => moved(zoomed(one, size, factor), size, { x, y }),
          whole,
        );
        const [left = 0, top = 0, width = 0, height = 0] = viewBox(view, size).split(" ").map(Number);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(-0.01);
        expect(left + width).toBeLessThanOrEqual(1200.01);
        expect(top + height).toBeLessThanOrEqual(900.01);
        expect(width / height).toBeCloseTo(1200 / 900, 2);
      }),
    );
  });
});
