import { rm } from "node:fs/promises";
import { type Drift, driftOf, type RefreshedPlan } from "../../review/drift/drifted.ts";
import { EngineFailed } from "../../terraform/errors.ts";
import { attached } from "../attached.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { step } from "../step.ts";

/** A plan of its own, beside the one that an apply waits for. It holds every value of the state, and goes once it is read. */
const PLAN = "drift.tfplan";

/** What differs between state and AWS; undefined where nothing is deployed. Reads, and changes nothing, not even the state. */
export async function readDrift(deployment: Deployment, invocation: Invocation): Promise<Drift | undefined> {
  return attached(deployment, (running) =>
    step(invocation.screen, "Reading what AWS has", async (say) => {
      const { plan, onlyRefreshed } = await comparison(running, say);
      const { resources, configuration } = deployment.stack;
      const known = plan.prior_state?.values?.root_module?.resources?.length ?? 0;
      if (known + (plan.resource_drift?.length ?? 0) === 0) return undefined;
      const drift = driftOf(plan, resources, configuration, { onlyRefreshed });
      const gone = goneIn(plan);
      if (gone.length === 0) return drift;
      say(`looking once more for ${gone.length} that AWS did not find`);
      const back = notGone(gone, await refreshed(running, { only: gone }));
      return { ...drift, resources: drift.resources.filter(({ address }) => !back.has(address)) };
    }),
  );
}

interface Comparison {
  readonly plan: RefreshedPlan;
  readonly onlyRefreshed: boolean;
}

/**
 * A whole plan, since what an apply would put back is what the declaration rules. Where that may not be planned (taking it back would destroy what
 * `prevent_destroy` keeps), a plan that only refreshes still tells what differs.
 */
async function comparison(running: Deployment, say: (detail: string) => void): Promise<Comparison> {
  try {
    return { plan: await refreshed(running, { full: true, say }), onlyRefreshed: false };
  } catch (error) {
    const prevented =
      error instanceof EngineFailed &&
      !error.interrupted &&
      error.diagnostics.some(({ summary }) => summary === "Instance cannot be destroyed");
    if (!prevented) throw error;
    return { plan: await refreshed(running, { say }), onlyRefreshed: true };
  }
}

interface Refreshing {
  /** Also what an apply would do. @default false */
  readonly full?: boolean;
  /** Addresses. @default everything */
  readonly only?: readonly string[];
  readonly say?: (detail: string) => void;
}

async function refreshed(
  { workspace }: Deployment,
  { full = false, only = [], say }: Refreshing,
): Promise<RefreshedPlan> {
  let read = 0;
  const { planFile } = await workspace.plan({
    out: PLAN,
    extra: [...(full ? [] : ["-refresh-only"]), ...only.map((address) => `-target=${address}`)],
    onEvent(event) {
      if (event.type === "refresh_complete") say?.(`${++read} resources`);
    },
  });
  try {
    say?.("comparing");
    return (await workspace.show(planFile)) as RefreshedPlan;
  } finally {
    await rm(planFile, { force: true });
  }
}

const goneIn = ({ resource_drift = [] }: RefreshedPlan): string[] =>
  resource_drift
    .filter(({ mode, change }) => mode === "managed" && change.actions.includes("delete"))
    .map(({ address }) => address);

/** AWS may answer 404 by mistake, mostly right after a change: whoever is there the second time was never gone. */
function notGone(gone: readonly string[], again: RefreshedPlan): Set<string> {
  const stillGone = new Set(goneIn(again));
  return new Set(gone.filter((address) => !stillGone.has(address)));
}
