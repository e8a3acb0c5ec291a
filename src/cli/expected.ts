import type { Pace } from "../facts/pace.ts";
import { type ExpectedDuration, expectedDuration } from "../review/duration.ts";
import type { PlannedChange, PlanSummary } from "../review/summary.ts";
import {
  type PlannedAction,
  type PlannedActions,
  type PlannedUpdate,
  type TaskGraph,
  taskGraph,
} from "../review/task-graph.ts";
import { kindsOfUpdate } from "../review/update-kinds.ts";
import type { Deployment } from "./deployment.ts";

/** How long AWS will take for a plan, and which resources decide it; on the embedded AWS also how long it takes there. */
export function expectedOf(deployment: Deployment, { modules }: PlanSummary): ExpectedDuration {
  const { configuration } = deployment.stack;
  const planned = plannedActions(modules.flatMap(({ changes }) => changes));
  const expected = expectedDuration(configuration, planned);
  const pace = paceOf(deployment);
  if (pace === "aws") return expected;
  const { seconds, low, high } = expectedDuration(configuration, planned, { pace });
  return { ...expected, here: { pace, seconds, low, high } };
}

/** The steps of a plan at the pace of its target, to follow an apply by. */
export function graphOf(deployment: Deployment, planned: PlannedActions): TaskGraph {
  return taskGraph(deployment.stack.configuration, planned, paceOf(deployment));
}

/** What a summary's changes do, by address. */
export function plannedActions(changes: readonly PlannedChange[]): PlannedActions {
  return new Map(
    changes.flatMap((change) => {
      const action = taskOf(change);
      return action ? [[change.address, action] as const] : [];
    }),
  );
}

/** An account takes AWS's own time; an embedded AWS that tells of none does everything at once. */
export function paceOf({ target, awsTime = "off" }: Pick<Deployment, "target" | "awsTime">): Pace {
  return target === "aws" ? "aws" : awsTime;
}

function taskOf({
  type,
  action,
  attributes,
  deposed,
}: PlannedChange): PlannedAction | PlannedUpdate | undefined {
  // What an earlier replacement left behind has its address in common with what stays.
  if (deposed) return undefined;
  if (action === "update") {
    const paths = attributes.map(({ path }) => path);
    if (paths.every((path) => /^tags/.test(path))) return "retag";
    return { action, kinds: kindsOfUpdate(type, paths) };
  }
  return action === "create" || action === "delete" || action === "replace" ? action : undefined;
}
