import { type AttributeChange, changedAttributes } from "./attributes.ts";
import { driftedAddresses } from "./drift.ts";
import type { DeclaredConfiguration } from "./findings.ts";
import type { PlanActions, PlanJson, ResourceChange } from "./plan.ts";
import { explained } from "./waits-for.ts";

/** Where a resource was declared, as synthesis reports it. */
export interface DeclaredResource {
  readonly address: string;
  /** Kind of module: `vpc`, `eks`, … or `root`. */
  readonly module: string;
  /** Construct path, e.g. `vpc/private_a`. */
  readonly path: string;
}

export type ChangeAction = "create" | "update" | "replace" | "delete" | "forget" | "import" | "move";

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  /** `undefined` when nothing declares it any more. */
  readonly path?: string;
  readonly action: ChangeAction;
  readonly previousAddress?: string;
  /** Key of an object that an earlier replacement left behind: this is what goes, the resource of the same address stays. */
  readonly deposed?: string;
  /** Only for replacements: the new one comes first. */
  readonly createBeforeDestroy?: boolean;
  /** Terraform's own word for why, e.g. `delete_because_no_resource_config`. */
  readonly reason?: string;
  /** Names of the attributes that force a replacement. */
  readonly forcedBy: readonly string[];
  /** Only for updates and replacements. */
  readonly attributes: readonly AttributeChange[];
}

export interface ModuleChanges {
  /** `vpc`, `eks`, … or `(no longer declared)`. */
  readonly module: string;
  readonly changes: readonly PlannedChange[];
}

export interface ChangeCounts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly import: number;
  readonly forget: number;
  readonly noop: number;
}

export interface OutputChange {
  readonly name: string;
  readonly action: "create" | "update" | "delete";
}

/** What a plan will do, sorted for a reader: everything here is data, nothing is formatted. */
export interface PlanSummary {
  /** False when an apply would do nothing at all. */
  readonly changes: boolean;
  readonly counts: ChangeCounts;
  readonly modules: readonly ModuleChanges[];
  readonly outputs: readonly OutputChange[];
  /** Addresses that are gone, or differ and would be put back: changed outside Terraform since the last apply. */
  readonly drifted: readonly string[];
}

export const UNDECLARED = "(no longer declared)";

/**
 * Reads a plan: counts, each change under the module that declares it (in the order of declaration), what forces replacements; with the
 * configuration, what unknown values wait for.
 */
export function summarize(
  plan: PlanJson,
  declared: readonly DeclaredResource[],
  { resource = {} }: DeclaredConfiguration = {},
): PlanSummary {
  const managed = (plan.resource_changes ?? []).filter((change) => change.mode === "managed");
  const changing = new Set(managed.filter((one) => actionOf(one)).map(({ address }) => address));
  const changes = managed.flatMap((change) => {
    const name = withoutKey(change.address).slice(change.type.length + 1);
    return plannedChange(change, (attributes) =>
      explained(attributes, resource[change.type]?.[name], changing),
    );
  });
  const outputs = outputChanges(plan);
  return {
    changes: changes.length > 0 || outputs.length > 0,
    counts: countChanges(changes, managed.length),
    modules: byModule(changes, declared),
    outputs,
    drifted: driftedAddresses(plan, changes),
  };
}

function plannedChange(
  resource: ResourceChange,
  explain: (attributes: AttributeChange[]) => AttributeChange[],
): PlannedChange[] {
  const action = actionOf(resource);
  if (!action) return [];
  const detailed = action === "update" || action === "replace";
  const attributes = detailed ? explain(changedAttributes(resource.change)) : [];
  return [
    {
      address: resource.address,
      type: resource.type,
      action,
      ...(resource.previous_address ? { previousAddress: resource.previous_address } : {}),
      ...(resource.deposed ? { deposed: resource.deposed } : {}),
      ...(action === "replace" ? { createBeforeDestroy: resource.change.actions[0] === "create" } : {}),
      ...(resource.action_reason ? { reason: resource.action_reason } : {}),
      forcedBy: [...new Set(attributes.filter((one) => one.forcesReplacement).map((one) => one.path))],
      attributes,
    },
  ];
}

/** What a plan does to a resource; undefined when nothing. */
export function actionOf({ change, previous_address }: ResourceChange): ChangeAction | undefined {
  if (change.actions.length === 2) return "replace";
  const action: PlanActions[number] | undefined = change.actions[0];
  switch (action) {
    case "create":
    case "update":
    case "delete":
    case "forget":
      return action;
    default:
      if (change.importing) return "import";
      return previous_address ? "move" : undefined;
  }
}

function countChanges(changes: readonly PlannedChange[], managed: number): ChangeCounts {
  const count = (action: ChangeAction) => changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    import: count("import"),
    forget: count("forget"),
    noop: managed - changes.filter((change) => change.action !== "move").length,
  };
}

function byModule(changes: readonly PlannedChange[], declared: readonly DeclaredResource[]): ModuleChanges[] {
  const origins = new Map(declared.map((resource, index) => [resource.address, { ...resource, index }]));
  const modules = new Map<string, { change: PlannedChange; index: number }[]>();
  for (const { module } of declared) if (!modules.has(module)) modules.set(module, []);
  for (const change of changes) {
    const origin = origins.get(change.address) ?? origins.get(withoutKey(change.address));
    const module = origin?.module ?? UNDECLARED;
    const list = modules.get(module) ?? [];
    modules.set(module, list);
    list.push({
      change: origin ? { ...change, path: origin.path } : change,
      index: origin?.index ?? Number.MAX_SAFE_INTEGER,
    });
  }
  return [...modules]
    .filter(([, list]) => list.length > 0)
    .map(([module, list]) => ({
      module,
      changes: list.sort((a, b) => a.index - b.index).map(({ change }) => change),
    }));
}

/** `aws_subnet.private["a"]` is declared as `aws_subnet.private`. */
const withoutKey = (address: string): string => address.replace(/\[[^\]]*\]$/, "");

function outputChanges(plan: PlanJson): OutputChange[] {
  return Object.entries(plan.output_changes ?? {})
    .flatMap(([name, { actions }]) => {
      const action = actions.length === 2 ? "update" : actions[0];
      return action === "create" || action === "update" || action === "delete"
        ? [{ name, action } as const]
        : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
