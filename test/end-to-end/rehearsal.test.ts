import { afterAll, describe, expect, it } from "vitest";
import { Infra } from "./infra.ts";

interface Rehearsal {
  readonly formatVersion: number;
  readonly resources: number;
  readonly seconds: Record<string, number>;
  readonly left: readonly unknown[];
  readonly calls: number;
}

/** What `make demo` runs. It goes beside the life cycle's run: both wait most of the time, for the same fixed waits of the provider. */
describe("infra rehearse", { timeout: 300_000 }, () => {
  const infra = new Infra();
  afterAll(() => infra.remove());

  it("ends with nothing to change and nothing left, and says the seconds of each step", async () => {
    const rehearsal = await infra.json<Rehearsal>("rehearse", "dev");
    expect(rehearsal.formatVersion).toBe(1);
    expect(rehearsal.resources).toBeGreaterThan(95);
    expect(rehearsal.left).toEqual([]);
    expect(rehearsal.calls).toBeGreaterThan(700);
    expect(Object.keys(rehearsal.seconds)).toEqual([
      "declare",
      "init",
      "plan",
      "apply",
      "output",
      "plan again",
      "destroy",
      "inventory",
    ]);
  });
});
