import {
  type ExpectedDuration,
  expectedDuration,
  type PlannedActions,
  type Task,
} from "../review/duration.ts";
import type { PlannedChange, PlanSummary } from "../review/summary.ts";
import type { Deployment } from "./deployment.ts";

/** How long AWS will take for a plan, and which resources decide it. */
export function expectedOf({ stack }: Deployment, { modules }: PlanSummary): ExpectedDuration {
  const planned: PlannedActions = new Map(
    modules.flatMap(({ changes }) =>
      changes.flatMap((change) => {
        const action = taskOf(change);
        return action ? [[change.address, action] as const] : [];
      }),
    ),
  );
  return expectedDuration(stack.configuration, planned);
}

function taskOf({ action, attributes }: PlannedChange): Task["action"] | undefined {
  if (action === "update") return attributes.every(({ path }) => /^tags/.test(path)) ? "retag" : "update";
  return action === "create" || action === "delete" || action === "replace" ? action : undefined;
}
