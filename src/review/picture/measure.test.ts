import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inLines, widthOf } from "./measure.ts";

const font = { size: 12 };

describe("lines of a text", () => {
  test("break at spaces and behind the signs that names are joined with, addresses only at their slash", () => {
    expect(inLines("retail-mlops-data-123456789012-ap-southeast-1", 122, font)).toEqual([
      "retail-mlops-data-",
      "123456789012-ap-",
      "southeast-1",
    ]);
    expect(inLines("from 203.0.113.0/24", 90, font)).toEqual(["from", "203.0.113.0/", "24"]);
  });

  test("past the last one that there is room for, an ellipsis says that there is more", () => {
    expect(inLines("one two three four", 40, font, 2)).toEqual(["one", "two…"]);
  });

  test("fit, whatever the text, and lose nothing but spaces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const lines = inLines(text, width, font, 10_000);
        for (const line of lines) expect(widthOf(line, font)).toBeLessThanOrEqual(width);
        expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      }),
    );
  });
});

test("bold is wider, and what no table knows counts as a full square", () => {
  expect(widthOf("Private subnet", { size: 12, bold: true })).toBeGreaterThan(
    widthOf("Private subnet", font),
  );
  expect(widthOf("中", { size: 10 })).toBe(11);
});
