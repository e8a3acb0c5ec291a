import { rm } from "node:fs/promises";
import { type Drift, driftOf, type RefreshedPlan } from "../review/drift/drifted.ts";
import { attached } from "./attached.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { step } from "./step.ts";

/** A plan of its own, beside the one that an apply waits for. It holds every value of the state, and goes once it is read. */
const PLAN = "drift.tfplan";

/** What differs between state and AWS; undefined where nothing is deployed. Reads everything once, changes nothing, not even the state. */
export async function readDrift(deployment: Deployment, invocation: Invocation): Promise<Drift | undefined> {
  return attached(deployment, (running) =>
    step(invocation.screen, "Reading what AWS has", async (say) => {
      const plan = await refreshedPlan(running, say);
      const { resources, configuration } = deployment.stack;
      const known = plan.prior_state?.values?.root_module?.resources?.length ?? 0;
      const gone = plan.resource_drift?.length ?? 0;
      return known + gone === 0 ? undefined : driftOf(plan, resources, configuration);
    }),
  );
}

/** A whole plan, not one that only refreshes: what an apply would put back is what the declaration rules. */
async function refreshedPlan(
  { workspace }: Deployment,
  say: (detail: string) => void,
): Promise<RefreshedPlan> {
  let read = 0;
  const { planFile } = await workspace.plan({
    out: PLAN,
    onEvent(event) {
      if (event.type === "refresh_complete") say(`${++read} resources`);
    },
  });
  try {
    say("comparing");
    return (await workspace.show(planFile)) as RefreshedPlan;
  } finally {
    await rm(planFile, { force: true });
  }
}
