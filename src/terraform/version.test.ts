import { expect, test } from "vitest";
import { atLeast, compareVersions } from "./version.ts";

test("versions are compared by number, not by letter", () => {
  expect(atLeast("1.11.0", "1.9.8")).toBe(true);
  expect(atLeast("1.9.8", "1.11.0")).toBe(false);
  expect(atLeast("2.0.0", "1.11.0")).toBe(true);
  expect(atLeast("1.11.0", "1.11.0")).toBe(true);
});

test("a prerelease comes before its release", () => {
  expect(atLeast("1.11.0-rc1", "1.11.0")).toBe(false);
  expect(atLeast("1.12.0-alpha20250101", "1.11.0")).toBe(true);
  expect(compareVersions("1.11.0-beta1", "1.11.0-rc1")).toBeLessThan(0);
});
