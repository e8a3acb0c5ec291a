import { afterAll, describe, expect, it } from "vitest";
import { Infra } from "./infra.ts";

interface Rehearsal {
  readonly left: readonly unknown[];
  readonly report: {
    readonly retries: number;
    readonly faults: Readonly<Record<string, number>>;
    readonly stops: readonly {
      readonly stage: string;
      readonly unknown: readonly unknown[];
      readonly missing: readonly unknown[];
    }[];
  };
}

/** Throttled, failing, late and slow at once: a day on which AWS is at its worst that does not lose answers. */
describe("infra rehearse on a bad day, in AWS's time", { timeout: 540_000 }, () => {
  const infra = new Infra();
  afterAll(() => infra.remove());

  it("converges, with state and AWS in agreement at every stop and nothing left", async () => {
    const faults = "throttle=0.1,error=0.02,drop-before=0.01,stale=1s,seed=7";
    const { left, report } = await infra.json<Rehearsal>(
      ...["rehearse", "dev", "--aws-time", "x300", "--faults", faults],
    );
    expect(left).toEqual([]);
    for (const kind of ["throttle", "error", "drop-before", "stale"])
      expect(report.faults[kind], kind).toBeGreaterThan(0);
    expect(report.retries).toBeGreaterThan(50);
    expect(report.stops.map(({ stage }) => stage)).toEqual(expect.arrayContaining(["apply", "destroy"]));
    for (const { unknown, missing } of report.stops) expect([...unknown, ...missing]).toEqual([]);
  });
});
