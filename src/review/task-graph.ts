import type { Pace } from "../facts/pace.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";
import type { DeclaredConfiguration } from "./findings.ts";
import { declaredAttributes } from "./references.ts";
import { type Step, type Times, timesOf } from "./task-time.ts";

/** What a plan does to a resource. */
export type PlannedAction = Step | "replace";

/** An update of which is known what AWS is asked for. */
export interface PlannedUpdate {
  readonly action: "update";
  /** AWS's names: see `update-kinds.ts`. */
  readonly kinds: readonly string[];
}

/** Actions by address, as a plan's summary has them; what is not in it stays as it is. */
export type PlannedActions = ReadonlyMap<string, PlannedAction | PlannedUpdate>;

export function actionOf(planned: PlannedAction | PlannedUpdate): PlannedAction {
  return typeof planned === "string" ? planned : planned.action;
}

/** One step of an apply, and the steps that come before it. A replacement is two. */
export interface GraphTask extends Times {
  /** See {@link taskKey}. */
  readonly key: string;
  readonly address: string;
  readonly step: Step;
  /** Keys. */
  readonly needs: ReadonlySet<string>;
}

/** By key, in the order of declaration. */
export type TaskGraph = ReadonlyMap<string, GraphTask>;

/** Names a step as the engine's events do, by address and action: `aws_vpc.vpc create`. */
export function taskKey(address: string, step: string): string {
  return `${address} ${step === "retag" ? "update" : step}`;
}

/**
 * The steps of a plan and their order, as Terraform has them: what is made waits for what it refers to, what is removed for what refers to
 * it. Of a resource that is no longer declared nobody here knows what referred to it, so it waits for nothing.
 */
export function taskGraph(
  configuration: DeclaredConfiguration,
  planned: PlannedActions,
  pace: Pace,
): TaskGraph {
  const order = orderOf(dependencies(configuration), planned, configuration);
  const tasks = [...planned].flatMap(([address, what]) => {
    const attributes = declaredAttributes(configuration, address) ?? {};
    const kinds = typeof what === "string" ? [] : what.kinds;
    return stepsOf(what).map((step): GraphTask => {
      const type = address.slice(0, address.indexOf("."));
      const needs = step === "delete" ? order.beforeGoing(address) : order.beforeComing(address);
      const key = taskKey(address, step);
      return { key, address, step, needs: new Set(needs), ...timesOf(type, step, attributes, pace, kinds) };
    });
  });
  return new Map(tasks.map((task) => [task.key, task]));
}

function stepsOf(planned: PlannedAction | PlannedUpdate | undefined): Step[] {
  if (planned === undefined) return [];
  const action = actionOf(planned);
  return action === "replace" ? ["delete", "create"] : [action];
}

interface Order {
  beforeComing(address: string): string[];
  beforeGoing(address: string): string[];
}

function orderOf(uses: Dependencies, planned: PlannedActions, configuration: DeclaredConfiguration): Order {
  const usedBy = reversed(uses);
  const keys = (addresses: readonly string[], wanted: (step: Step) => boolean) =>
    addresses.flatMap((one) =>
      stepsOf(planned.get(one))
        .filter(wanted)
        .map((step) => taskKey(one, step)),
    );
  const coming = (step: Step) => step !== "delete";
  const going = (step: Step) => step === "delete";
  const needed = nearest(uses, (one) => stepsOf(planned.get(one)).some(coming));
  const users = nearest(usedBy, (one) => planned.has(one));
  const createdFirst = creatingFirst(uses, planned, configuration);
  return {
    beforeComing(address) {
      const own = planned.get(address) === "replace" && !createdFirst.has(address);
      return [...keys(needed(address), coming), ...(own ? [taskKey(address, "delete")] : [])];
    },
    beforeGoing(address) {
      const leaving = keys(users(address), going);
      if (!createdFirst.has(address)) return leaving;
      // The new one is there and in use before the old one goes.
      return [...leaving, taskKey(address, "create"), ...keys(users(address), coming)];
    },
  };
}

/** Replaced resources whose new one comes first; Terraform wants that of whatever they use as well. */
function creatingFirst(
  uses: Dependencies,
  planned: PlannedActions,
  configuration: DeclaredConfiguration,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (address: string) => {
    if (found.has(address)) return;
    found.add(address);
    for (const one of uses.get(address) ?? []) visit(one);
  };
  for (const address of uses.keys()) {
    const { lifecycle } = declaredAttributes(configuration, address) ?? {};
    const [{ create_before_destroy: first = false } = {}] = [lifecycle ?? {}].flat() as LifecycleBlock[];
    if (first) visit(address);
  }
  return new Set([...found].filter((address) => planned.get(address) === "replace"));
}

interface LifecycleBlock {
  readonly create_before_destroy?: boolean;
}

/** The nearest in the graph that are wanted: what stays as it is hands its own neighbours on. */
function nearest(graph: Dependencies, wanted: (address: string) => boolean): (address: string) => string[] {
  const known = new Map<string, readonly string[]>();
  const of = (address: string): readonly string[] => {
    const before = known.get(address);
    if (before) return before;
    known.set(address, []);
    const found = [...(graph.get(address) ?? [])].flatMap((one) => (wanted(one) ? [one] : of(one)));
    const once = [...new Set(found)];
    known.set(address, once);
    return once;
  };
  return (address) => [...of(address)];
}

function reversed(graph: Dependencies): Dependencies {
  const turned = new Map([...graph.keys()].map((address) => [address, new Set<string>()]));
  for (const [address, needs] of graph) for (const one of needs) turned.get(one)?.add(address);
  return turned;
}
