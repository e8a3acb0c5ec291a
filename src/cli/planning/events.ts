import type { PlanJson, ResourceChange } from "../../review/plan.ts";
import type { EngineEvent, PlannedChangeEvent } from "../../terraform/events.ts";

/** Terraform's words for an action in its event stream, as plan JSON has them. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  create: ["create"],
  delete: ["delete"],
  remove: ["forget"],
  forget: ["forget"],
  read: ["read"],
};

/**
 * Collects a plan from the events of its making. Where things are only created, they say all that a summary needs, and asking the
 * engine for the plan's JSON would start it and the provider once more: more than two seconds for nothing.
 */
export class PlanEvents {
  readonly #changes: PlannedChangeEvent[] = [];
  #outputs: Readonly<Record<string, { readonly action?: string }>> = {};

  add(event: EngineEvent): void {
    if (event.type === "planned_change" || event.type === "resource_drift") this.#changes.push(event);
    if (event.type === "outputs") this.#outputs = event.outputs;
  }

  /** The plan, or nothing when only the engine knows it in the detail that a reader needs. */
  plan(
    declared: readonly { readonly address: string; readonly type: string }[],
    destroy: boolean,
  ): PlanJson | undefined {
    const planned = this.#changes.filter(({ type }) => type === "planned_change").map(resourceChange);
    const drifted = this.#changes.filter(({ type }) => type === "resource_drift").map(driftedResource);
    if (!planned.every((change) => change !== undefined)) return undefined;
    // What goes, goes as it is deployed: a bucket that is declared to stay while it holds something (`force_destroy = false`) is emptied
    // all the same if that was never applied. Only the engine knows.
    if (planned.some(isRemoved)) return undefined;
    const named = new Set(planned.map(({ address }) => address));
    const unchanged = destroy ? [] : declared.filter(({ address }) => !named.has(address));
    return {
      resource_changes: [
        ...planned,
        ...unchanged.map(({ address, type }) => ({
          address,
          type,
          mode: "managed" as const,
          change: { actions: ["no-op"] },
        })),
      ],
      resource_drift: drifted,
      output_changes: Object.fromEntries(
        Object.entries(this.#outputs).map(([name, { action = "no-op" }]) => [
          name,
          { actions: [action === "noop" ? "no-op" : action] },
        ]),
      ),
    };
  }
}

function resourceChange({ change }: PlannedChangeEvent): ResourceChange | undefined {
  const actions = ACTIONS[change.action];
  if (!actions) return undefined;
  const { addr, resource_type } = change.resource;
  return {
    address: addr,
    type: resource_type,
    mode: modeOf(addr),
    change: { actions },
    action_reason: change.reason,
  };
}

/** Where nothing is updated, drift matters when something is gone. */
function driftedResource({ change }: PlannedChangeEvent): ResourceChange {
  const { addr, resource_type } = change.resource;
  return { address: addr, type: resource_type, mode: modeOf(addr), change: { actions: [change.action] } };
}

const modeOf = (address: string): "managed" | "data" => (/(^|\.)data\./.test(address) ? "data" : "managed");

const isRemoved = ({ mode, change }: ResourceChange): boolean =>
  mode === "managed" && change.actions.some((action) => action === "delete" || action === "forget");
