import type { GraphTask, TaskGraph } from "./task-graph.ts";
import type { Times } from "./task-time.ts";

/** A step with its time, in seconds since the schedule's beginning; what is under way began before it. */
export interface Laid {
  readonly task: GraphTask;
  readonly start: number;
  readonly end: number;
  /** The last of those that it had to wait for; a worker may have come free later still. */
  readonly after?: Laid;
}

/** How far an apply is: steps by key. */
export interface Standing {
  readonly done: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  /** Seconds since each began. */
  readonly running: ReadonlyMap<string, number>;
}

const nothingYet: Standing = { done: new Set(), failed: new Set(), running: new Map() };

/** How many resources Terraform works on at once unless told otherwise. */
const parallelism = 10;

/**
 * Works steps off in their order, each as soon as what it needs is done and a worker is free. With a standing, only what is left of them:
 * what runs longer than usual counts as about to end, and what needs a failed one never begins.
 */
export function schedule(graph: TaskGraph, of: keyof Times, standing: Standing = nothingYet): Laid[] {
  const running = [...standing.running].flatMap(([key, seconds]): Laid[] => {
    const task = graph.get(key);
    return task ? [{ task, start: -seconds, end: Math.max(0, task[of] - seconds) }] : [];
  });
  const workers: (Laid | undefined)[] = [...running];
  while (workers.length < parallelism) workers.push(undefined);
  const queue = new Queue(graph, standing);
  for (const one of running) queue.settle(one);
  const laid = [...running];
  for (let next = queue.take(); next; next = queue.take()) {
    const { task, after } = next;
    const worker = workers.indexOf(earliest(workers));
    const start = Math.max(0, after?.end ?? 0, workers[worker]?.end ?? 0);
    const one: Laid = { task, start, end: start + task[of], after };
    workers[worker] = one;
    laid.push(one);
    queue.settle(one);
  }
  return laid.sort((a, b) => a.start - b.start);
}

/** What ends last of all, and what each had to wait for, from the first on. */
export function decidingChain(laid: readonly Laid[]): Laid[] {
  const chain: Laid[] = [];
  for (let one = latest(laid); one; one = one.after) chain.unshift(one);
  return chain;
}

/** When the last of them ends; 0 where there are none. */
export function endOf(laid: readonly (Laid | undefined)[]): number {
  return latest(laid)?.end ?? 0;
}

interface Ready {
  readonly task: GraphTask;
  /** The last of those it waited for. */
  readonly after?: Laid;
}

/** Steps that have not begun: those that may, the one that could first ahead, and those that wait for others. */
class Queue {
  readonly #ready: Ready[] = [];
  readonly #laid = new Map<string, Laid>();
  /** How many steps each still waits for. */
  readonly #missing = new Map<GraphTask, number>();
  /** Who waits for a step, by its key. */
  readonly #waiting = new Map<string, GraphTask[]>();

  constructor(graph: TaskGraph, { done, failed, running }: Standing) {
    for (const task of graph.values()) {
      const { key, needs } = task;
      if (done.has(key) || failed.has(key) || running.has(key)) continue;
      const open = [...needs].filter((one) => graph.has(one) && !done.has(one));
      this.#missing.set(task, open.length);
      for (const one of open) {
        const others = this.#waiting.get(one);
        if (others) others.push(task);
        else this.#waiting.set(one, [task]);
      }
      if (open.length === 0) this.#add({ task });
    }
  }

  /** A step has its place: what waited for it alone may begin. */
  settle(one: Laid): void {
    this.#laid.set(one.task.key, one);
    for (const task of this.#waiting.get(one.task.key) ?? []) {
      const left = (this.#missing.get(task) ?? 0) - 1;
      this.#missing.set(task, left);
      if (left === 0) this.#add({ task, after: latest([...task.needs].map((key) => this.#laid.get(key))) });
    }
  }

  take(): Ready | undefined {
    return this.#ready.shift();
  }

  #add(one: Ready): void {
    let place = this.#ready.length;
    while (place > 0 && endOf([this.#ready[place - 1]?.after]) > endOf([one.after])) place--;
    this.#ready.splice(place, 0, one);
  }
}

function earliest(laid: readonly (Laid | undefined)[]): Laid | undefined {
  return laid.reduce((a, b) => ((a?.end ?? 0) <= (b?.end ?? 0) ? a : b), laid[0]);
}

function latest(laid: readonly (Laid | undefined)[]): Laid | undefined {
  return laid.reduce((a, b) => ((a?.end ?? -1) >= (b?.end ?? -1) ? a : b), undefined);
}
