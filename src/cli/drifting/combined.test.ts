import { expect, it } from "vitest";
import { combined } from "./combined.ts";

it.each([
  [
    "the attributes that differ",
    { a: 1, b: 2 },
    [
      { a: 3, b: 2 },
      { a: 1, b: 4 },
    ],
    { a: 3, b: 4 },
  ],
  [
    "attributes of attributes",
    { a: { b: 1, c: 2 } },
    [{ a: { b: 3, c: 2 } }, { a: { b: 1, c: 4 } }],
    { a: { b: 3, c: 4 } },
  ],
  ["elements that go and elements that come", ["a", "b"], [["a"], ["a", "b", "c"], ["b"]], ["c"]],
  ["the same twice", 30, [60, 60], 60],
  ["a truth that changed", true, [false, false], false],
  [
    "attributes that became null",
    { a: 1, b: 2 },
    [
      { a: null, b: 2 },
      { a: 1, b: 3 },
    ],
    { a: null, b: 3 },
  ],
])("puts together %s", (_, now, values, together) => {
  expect(combined(now, values)).toEqual(together);
});

it.each([
  ["numbers", 30, [60, 90]],
  [
    "values of one attribute",
    { a: 1, b: 2 },
    [
      { a: 3, b: 2 },
      { a: 4, b: 2 },
    ],
  ],
  ["nothing and something", { a: 1 }, [null, { a: 2 }]],
])("says nothing of two %s that exclude each other", (_, now, values) => {
  expect(combined(now, values)).toBeUndefined();
});
