import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test.each([
  ["dve", "dev"],
  ["DEV", "dev"],
  ["prd", "prod"],
  ["stagign", "staging"],
  ["stag", "staging"],
])("%s most likely means %s", (given, meant) => {
  expect(nearest(given, ["dev", "staging", "prod"])).toBe(meant);
});

test.each(["x", "production-eu", "qa", ""])("%j is like none of them", (given) => {
  expect(nearest(given, ["dev", "staging"])).toBeUndefined();
});
