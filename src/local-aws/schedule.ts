import { type AwsTime, speedOf } from "../facts/pace.ts";
import type { Context } from "./context.ts";
import { type Store, slot } from "./store.ts";

/**
 * Something that happens to a resource by itself some time after the request that set it going: a cluster becomes ACTIVE, a gateway
 * is gone. Declared once under a name, since what waits has to survive a restart and functions cannot be stored.
 */
export interface Transition<P = unknown> {
  /** Unique among all services: `eks:cluster-active`. */
  readonly name: string;
  /** Shortest wait here in milliseconds, however fast time passes: what looks again and again for what others bring needs it. @default 0 */
  readonly atLeastMs?: number;
  /**
   * `ctx` is of the place where it was set going; its clock stands at the moment when this was due. What it was meant for may be gone
   * by then, or be another of the same name: it looks before it acts.
   */
  // biome-ignore lint/suspicious/noExplicitAny: transitions of all services stand in one list
  run(payload: P extends unknown ? any : P, ctx: Context): void;
}

/** Declares a transition; the service lists it under `transitions`. The payload is plain data: ids rather than records. */
export function transition<P>(
  name: string,
  run: (payload: P, ctx: Context) => void,
  { atLeastMs = 0 }: { readonly atLeastMs?: number } = {},
): Transition<P> {
  return { name, run, atLeastMs };
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

interface Waiting {
  /** The earliest first; among those of one moment, in the order in which they were set going. */
  due: Due[];
  /** How fast time passed when `at` was reckoned; undefined while nothing ever waited. */
  awsTime?: AwsTime;
}

/** What waits, over all accounts and regions. */
export const scheduleSlot = slot<Waiting>({
  name: "schedule",
  scope: "global",
  create: () => ({ due: [] }),
  inventory: () => [],
});

export type { AwsTime };

/** Milliseconds that so many seconds on AWS take here. */
export function scaled(seconds: number, awsTime: AwsTime): number {
  return (seconds * 1000) / speedOf(awsTime);
}

/** Reads `real`, `off` or `x<factor>`; undefined for anything else. */
export function parseAwsTime(text: string): AwsTime | undefined {
  if (text === "real" || text === "off") return text;
  return /^x\d+(\.\d+)?$/.test(text) && Number(text.slice(1)) > 0 ? (text as AwsTime) : undefined;
}

/** As {@link parseAwsTime}. @throws Error that says what may stand there */
export function requireAwsTime(text: string): AwsTime {
  const awsTime = parseAwsTime(text);
  if (awsTime === undefined)
    throw new Error(
      `Not a speed of AWS's time: "${text}". Expected off, real, or x and a factor, such as x60.`,
    );
  return awsTime;
}

/** The clock by which things become ready. */
export class Schedule {
  /** May change at any time: what waits then takes the rest of its time at the new speed. */
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
    const known = this.#transitions.get(name);
    if (!known) throw new TypeError(`no service lists the transition ${name}`);
    const wait = Math.max(scaled(seconds, this.awsTime), known.atLeastMs ?? 0);
    insert(this.waiting(now), { transition: name, at: now.getTime() + wait, payload, account, region });
  }

  /** Lets everything happen that is due by now, the earliest first; what that sets going in turn as well. */
  run(now: Date, contextAt: (place: Place, at: Date) => Context): void {
    const waiting = this.waiting(now);
    while ((waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= now.getTime()) {
      const due = waiting.shift() as Due;
      this.#store.touch();
      this.#runOne(due, contextAt);
    }
  }

  /** A transition that throws is a bug of ours: whoever happens to ask something just then has no part in it. */
  #runOne(due: Due, contextAt: (place: Place, at: Date) => Context): void {
    try {
      this.#transitions.get(due.transition)?.run(due.payload, contextAt(due, new Date(due.at)));
    } catch (error) {
      console.error(`The transition ${due.transition} failed.`, due.payload, error);
    }
  }

  /** What waits, the earliest first. */
  waiting(now: Date): Due[] {
    const state = this.#store.state(scheduleSlot, "", "");
    if (state.awsTime !== this.awsTime) this.#changeSpeed(state, now);
    return state.due;
  }

  /** Also after a restart at another speed. What waits without regard to speed stays. */
  #changeSpeed(state: Waiting, now: Date): void {
    const factor = speedOf(state.awsTime ?? this.awsTime) / speedOf(this.awsTime);
    state.awsTime = this.awsTime;
    // What waited while time was off waits for others, whatever the speed.
    if (!Number.isFinite(factor)) return;
    const from = now.getTime();
    state.due.forEach((one, i) => {
      if (one.at > from) state.due[i] = { ...one, at: from + (one.at - from) * factor };
    });
    this.#store.touch();
  }
}

interface Place {
  readonly account: string;
  readonly region: string;
}

/** Behind everything that is due no later. */
function insert(waiting: Due[], due: Due): void {
  let place = waiting.length;
  while (place > 0 && (waiting[place - 1] as Due).at > due.at) place--;
  waiting.splice(place, 0, due);
}
