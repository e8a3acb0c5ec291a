import { expect, test } from "vitest";
import type { JournaledRun } from "../journaled-run.ts";
import { renderBrokenOff } from "./broken-off.ts";

const HEARD = Date.parse("2026-11-23T10:00:00Z");
const look = { columns: 80, paint: (_: unknown, text: string) => text };

function told(given: Partial<JournaledRun>, now = HEARD + 90_000): string {
  const began = HEARD - 60_000;
  const run = {
    run: "r",
    mode: "apply",
    total: 108,
    began,
    lastHeard: HEARD,
    done: 40,
    inFlight: [],
    ...given,
  };
  const lines = renderBrokenOff(run, now, look);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  return lines.map((line) => line.trim()).join(" ");
}

const creating = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    address: `aws_subnet.n${index}`,
    action: "create" as const,
  }));

test("a run that broke off: when, how far it got, and that nothing was under way", () => {
  expect(told({})).toBe(
    "! The last apply broke off 1 min 30 s ago, after 40 of 108 steps. This goes on from there. Nothing was under way at that moment.",
  );
});

test("what was under way is named, as many as fit into a sentence", () => {
  expect(told({ inFlight: creating(1) })).toContain(
    "Under way at that moment: aws_subnet.n0; what AWS made of it is looked for by its tags and names.",
  );
  const many = told({ mode: "destroy", inFlight: creating(9) });
  expect(many).toContain("The last destroy broke off");
  expect(many).toContain("aws_subnet.n5, 3 more; what AWS");
  expect(many).not.toContain("aws_subnet.n6");
});

test("a clock that went back tells no time before now", () => {
  expect(told({}, HEARD - 5000)).toContain("broke off 0.0 s ago");
});
