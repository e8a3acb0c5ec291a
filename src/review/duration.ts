import type { Pace } from "../facts/pace.ts";
import { engineSeconds } from "../facts/waits.ts";
import type { DeclaredConfiguration } from "./findings.ts";
import { decidingChain, endOf, type Laid, schedule } from "./schedule.ts";
import {
  actionOf,
  type PlannedAction,
  type PlannedActions,
  type TaskGraph,
  taskGraph,
} from "./task-graph.ts";
import type { Times } from "./task-time.ts";

/** What happens to one resource, and when, in seconds since the apply began. */
export interface Task {
  readonly address: string;
  readonly action: PlannedAction;
  readonly start: number;
  readonly end: number;
}

/** Seconds, from the command to its end: typical, and with every resource at the fast or the slow end of what was seen. */
export interface ExpectedDuration extends Times {
  /** The chain that decides it: each resource waits for the one before, and now and then for a free worker. */
  readonly chain: readonly Task[];
  /** Everything, in the order in which it begins. */
  readonly tasks: readonly Task[];
  /** How long it takes on the embedded AWS at its pace, where that is the target. */
  readonly here?: Times & { readonly pace: Exclude<Pace, "aws"> };
}

/**
 * How long a plan will take, and which chain of resources decides it: the plan's graph with the times of `src/facts`, worked off by as many
 * workers as Terraform has, and what the engine needs before and after.
 */
export function expectedDuration(
  configuration: DeclaredConfiguration,
  planned: PlannedActions,
  { pace = "aws" }: { readonly pace?: Pace } = {},
): ExpectedDuration {
  return expectedOfGraph(taskGraph(configuration, planned, pace), planned, pace);
}

function expectedOfGraph(graph: TaskGraph, planned: PlannedActions, pace: Pace): ExpectedDuration {
  const { opening, closing } = engineSeconds[pace === "aws" ? "aws" : "here"];
  const around = (seconds: number) => (graph.size === 0 ? 0 : opening + seconds + closing);
  const typical = schedule(graph, "seconds");
  const seconds = endOf(typical);
  // A step that ends sooner may, rarely, let the whole end later: another one gets the worker.
  const low = Math.min(seconds, endOf(schedule(graph, "low")));
  const high = Math.max(seconds, endOf(schedule(graph, "high")));
  const tasks = (laid: readonly Laid[]) => tasksOf(laid, planned, opening);
  return {
    seconds: around(seconds),
    low: around(low),
    high: around(high),
    chain: tasks(decidingChain(typical)),
    tasks: tasks(typical),
  };
}

/** Both steps of a replacement are one line for people, unless something else comes between them. */
function tasksOf(laid: readonly Laid[], planned: PlannedActions, opening: number): Task[] {
  const tasks: Task[] = [];
  const last = new Map<string, number>();
  for (const { task, start, end } of laid) {
    const { address, step } = task;
    const action = actionOf(planned.get(address) ?? step);
    const place = last.get(address);
    const before = place === undefined ? undefined : tasks[place];
    if (place !== undefined && before && opening + start - before.end < 0.001) {
      tasks[place] = { ...before, action, end: opening + end };
      continue;
    }
    last.set(address, tasks.length);
    tasks.push({
      address,
      action: action === "replace" ? step : action,
      start: opening + start,
      end: opening + end,
    });
  }
  return tasks;
}
