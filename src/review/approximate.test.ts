import { expect, test } from "vitest";
import { about, between } from "./approximate.ts";

test.each([
  [55, "55 s"],
  [99.4, "99 s"],
  [100, "2 min"],
  [840, "14 min"],
  [6000, "1 h 40 min"],
])("%d seconds are about %s", (seconds, text) => {
  expect(about(seconds)).toBe(text);
});

test.each([
  [600, 960, "10 to 16 min"],
  [50, 180, "50 s to 3 min"],
  [600, 610, "10 min"],
  [5400, 6000, "90 min to 1 h 40 min"],
  [6000, 7200, "1 h 40 min to 2 h 0 min"],
])("from %d to %d seconds is %s", (low, high, text) => {
  expect(between(low, high)).toBe(text);
});
