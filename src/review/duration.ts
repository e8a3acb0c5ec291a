import { awsTimeOf, quickSeconds } from "../facts/aws-times.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";
import type { DeclaredConfiguration } from "./findings.ts";
import type { Attributes } from "./rules/rule.ts";

/** What happens to one resource, and when, in seconds since the apply began. */
export interface Task {
  readonly address: string;
  readonly action: "create" | "update" | "retag" | "delete" | "replace";
  readonly start: number;
  readonly end: number;
}

export interface ExpectedDuration {
  /** Seconds: typical, and with every resource at the fast or the slow end of what was seen. */
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  /** The chain that decides it: each resource waits for the one before, and now and then for a free worker. */
  readonly chain: readonly Task[];
  /** Everything, in the order in which it begins. */
  readonly tasks: readonly Task[];
}

/** Actions by address, as a plan's summary has them; what is not in it stays as it is. */
export type PlannedActions = ReadonlyMap<string, Task["action"]>;

/** How many resources Terraform works on at once unless told otherwise. */
const parallelism = 10;

/**
 * How long AWS will take for a plan, and which chain of resources decides it: the plan's graph with the times of `aws-times.ts`, worked
 * off by as many workers as Terraform has. Deletions run against the direction of dependencies; a plan mixes them rarely, so the two are
 * laid one after the other, deletions last.
 */
export function expectedDuration(
  configuration: DeclaredConfiguration,
  planned: PlannedActions,
): ExpectedDuration {
  const graph = dependencies(configuration);
  const typical = lay(configuration, graph, planned, "seconds");
  const end = (of: keyof Times) => endOf(lay(configuration, graph, planned, of));
  return {
    seconds: endOf(typical),
    low: end("low"),
    high: end("high"),
    chain: decidingChain(typical),
    tasks: typical.map(({ address, action, start, end: ended }) => ({ address, action, start, end: ended })),
  };
}

type Times = { readonly seconds: number; readonly low: number; readonly high: number };

interface Laid extends Task {
  /** The last of those that it had to wait for; a worker may have come free later still. */
  readonly after?: Laid;
}

function lay(
  configuration: DeclaredConfiguration,
  graph: Dependencies,
  planned: PlannedActions,
  of: keyof Times,
): Laid[] {
  const going = only(graph, (address) => planned.get(address) === "delete");
  const coming = only(graph, (address) => planned.has(address) && planned.get(address) !== "delete");
  const seconds = (address: string) =>
    secondsOf(address, planned.get(address) ?? "create", attributesOf(configuration, address), of);
  const laid = schedule(coming, planned, seconds);
  return schedule(reversed(going), planned, seconds, laid);
}

/** Works tasks off in dependency order, each as soon as it can begin and a worker is free; `before` are done first. */
function schedule(
  graph: Dependencies,
  planned: PlannedActions,
  seconds: (address: string) => number,
  before: readonly Laid[] = [],
): Laid[] {
  const workers: (Laid | undefined)[] = new Array(parallelism).fill(latest(before));
  const missing = new Map([...graph].map(([address, needs]) => [address, needs.size]));
  const dependents = reversed(graph);
  const done: Laid[] = [];
  const ready: Ready[] = [...graph].filter(([, needs]) => needs.size === 0).map(([address]) => ({ address }));
  for (let next = takeFirst(ready); next; next = takeFirst(ready)) {
    const worker = workers.indexOf(earliest(workers));
    const start = latest([next.after, workers[worker]])?.end ?? 0;
    const { address, after } = next;
    const action = planned.get(address) ?? "create";
    const task: Laid = { address, action, start, end: start + seconds(address), after };
    workers[worker] = task;
    done.push(task);
    for (const dependent of dependents.get(address) ?? []) {
      const left = (missing.get(dependent) ?? 0) - 1;
      missing.set(dependent, left);
      if (left > 0) continue;
      const needs = done.filter((one) => graph.get(dependent)?.has(one.address));
      ready.push({ address: dependent, after: latest(needs) });
    }
  }
  return [...before, ...done].sort((a, b) => a.start - b.start);
}

/** A task that may begin, and the last of those it waited for. */
interface Ready {
  readonly address: string;
  readonly after?: Laid;
}

function takeFirst(ready: Ready[]): Ready | undefined {
  let first = 0;
  ready.forEach((one, index) => {
    if ((one.after?.end ?? 0) < (ready[first]?.after?.end ?? 0)) first = index;
  });
  return ready.splice(first, 1)[0];
}

function earliest(tasks: readonly (Laid | undefined)[]): Laid | undefined {
  return tasks.reduce((a, b) => ((a?.end ?? 0) <= (b?.end ?? 0) ? a : b), tasks[0]);
}

function secondsOf(address: string, action: Task["action"], attributes: Attributes, of: keyof Times): number {
  const type = address.slice(0, address.indexOf("."));
  if (action === "retag") return quickSeconds;
  if (action === "replace")
    return secondsOf(address, "delete", attributes, of) + secondsOf(address, "create", attributes, of);
  const variant = attributes.addon_name ?? attributes.vpc_endpoint_type;
  // An endpoint that names no type is a gateway.
  const wanted = variant ?? (type === "aws_vpc_endpoint" ? "Gateway" : undefined);
  return awsTimeOf(type, action, wanted as string | undefined)?.[of] ?? quickSeconds;
}

function decidingChain(tasks: readonly Laid[]): Task[] {
  const chain: Task[] = [];
  for (let task = latest(tasks); task; task = task.after) {
    const { address, action, start, end } = task;
    chain.unshift({ address, action, start, end });
  }
  return chain;
}

function latest(tasks: readonly (Laid | undefined)[]): Laid | undefined {
  return tasks.reduce((a, b) => ((a?.end ?? -1) >= (b?.end ?? -1) ? a : b), undefined);
}

const endOf = (tasks: readonly Laid[]): number => latest(tasks)?.end ?? 0;

function attributesOf({ resource = {} }: DeclaredConfiguration, address: string): Attributes {
  const dot = address.indexOf(".");
  return resource[address.slice(0, dot)]?.[address.slice(dot + 1)] ?? {};
}

function only(graph: Dependencies, wanted: (address: string) => boolean): Dependencies {
  // A resource that stays as it is still hands its own dependencies on.
  const reach = (address: string, seen = new Set<string>()): string[] =>
    [...(graph.get(address) ?? [])].flatMap((one) => {
      if (seen.has(one)) return [];
      seen.add(one);
      return wanted(one) ? [one] : reach(one, seen);
    });
  return new Map([...graph.keys()].filter(wanted).map((address) => [address, new Set(reach(address))]));
}

function reversed(graph: Dependencies): Dependencies {
  const turned = new Map([...graph.keys()].map((address) => [address, new Set<string>()]));
  for (const [address, needs] of graph) for (const one of needs) turned.get(one)?.add(address);
  return turned;
}
