import type { Context } from "../context.ts";
import type { Operation } from "../operation.ts";
import type { Service } from "../service.ts";
import type { Slot, Store } from "../store.ts";
import type { WireRequest } from "../wire.ts";
import type { Failure, Venture } from "./outcomes.ts";

/** A request that a fault may befall. */
export interface Disturbed {
  readonly service: Service;
  readonly operation: Operation;
  readonly input: unknown;
  readonly request: WireRequest;
  readonly ctx: Context;
}

/** What a control client gets to see of the faults. */
export interface FaultReport {
  /** As text of the language; empty on a good day. */
  readonly rules: string;
  /** How many of each kind: `throttle`, `error`, `stale`, … */
  readonly injected: Readonly<Record<string, number>>;
  /** File that every fault is written down in. */
  readonly journal?: string;
}

/** How state looks to one request. */
export type StateView = <T extends object>(slot: Slot<T>, account: string, region: string) => T;

/** Brings bad days: refuses, delays, cuts and blurs requests as its rules say. */
export class FaultInjector {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Changes the rules while running; an empty text is a good day. @throws Error that says all that is wrong with the text */
  set(_rules: string): void {}

  /** The rules that hold, and what they did so far. */
  report(): FaultReport {
    return { rules: "", injected: {} };
  }

  /** Before anything happens: may wait, throw, or answer with an older view of the state. */
  before(_disturbed: Disturbed): Promise<StateView | undefined> | StateView | undefined {
    return undefined;
  }

  /** How something that is being made in a place ends; undefined when it succeeds. */
  fate(_venture: Venture, _place: { account: string; region: string }): Failure | undefined {
    return undefined;
  }

  /** After the request took effect: true when its answer is lost on the way. */
  after(_disturbed: Disturbed): boolean {
    this.#store.touch();
    return false;
  }
}
