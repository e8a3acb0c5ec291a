import type { Context } from "./context.ts";
import { type Store, slot } from "./store.ts";

/**
 * Something that happens to a resource by itself some time after the request that set it going: a cluster becomes ACTIVE, a gateway
 * is gone. Declared once under a name, since what waits has to survive a restart and functions cannot be stored.
 */
export interface Transition<P = unknown> {
  /** Unique among all services: `eks:cluster-active`. */
  readonly name: string;
  /** `ctx` is of the place where it was set going; its clock stands at the moment when this was due. */
  // biome-ignore lint/suspicious/noExplicitAny: transitions of all services stand in one list
  run(payload: P extends unknown ? any : P, ctx: Context): void;
}

/** Declares a transition; the service lists it under `transitions`. The payload is plain data: ids rather than records. */
export function transition<P>(name: string, run: (payload: P, ctx: Context) => void): Transition<P> {
  return { name, run };
}

/** A transition that waits. */
export interface Due {
  readonly transition: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly payload: unknown;
  readonly account: string;
  readonly region: string;
}

/** What waits, over all accounts and regions, in the order in which it was set going. */
export const scheduleSlot = slot<{ waiting: Due[] }>({
  name: "schedule",
  scope: "global",
  create: () => ({ waiting: [] }),
  inventory: () => [],
});

/** How fast AWS's time passes: seconds of AWS for one second here; `off` is no waiting at all. */
export type AwsTime = "off" | "real" | `x${number}`;

/** Milliseconds that so many seconds on AWS take here. */
export function scaled(seconds: number, awsTime: AwsTime): number {
  if (awsTime === "off") return 0;
  return (seconds * 1000) / (awsTime === "real" ? 1 : Number(awsTime.slice(1)));
}

/** Reads `real`, `off` or `x<factor>`; undefined for anything else. */
export function parseAwsTime(text: string): AwsTime | undefined {
  if (text === "real" || text === "off") return text;
  return /^x\d+(\.\d+)?$/.test(text) && Number(text.slice(1)) > 0 ? (text as AwsTime) : undefined;
}

/** The clock by which things become ready. */
export class Schedule {
  awsTime: AwsTime;
  readonly #store: Store;
  readonly #transitions = new Map<string, Transition>();

  constructor(store: Store, transitions: readonly Transition[], awsTime: AwsTime) {
    this.#store = store;
    this.awsTime = awsTime;
    for (const one of transitions) {
      if (this.#transitions.has(one.name)) throw new TypeError(`two transitions are called ${one.name}`);
      this.#transitions.set(one.name, one);
    }
  }

  add<P>(seconds: number, { name }: Transition<P>, payload: P, place: Place & { readonly now: Date }): void {
    const { account, region, now } = place;
    if (!this.#transitions.has(name)) throw new TypeError(`no service lists the transition ${name}`);
    const at = now.getTime() + scaled(seconds, this.awsTime);
    this.#waiting.push({ transition: name, at, payload, account, region });
  }

  /** Lets everything happen that is due by now, the earliest first; what that sets going in turn as well. */
  run(now: Date, contextAt: (place: Place, at: Date) => Context): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    for (let due = earliest(waiting, now); due; due = earliest(waiting, now)) {
      waiting.splice(waiting.indexOf(due), 1);
      this.#transitions.get(due.transition)?.run(due.payload, contextAt(due, new Date(due.at)));
      this.#store.touch();
    }
  }

  get #waiting(): Due[] {
    return this.#store.state(scheduleSlot, "", "").waiting;
  }
}

interface Place {
  readonly account: string;
  readonly region: string;
}

function earliest(waiting: readonly Due[], now: Date): Due | undefined {
  let found: Due | undefined;
  for (const due of waiting) if (due.at <= now.getTime() && (!found || due.at < found.at)) found = due;
  return found;
}
