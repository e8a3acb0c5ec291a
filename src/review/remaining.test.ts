import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { remaining } from "./remaining.ts";
import { endOf, type Standing, schedule } from "./schedule.ts";
import type { GraphTask, TaskGraph } from "./task-graph.ts";

/** Steps that need only earlier ones, so that there are no circles. */
const graphs: fc.Arbitrary<TaskGraph> = fc
  .array(
    fc.record({ seconds: fc.integer({ min: 1, max: 600 }), needs: fc.array(fc.nat(40), { maxLength: 3 }) }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((steps) => {
    const tasks = steps.map(({ seconds, needs }, index): GraphTask => {
      const key = `aws_vpc.v${index} create`;
      const earlier = needs.filter((one) => one < index).map((one) => `aws_vpc.v${one} create`);
      const address = `aws_vpc.v${index}`;
      return {
        key,
        address,
        step: "create",
        needs: new Set(earlier),
        seconds,
        low: seconds / 2,
        high: seconds * 2,
      };
    });
    return new Map(tasks.map((task) => [task.key, task]));
  });

/** Where an apply that goes exactly as expected stands after so many seconds. */
function standingAfter(graph: TaskGraph, seconds: number): Standing {
  const laid = schedule(graph, "seconds");
  const done = laid.filter(({ end }) => end <= seconds).map(({ task }) => task.key);
  const running = laid.filter(({ start, end }) => start <= seconds && end > seconds);
  return {
    done: new Set(done),
    failed: new Set(),
    running: new Map(running.map(({ task, start }) => [task.key, seconds - start])),
  };
}

const moments = fc.double({ min: 0, max: 1, noNaN: true });

describe("what is left of an apply", () => {
  it("is all of it at first, and nothing at the end", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const whole = endOf(schedule(graph, "seconds"));
        expect(remaining(graph, standingAfter(graph, -1)).seconds).toBe(whole);
        expect(remaining(graph, standingAfter(graph, whole))).toEqual({
          seconds: 0,
          low: 0,
          high: 0,
          waitsFor: undefined,
          waiting: 0,
          blocked: 0,
        });
      }),
    );
  });

  it("is never negative, and its ends lie around it", () => {
    fc.assert(
      fc.property(graphs, moments, fc.nat(5000), (graph, part, longer) => {
        const { done, failed, running } = standingAfter(graph, part * endOf(schedule(graph, "seconds")));
        const late = new Map([...running].map(([key, seconds]) => [key, seconds + longer]));
        const { seconds, low, high } = remaining(graph, { done, failed, running: late });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(seconds);
      }),
    );
  });

  it("shrinks by as much as time passes while everything that runs is within its time", () => {
    fc.assert(
      fc.property(graphs, moments, moments, (graph, part, step) => {
        const { done, failed, running } = standingAfter(graph, part * endOf(schedule(graph, "seconds")));
        const rest = [...running].map(([key, seconds]) => (graph.get(key)?.seconds ?? 0) - seconds);
        const passed = step * Math.min(1e9, ...rest);
        fc.pre(running.size > 0);
        const later = new Map([...running].map(([key, seconds]) => [key, seconds + passed]));
        const before = remaining(graph, { done, failed, running }).seconds;
        expect(before - remaining(graph, { done, failed, running: later }).seconds).toBeCloseTo(passed, 6);
      }),
    );
  });

  it("never grows while time passes, however late something is", () => {
    fc.assert(
      fc.property(graphs, moments, fc.nat(2000), fc.nat(2000), (graph, part, longer, still) => {
        const { done, failed, running } = standingAfter(graph, part * endOf(schedule(graph, "seconds")));
        const left = (passed: number) =>
          remaining(graph, {
            done,
            failed,
            running: new Map([...running].map(([key, seconds]) => [key, seconds + passed])),
          }).seconds;
        const [least] = [...running]
          .map(([key, seconds]) => (graph.get(key)?.seconds ?? 0) - seconds)
          .sort((a, b) => a - b);
        // One that ends sooner may hand its worker to another: the end then moves by that one's time at most.
        const slack =
          longer > (least ?? 0) ? Math.max(...[...graph.values()].map(({ seconds }) => seconds)) : 0;
        expect(left(longer + still)).toBeLessThanOrEqual(left(longer) + slack + 1e-6);
      }),
    );
  });

  it("counts what a failure keeps from beginning, and does not wait for it", () => {
    const task = (name: string, needs: string[]): GraphTask => ({
      key: name,
      address: name,
      step: "create",
      needs: new Set(needs),
      seconds: 100,
      low: 90,
      high: 110,
    });
    const graph: TaskGraph = new Map(
      [task("a", []), task("b", ["a"]), task("c", ["b"]), task("d", [])].map((one) => [one.key, one]),
    );
    const failed = remaining(graph, {
      done: new Set(),
      failed: new Set(["a"]),
      running: new Map([["d", 30]]),
    });
    expect(failed).toEqual({
      seconds: 70,
      low: 60,
      high: 80,
      waitsFor: { address: "d", key: "d" },
      waiting: 0,
      blocked: 2,
    });
  });
});
