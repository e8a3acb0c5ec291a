import type { Context } from "../context.ts";
import type { Operation } from "../operation.ts";
import type { Service } from "../service.ts";
import type { Store } from "../store.ts";
import { consistency } from "./consistency.ts";
import { History } from "./history.ts";
import type { StateView } from "./injector.ts";
import type { JournalEntry } from "./journal.ts";
import { type FaultRules, globbed } from "./language.ts";
import { failures, lacking, requestFor, type Venture } from "./outcomes.ts";
import { type Call, type Injection, RuleBook, shortages } from "./rule-book.ts";
import { targetOf } from "./target.ts";

export interface DayOptions {
  readonly rules: FaultRules;
  /** Faults that happen again, instead of what rules say. */
  readonly replayed: readonly JournalEntry[] | undefined;
  readonly seed: number;
  readonly store: Store;
  readonly services: readonly Service[];
  /** Milliseconds since 1970. */
  readonly began: number;
}

/** What one set of rules has seen and done since it took hold. */
export class Day {
  readonly rules: FaultRules;
  readonly seed: number;
  readonly injected = new Map<string, number>();
  readonly byService = new Map<string, number>();
  total = 0;
  readonly #began: number;
  readonly #store: Store;
  readonly #book: RuleBook;
  readonly #replayed: ReadonlyMap<string, readonly JournalEntry[]> | undefined;
  readonly #met = new Map<string, number>();
  readonly #history: History | undefined;
  /** Names of the slots whose reads lag. */
  readonly #lagging: ReadonlySet<string>;

  constructor({ rules, replayed, seed, store, services, began }: DayOptions) {
    this.rules = rules;
    this.seed = seed;
    this.#began = began;
    this.#store = store;
    this.#book = new RuleBook(rules, seed);
    this.#replayed = replayed && byRequest(replayed);
    const lagOf = ({ signingName: name }: Service) =>
      name in consistency ? Math.max(this.#book.staleMs(name), replayedLag(replayed, name)) : 0;
    const lagging = services.filter((service) => lagOf(service) > 0);
    this.#lagging = new Set(lagging.flatMap(({ slots }) => slots.map(({ name }) => name)));
    if (lagging.length > 0) this.#history = new History(store, Math.max(...lagging.map(lagOf)));
  }

  /** Counts a request in. */
  meet(service: string, operation: string, target: string): Call {
    const key = `${service}:${operation} ${target}`;
    const occurrence = (this.#met.get(key) ?? 0) + 1;
    this.#met.set(key, occurrence);
    return { service, operation, target, occurrence };
  }

  /** What is to befall a request. */
  decide(call: Call, now: number): readonly Injection[] {
    if (this.#replayed) return this.#replayed.get(requestKey(call)) ?? [];
    return this.#book.decide(call, now - this.#began);
  }

  /** What is to go wrong with something that is being made. */
  fate(venture: Venture, region: string): { call: Call; injections: readonly Injection[] } {
    const { service, operation } = requestFor[venture.kind];
    const call = this.meet(service, operation, targetOf(region, { made: venture.name }));
    if (this.#replayed) return { call, injections: this.#replayed.get(requestKey(call)) ?? [] };
    const rules = this.#book.doom({ service, operation });
    const doomed = rules.find(({ settings }) => settings.fail?.some((kind) => kind === venture.kind));
    if (doomed && venture.kind !== "instance") {
      const { code, message } = failures[venture.kind];
      return { call, injections: [{ fault: "fail", detail: code, message, rule: doomed }] };
    }
    const missing = lacking(venture, shortages(rules));
    if (!missing) return { call, injections: [] };
    const rule =
      rules.find(({ settings: { capacity = [] } }) => lacking(venture, capacity)) ??
      rules.find(({ settings }) => settings.capacity);
    return {
      call,
      injections: [{ fault: "capacity", detail: missing.code, message: missing.message, rule }],
    };
  }

  /** Counts a fault; false when its rule has none left. */
  spend({ service }: Call, { fault, rule }: Injection): boolean {
    if (rule && rule.left <= 0) return false;
    if (rule) rule.left--;
    this.total++;
    this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1);
    this.byService.set(service, (this.byService.get(service) ?? 0) + 1);
    return true;
  }

  /** How the service's state was so long ago; undefined when it was no different. */
  past({ slots }: Service, { account, region, now }: Context, lagMs: number): StateView | undefined {
    const then = now().getTime() - lagMs;
    const history = this.#history;
    if (!history || !slots.some((slot) => history.differs(slot, account, region, then))) return undefined;
    return history.view(slots, then);
  }

  /** Through which what writes sees the state: it is kept as it was. Undefined when no read would show the write. */
  recorder(now: () => number, service?: Service, operation?: Operation): StateView | undefined {
    const history = this.#history;
    if (!history || (service && operation && (operation.readOnly || isUnseen(service, operation))))
      return undefined;
    return (slot, account, region) => {
      if (this.#lagging.has(slot.name)) history.keep(slot, account, region, now());
      return this.#store.state(slot, account, region);
    };
  }
}

const requestKey = ({ service, operation, target, occurrence }: Call): string =>
  `${service}:${operation} ${target} ${occurrence}`;

function byRequest(entries: readonly JournalEntry[]): ReadonlyMap<string, readonly JournalEntry[]> {
  const found = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const key = requestKey(entry);
    found.set(key, [...(found.get(key) ?? []), entry]);
  }
  return found;
}

function replayedLag(entries: readonly JournalEntry[] = [], service: string): number {
  const lags = entries.filter((entry) => entry.fault === "stale" && entry.service === service);
  return lags.reduce((longest, { detail }) => Math.max(longest, Number(detail)), 0);
}

function isUnseen({ signingName }: Service, { name }: Operation): boolean {
  return consistency[signingName]?.unseen?.some((pattern) => globbed(pattern).test(name)) ?? false;
}
