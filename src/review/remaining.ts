import { decidingChain, endOf, type Laid, type Standing, schedule } from "./schedule.ts";
import type { TaskGraph } from "./task-graph.ts";
import type { Times } from "./task-time.ts";

/** What is left of an apply, in seconds. */
export interface Remaining extends Times {
  /** The step under way that the end waits for, with all that comes after it. */
  readonly waitsFor?: { readonly address: string; readonly key: string };
  /** Steps that have not begun and still can. */
  readonly waiting: number;
  /** Steps that will not begin, since something that they need failed. */
  readonly blocked: number;
}

/**
 * What is left to do at a moment, with the same times and workers as `expectedDuration`. While nothing happens it shrinks with the clock; it
 * stands still while the step that it waits for takes longer than usual.
 */
export function remaining(graph: TaskGraph, standing: Standing): Remaining {
  const typical = schedule(graph, "seconds", standing);
  const seconds = endOf(typical);
  const { done, failed, running } = standing;
  const ended = [...graph.keys()].filter((key) => done.has(key) || failed.has(key)).length;
  const begun = typical.filter(({ task }) => running.has(task.key)).length;
  return {
    seconds,
    low: Math.min(seconds, endOf(schedule(graph, "low", standing))),
    high: Math.max(seconds, endOf(schedule(graph, "high", standing))),
    waitsFor: firstRunning(decidingChain(typical), running),
    waiting: typical.length - begun,
    blocked: graph.size - ended - typical.length,
  };
}

function firstRunning(chain: readonly Laid[], running: ReadonlyMap<string, number>): Remaining["waitsFor"] {
  const [first] = chain;
  return first && running.has(first.task.key)
    ? { address: first.task.address, key: first.task.key }
    : undefined;
}
