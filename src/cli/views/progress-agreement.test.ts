import { describe, expect, test } from "vitest";
import { taskKey } from "../../review/task-graph.ts";
import { whatIsLeft } from "./progress.ts";
import { type Recording, recorded, START } from "./samples/recorded.ts";

/** When each step of a recording began and ended, in seconds, by key. */
function measured({ events }: Recording): Map<string, { start: number; end: number }> {
  const times = new Map<string, { start: number; end: number }>();
  for (const event of events) {
    if (event.type !== "apply_start" && event.type !== "apply_complete") continue;
    const key = taskKey(event.hook.resource.addr, event.hook.action);
    if (event.type === "apply_start") times.set(key, { start: event.at, end: Number.POSITIVE_INFINITY });
    else times.set(key, { start: times.get(key)?.start ?? 0, end: event.at });
  }
  return times;
}

describe.each(["apply-x10", "apply-x60", "destroy-x60"] as const)("%s, as Terraform did it", (name) => {
  const recording = recorded(name);
  const times = measured(recording);

  test("has the steps of the plan's graph, each begun after all that it needs", () => {
    expect([...times.keys()].sort()).toEqual([...recording.graph.keys()].sort());
    const early = [...recording.graph.values()].flatMap(({ key, needs }) =>
      [...needs].filter((one) => (times.get(one)?.end ?? 0) > (times.get(key)?.start ?? 0) + 0.01),
    );
    expect(early).toEqual([]);
  });

  test("takes for each step what the model says", () => {
    const wrong = [...recording.graph.values()].flatMap(({ key, low, high }) => {
      const { start = 0, end = 0 } = times.get(key) ?? {};
      const took = end - start;
      return took < low - 0.3 || took > high + 0.8 ? [`${key}: ${took.toFixed(1)} of ${low} to ${high}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test("comes to its end when it was said to, whenever one looks", () => {
    for (let second = 3; second < recording.end; second++) {
      const left = whatIsLeft(recording.after(second), START + second * 1000);
      // A tenth of the whole, and a pause of the provider's: it asks again only so often.
      const slack = recording.end * 0.1;
      expect(second + (left?.low ?? 0), `low at ${second} s`).toBeLessThanOrEqual(recording.end + slack);
      expect(second + (left?.high ?? 0), `high at ${second} s`).toBeGreaterThanOrEqual(recording.end - slack);
    }
  });
});
