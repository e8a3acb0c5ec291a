import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Context } from "./context.ts";
import { type AwsTime, parseAwsTime, requireAwsTime, Schedule, transition } from "./schedule.ts";
import { Store } from "./store.ts";

const place = { account: "123456789012", region: "ap-southeast-1" };
const start = Date.UTC(2026, 10, 23);

/** A schedule whose one transition writes down its payload and when it ran; a payload with `then` sets that going in turn. */
function testSchedule(awsTime: AwsTime, store = new Store()) {
  interface Note {
    readonly id: number;
    readonly then?: number;
  }
  const ran: { id: number; second: number }[] = [];
  const note = transition<Note>("test:note", ({ id, then }, ctx) => {
    ran.push({ id, second: (ctx.now().getTime() - start) / 1000 });
    if (then !== undefined) ctx.after(then, note, { id: -id });
  });
  const patient = transition<Note>("test:patient", ({ id }) => ran.push({ id, second: 0 }), {
    atLeastMs: 50,
  });
  const schedule = new Schedule(store, [note, patient], awsTime);
  const contextAt = (_: unknown, at: Date): Context =>
    ({
      now: () => at,
      after: (seconds, one, payload) => schedule.add(seconds, one, payload, { ...place, now: at }),
    }) as Context as never;
  const at = (second: number) => new Date(start + second * 1000);
  return {
    schedule,
    ran,
    store,
    patient,
    add: (seconds: number, payload: Note, second = 0) =>
      schedule.add(seconds, note, payload, { ...place, now: at(second) }),
    run: (second: number) => schedule.run(at(second), contextAt),
    waiting: (second: number) => schedule.waiting(at(second)).map((due) => (due.at - start) / 1000),
    at,
  };
}

describe("the schedule", () => {
  it("lets everything happen in the order in which it is due, whatever was set going when", () => {
    const adds = fc.array(fc.tuple(fc.nat(50), fc.option(fc.nat(20), { nil: undefined })), { maxLength: 40 });
    fc.assert(
      fc.property(adds, fc.array(fc.nat(30), { maxLength: 5 }), (payloads, pauses) => {
        const { add, run, ran } = testSchedule("real");
        const expected: { id: number; second: number }[] = [];
        payloads.forEach(([seconds, then], i) => {
          add(seconds, { id: i + 1, then });
          expected.push({ id: i + 1, second: seconds });
          if (then !== undefined) expected.push({ id: -i - 1, second: seconds + then });
        });
        let second = 0;
        for (const pause of pauses) {
          second += pause;
          run(second);
          expect(ran).toHaveLength(expected.filter((one) => one.second <= second).length);
        }
        run(100);
        expect(ran.map((one) => one.second)).toEqual(expected.map((one) => one.second).sort((a, b) => a - b));
        expect(new Set(ran.map(({ id }) => id)).size).toBe(expected.length);
      }),
    );
  });

  it("keeps the order in which things were set going where they are due at once", () => {
    const { add, run, ran } = testSchedule("off");
    for (const id of [3, 1, 2]) add(100 * id, { id });
    run(0);
    expect(ran.map(({ id }) => id)).toEqual([3, 1, 2]);
  });

  it("waits a little even when time is off for what looks again and again", () => {
    const { schedule, patient, run, ran, at } = testSchedule("off");
    schedule.add(30, patient, { id: 1 }, { ...place, now: at(0) });
    run(0);
    expect(ran).toEqual([]);
    run(0.05);
    expect(ran).toHaveLength(1);
  });

  it("goes on at another speed with what remains", () => {
    const { schedule, add, run, ran, waiting } = testSchedule("real");
    add(600, { id: 1 });
    add(120, { id: 2 });
    run(60);
    schedule.awsTime = "x60";
    expect(waiting(60)).toEqual([61, 69]);
    schedule.awsTime = "real";
    expect(waiting(60)).toEqual([120, 600]);
    schedule.awsTime = "off";
    run(60);
    expect(ran.map(({ id }) => id)).toEqual([2, 1]);
  });

  it("survives a restart, also one at another speed", () => {
    const before = testSchedule("real");
    before.add(600, { id: 1 });
    const store = new Store();
    store.load(before.store.toBytes());
    const { run, ran } = testSchedule("x10", store);
    run(10);
    expect(ran).toEqual([]);
    run(69);
    expect(ran).toEqual([{ id: 1, second: 69 }]);
  });

  it("goes on behind one that fails, and says which it was", () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const ran: string[] = [];
    const broken = transition("test:broken", () => {
      throw new Error("gone");
    });
    const sound = transition("test:sound", () => ran.push("sound"));
    const schedule = new Schedule(new Store(), [broken, sound], "off");
    const here = { ...place, now: new Date(start) };
    schedule.add(1, broken, { id: "x" }, here);
    schedule.add(1, sound, {}, here);
    schedule.run(new Date(start), () => ({}) as Context);
    expect(ran).toEqual(["sound"]);
    expect(said.mock.calls).toEqual([["The transition test:broken failed.", { id: "x" }, new Error("gone")]]);
    said.mockRestore();
  });

  it("forgets what no service lists any more, and refuses what none lists", () => {
    const before = testSchedule("real");
    before.add(1, { id: 1 });
    const after = new Schedule(before.store, [], "real");
    after.run(before.at(2), () => ({}) as Context);
    expect(after.waiting(before.at(2))).toEqual([]);
    const stranger = transition("test:stranger", () => {});
    expect(() => after.add(1, stranger, {}, { ...place, now: before.at(0) })).toThrow(
      "no service lists the transition test:stranger",
    );
  });
});

describe("speeds of AWS's time", () => {
  it("are off, real, or a factor", () => {
    expect(["off", "real", "x60", "x0.5"].map(parseAwsTime)).toEqual(["off", "real", "x60", "x0.5"]);
    expect(["", "60", "x", "x0", "x-1", "fast"].map(parseAwsTime)).toEqual(Array(6).fill(undefined));
    expect(() => requireAwsTime("fast")).toThrow(
      'Not a speed of AWS\'s time: "fast". Expected off, real, or x',
    );
  });
});
