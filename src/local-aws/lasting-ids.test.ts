import { expect, it } from "vitest";
import { ids } from "./ids.ts";
import { lastingIds } from "./lasting-ids.ts";
import { Store } from "./store.ts";

it("ids repeat with their seed, whatever its length", () => {
  const first = (seed: number) => lastingIds(new Store(), seed).resource("vpc");
  expect(first(7)).toBe(first(7));
  expect(first(7)).not.toBe(first(8));
  expect(first(123_456_781)).not.toBe(first(123_456_782));
});

it("ids of a restart with the same seed and the saved state are others than those that are taken", () => {
  const before = new Store();
  const taken = lastingIds(before, 7).resource("vpc");
  const after = new Store();
  after.load(before.toBytes());
  const next = lastingIds(after, 7).resource("vpc");
  expect(next).not.toBe(taken);
  expect(next).toBe(ids(7, 1).resource("vpc"));
});
