import fc from "fast-check";
import { expect, test } from "vitest";
import { printable, printableData } from "./printable.ts";

test("colours and cursor movements that would hide a line of a plan are gone", () => {
  expect(printable("delete\u001b[2K\u001b[1Anothing\u001b[31m!\u001b]0;title\u0007")).toBe("deletenothing!");
});

test("characters that reverse or hide text are gone", () => {
  expect(printable("a\u202eb\u200bc\u2066d\ufeff\u009be")).toBe("abcde");
});

test("newlines and tabs stay, in Unix form", () => {
  expect(printable("a\r\n\tb\n")).toBe("a\n\tb\n");
});

test("text of any language stays as it is", () => {
  expect(printable("Chức năng: tạo VPC — 機能 ✓")).toBe("Chức năng: tạo VPC — 機能 ✓");
});

test("no text comes out with a control character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const character of printable(text)) {
        const code = character.codePointAt(0) ?? 0;
        expect(code >= 32 || code === 9 || code === 10).toBe(true);
        expect(code < 0x7f || code > 0x9f).toBe(true);
      }
    }),
  );
});

test("data is cleaned at any depth, keys too", () => {
  const data = { "a\u001b[1m": [{ b: "x\u0007" }, 1, null, true] };
  expect(printableData(data)).toEqual({ a: [{ b: "x" }, 1, null, true] });
});
