import { type Remaining, remaining } from "../../review/remaining.ts";
import { type TaskGraph, taskKey } from "../../review/task-graph.ts";
import type { EngineEvent } from "../../terraform/events.ts";

/** One resource that the engine is working on. */
export interface Running {
  readonly address: string;
  readonly type: string;
  readonly action: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Where an apply or a destroy stands: a fold over the engine's events. */
export interface Progress {
  readonly startedAt: number;
  /** How many resources the plan touches; a replacement counts twice. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly running: readonly Running[];
  /** The plan's steps with their times, in their order; empty where they are not known. */
  readonly graph: TaskGraph;
  /** Steps of the graph by key. */
  readonly ended: { readonly done: ReadonlySet<string>; readonly failed: ReadonlySet<string> };
}

export function startProgress(total: number, now: number, graph: TaskGraph = new Map()): Progress {
  const ended = { done: new Set<string>(), failed: new Set<string>() };
  return { startedAt: now, total, done: 0, failed: 0, running: [], graph, ended };
}

/** The next state. Reading a data source is no step of its own. */
export function advance(progress: Progress, event: EngineEvent, now: number): Progress {
  if (event.type !== "apply_start" && event.type !== "apply_complete" && event.type !== "apply_errored")
    return progress;
  const { resource, action } = event.hook;
  if (action === "read" || action === "noop") return progress;
  const { addr: address, resource_type: type } = resource;
  const others = progress.running.filter((one) => one.address !== address || one.action !== action);
  if (event.type === "apply_start")
    return { ...progress, running: [...others, { address, type, action, since: now }] };
  const what = event.type === "apply_complete" ? "done" : "failed";
  const ended = { ...progress.ended, [what]: new Set([...progress.ended[what], taskKey(address, action)]) };
  return { ...progress, running: others, ended, [what]: progress[what] + 1 };
}

/** What is left by the plan's graph; nothing where that is not known. */
export function whatIsLeft({ graph, running, ended }: Progress, now: number): Remaining | undefined {
  if (graph.size === 0) return undefined;
  const since = running.map(
    ({ address, action, since }) => [taskKey(address, action), (now - since) / 1000] as const,
  );
  return remaining(graph, { ...ended, running: new Map(since) });
}

/** Resources of one type that undergo the same, longest under way first. */
export interface RunningGroup {
  readonly type: string;
  readonly action: string;
  readonly names: readonly string[];
  /** Of the longest. */
  readonly since: number;
  /** What that one usually takes, in seconds, and at the slow end; undefined where it is over before anybody could read it. */
  readonly usual?: { readonly seconds: number; readonly high: number };
}

/** Steps that take less are not worth an expectation; seconds. */
const TELLING_SECONDS = 3;

export function runningGroups({ running, graph }: Progress): RunningGroup[] {
  const groups = new Map<string, RunningGroup>();
  for (const { type, action, address, since } of [...running].sort((a, b) => a.since - b.since)) {
    const key = `${type} ${action}`;
    const task = graph.get(taskKey(address, action));
    const usual = task && task.seconds >= TELLING_SECONDS ? task : undefined;
    const group = groups.get(key) ?? { type, action, names: [], since, usual };
    groups.set(key, { ...group, names: [...group.names, nameOf(address, type)] });
  }
  return [...groups.values()];
}

function nameOf(address: string, type: string): string {
  return address.startsWith(`${type}.`) ? address.slice(type.length + 1) : address;
}
