import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkSettings } from "../../../../infra/settings/check-settings.ts";
import { synthesize } from "../../../../infra/synthesize.ts";
import type { Pace } from "../../../facts/pace.ts";
import { type PlannedAction, type TaskGraph, taskGraph } from "../../../review/task-graph.ts";
import type { EngineEvent } from "../../../terraform/events.ts";
import { advance, type Progress, startProgress } from "../progress.ts";

/** When a recorded apply begins, in milliseconds since 1970. */
export const START = Date.parse("2026-11-23T14:00:00Z");

/** One of the engine's events, with the seconds since the apply began. */
type Recorded = EngineEvent & { readonly at: number };

/**
 * An apply or a destroy of dev on the embedded AWS, as Terraform 1.11 told of it in November 2026, trimmed to what is shown; with the graph
 * of its plan, and where it stands after so many seconds.
 */
export interface Recording {
  readonly events: readonly Recorded[];
  readonly graph: TaskGraph;
  /** When the last step ended, in seconds. */
  readonly end: number;
  after(seconds: number): Progress;
}

export function recorded(name: "apply-x10" | "apply-x60" | "destroy-x60"): Recording {
  const text = readFileSync(join(import.meta.dirname, `${name}.jsonl`), "utf8");
  const events = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Recorded);
  const planned = new Map(
    events.flatMap((event) =>
      event.type === "planned_change"
        ? [[event.change.resource.addr, event.change.action as PlannedAction] as const]
        : [],
    ),
  );
  const graph = taskGraph(declared(), planned, name.slice(name.indexOf("-") + 1) as Pace);
  const after = (seconds: number) =>
    events
      .filter(({ at }) => at <= seconds)
      .reduce(
        (progress, event) => advance(progress, event, START + event.at * 1000),
        startProgress(planned.size, START, graph),
      );
  return { events, graph, end: Math.max(...events.map(({ at }) => at)), after };
}

/** What dev declares with its defaults. */
export function declared() {
  const checked = checkSettings("dev", { account_id: "123456789012" }, { today: new Date("2026-11-23") });
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  return synthesize("dev", checked.settings).configuration;
}
