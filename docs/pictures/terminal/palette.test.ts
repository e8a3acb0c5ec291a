import fc from "fast-check";
import { expect, it } from "vitest";
import { coloursOf, contrast, WINDOW } from "./palette.mjs";

const colour = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`),
  fc.constantFrom(undefined, "foreground", "background"),
);

it("can read every text, whatever colours it asked for (WCAG 2.2, AA)", () => {
  fc.assert(
    fc.property(colour, colour, fc.boolean(), (fg, bg, dim) => {
      const { color, background } = coloursOf({ fg, bg, dim });
      expect(contrast(color, background ?? WINDOW.background)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2000 },
  );
  expect(contrast(WINDOW.quiet, WINDOW.bar)).toBeGreaterThanOrEqual(4.5);
});

it("has an edge that shows on GitHub's light and dark pages (WCAG 2.2, 1.4.11)", () => {
  for (const page of ["#ffffff", "#0d1117"]) expect(contrast(WINDOW.edge, page)).toBeGreaterThanOrEqual(3);
});

it("counts contrast as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
