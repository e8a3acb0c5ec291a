import { describe, expect, test } from "vitest";
import { fateOf } from "./unsaved.ts";

describe("a state that was not saved", () => {
  const unsaved = { lineage: "a", serial: 7 };

  test.each([
    ["is saved where there is none", undefined, false, "push"],
    ["is saved over an older one", { lineage: "a", serial: 6 }, false, "push"],
    ["is saved already when the bucket holds the same", { lineage: "a", serial: 7 }, true, "saved"],
    [
      "may not replace what others wrote with the same serial",
      { lineage: "a", serial: 7 },
      false,
      "overtaken",
    ],
    ["may not replace a newer one", { lineage: "a", serial: 9 }, false, "overtaken"],
    ["may not replace another state, however old", { lineage: "b", serial: 1 }, false, "foreign"],
  ] as const)("%s", (_, saved, same, fate) => {
    expect(fateOf(unsaved, saved, same)).toBe(fate);
  });
});
