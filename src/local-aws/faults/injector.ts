import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Operation } from "../operation.ts";
import type { Service } from "../service.ts";
import type { ErrorCode } from "../service-errors.ts";
import type { Slot, Store } from "../store.ts";
import { Day } from "./day.ts";
import { type FaultKind, Journal, readJournal } from "./journal.ts";
import { type Catalog, parseFaults, printFaults } from "./language.ts";
import type { Failure, Venture } from "./outcomes.ts";
import type { Call, Injection } from "./rule-book.ts";
import { targetOf } from "./target.ts";

/** A request that a fault may befall. */
export interface Disturbed {
  readonly service: Service;
  readonly operation: Operation;
  readonly input: unknown;
  readonly ctx: Context;
}

/** What a request goes on with after it was disturbed. */
export interface Disturbance {
  /** An older state for its handler. */
  readonly view?: StateView;
  /** Its answer does not arrive. */
  readonly lost?: boolean;
}

/** What a control client gets to see of the faults. */
export interface FaultReport {
  /** As text of the language; empty on a good day. */
  readonly rules: string;
  /** Of the draws: with it in the rules, the same requests meet the same faults. */
  readonly seed?: number;
  /** How many of each kind: `throttle`, `error`, `stale`, … */
  readonly injected: Readonly<Record<string, number>>;
  readonly byService: Readonly<Record<string, number>>;
  /** File that every fault is written down in. */
  readonly journal?: string;
}

/** How state looks to one request. */
export type StateView = <T extends object>(slot: Slot<T>, account: string, region: string) => T;

/** A request whose connection ends before anything happened. */
export class ConnectionCut extends Error {
  override readonly name = "ConnectionCut";
}

export interface FaultInjectorOptions {
  readonly store: Store;
  readonly services: readonly Service[];
  readonly now: () => Date;
  /** Of rules that name none. @default random, and reported */
  readonly seed?: number;
}

/** Seconds that a throttled client is asked to wait. */
const retryAfterSeconds = "1";

/** Brings bad days: refuses, delays, cuts and blurs requests as its rules say. */
export class FaultInjector {
  readonly #options: FaultInjectorOptions;
  #journal: Journal | undefined;
  #day: Day | undefined;

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
  }

  /** Writes every fault from now on down in a file. */
  writeTo(file: string): void {
    this.#journal = new Journal(file);
  }

  /**
   * Changes the rules while running; an empty text is a good day.
   * @throws FaultLanguageError that says all that is wrong with the text, or Error when a journal to replay cannot be read
   */
  set(text: string): void {
    const { store, services, now, seed } = this.#options;
    const rules = parseFaults(text, catalogOf(services));
    const replayed = rules.replay === undefined ? undefined : readJournal(rules.replay);
    if (rules.rules.length === 0 && !replayed) {
      this.#day = undefined;
      return;
    }
    const drawn = rules.seed ?? seed ?? randomInt(2 ** 31);
    this.#day = new Day({ rules, replayed, seed: drawn, store, services, began: now().getTime() });
    this.#journal?.begin({ at: now().toISOString(), rules: printFaults(rules), seed: drawn });
  }

  /** The rules that hold, and what they did so far. */
  report(): FaultReport {
    const journal = this.#journal && { journal: this.#journal.file };
    if (!this.#day) return { rules: "", injected: {}, byService: {}, ...journal };
    const { rules, seed, injected, byService } = this.#day;
    return {
      rules: printFaults(rules),
      // What is replayed was drawn another time.
      ...(rules.replay === undefined && { seed }),
      injected: Object.fromEntries(injected),
      byService: Object.fromEntries(byService),
      ...journal,
    };
  }

  /** Before anything happens: may wait, throw, or tell how the request goes on. */
  before(disturbed: Disturbed): Promise<Disturbance> | Disturbance | undefined {
    const day = this.#day;
    if (!day) return undefined;
    const { service, operation, input, ctx } = disturbed;
    const target = targetOf(ctx.region, input);
    const call = day.meet(service.signingName, operation.name, target);
    const wanted = day.decide(call, ctx.now().getTime());
    if (wanted.length === 0) return undefined;
    const slow = wanted.find(({ fault }) => fault === "latency");
    if (!slow || !this.#inject(day, call, slow)) return this.#disturb(day, call, wanted, disturbed);
    return sleep(Number(slow.detail)).then(() => this.#disturb(day, call, wanted, disturbed));
  }

  /** Through which a request that writes sees the state, so that reads may lag it; undefined when none do. */
  recorder(service?: Service, operation?: Operation): StateView | undefined {
    return this.#day?.recorder(() => this.#options.now().getTime(), service, operation);
  }

  /** How something that is being made in a place ends; undefined when it succeeds. */
  fate(venture: Venture, { region }: { readonly region: string }): Failure | undefined {
    const day = this.#day;
    if (!day) return undefined;
    const { call, injections } = day.fate(venture, region);
    const [first] = injections.filter((injection) => this.#inject(day, call, injection));
    return first && { code: String(first.detail), message: first.message ?? "" };
  }

  #disturb(day: Day, call: Call, wanted: readonly Injection[], { service, ctx }: Disturbed): Disturbance {
    let view: StateView | undefined;
    let lost = false;
    for (const injection of wanted) {
      const { fault, detail } = injection;
      if (fault === "latency") continue;
      const older = fault === "stale" ? day.past(service, ctx, Number(detail)) : undefined;
      if ((fault === "stale" && !older) || !this.#inject(day, call, injection)) continue;
      if (fault === "drop-before") throw new ConnectionCut();
      if (fault === "stale") view = older;
      else if (fault === "drop-after") lost = true;
      else throw refusalOf(fault, detail, service);
    }
    return { view, lost };
  }

  /** Counts a fault and writes it down; false when its rule has none left. */
  #inject(day: Day, call: Call, injection: Injection): boolean {
    if (!day.spend(call, injection)) return false;
    const { fault, detail, message } = injection;
    const at = this.#options.now().toISOString();
    // What was under way when the rules changed is not of the journal's new section.
    if (day === this.#day) this.#journal?.add({ at, n: day.total, ...call, fault, detail, message });
    return true;
  }
}

function refusalOf(fault: FaultKind, detail: string | number | undefined, { errors }: Service): ServiceError {
  if (fault === "throttle") return serviceError(errors.throttled, { "retry-after": retryAfterSeconds });
  return serviceError(fault === "error" && detail === "internal" ? errors.internal : errors.unavailable);
}

function serviceError({ code, status, message = "" }: ErrorCode, headers = {}): ServiceError {
  return new ServiceError(code, message, status, {}, headers);
}

/** Names that selectors may use. */
export function catalogOf(services: readonly Service[]): Catalog {
  return new Map(
    services.map(({ signingName, operations }) => [signingName, operations.map(({ name }) => name)]),
  );
}
