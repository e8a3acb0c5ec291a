import { consistency } from "./consistency.ts";
import { draw } from "./draw.ts";
import type { FaultKind } from "./journal.ts";
import { type FaultRules, globbed } from "./language.ts";
import type { FaultSettings, SettingName, Shortage } from "./settings.ts";

/** A request as faults see it. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly target: string;
  readonly occurrence: number;
}

/** A fault that is to happen. */
export interface Injection {
  readonly fault: FaultKind;
  readonly detail?: string | number;
  readonly message?: string;
  /** Rule that wants it. */
  readonly rule?: LiveRule;
}

/** A rule and how many faults it may still cause. */
export interface LiveRule {
  readonly selectors: readonly RegExp[];
  readonly settings: FaultSettings;
  left: number;
}

/** What rules have in store for requests, as a pure function of seed, request and time. */
export class RuleBook {
  readonly #seed: number;
  readonly #rules: readonly LiveRule[];
  readonly #byOperation = new Map<string, readonly LiveRule[]>();

  constructor({ rules }: FaultRules, seed: number) {
    this.#seed = seed;
    // The last one first: it decides.
    this.#rules = rules.toReversed().map(({ selectors, settings }) => ({
      selectors: selectors.map(selecting),
      settings,
      left: settings.times ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** What befalls a request so many milliseconds after the rules took hold. */
  decide(call: Call, elapsedMs: number): Injection[] {
    const rules = this.#for(call).filter(({ left }) => left > 0);
    if (rules.length === 0) return [];
    const slow = this.#latency(rules, call);
    const stop = outage(rules, elapsedMs) ?? this.#stop(rules, call);
    const rest = stop ? [stop] : [this.#stale(rules, call), this.#loss(rules, call)];
    return [slow, ...rest].filter((injection) => injection !== undefined);
  }

  /** Rules by which something that is made ends badly. */
  doom(call: Omit<Call, "target" | "occurrence">): readonly LiveRule[] {
    return this.#for(call).filter(({ left, settings }) => left > 0 && (settings.fail || settings.capacity));
  }

  /** The longest that reads of a service lag; 0 when they do not. */
  staleMs(service: string): number {
    const ofService = this.#rules.filter(({ selectors }) =>
      selectors.some(({ source }) => source.startsWith("^.*") || source.startsWith(`^${service}:`)),
    );
    return Math.max(0, ...ofService.map(({ settings }) => settings.stale ?? 0));
  }

  #for({ service, operation }: Omit<Call, "target" | "occurrence">): readonly LiveRule[] {
    const name = `${service}:${operation}`;
    let found = this.#byOperation.get(name);
    if (!found) {
      found = this.#rules.filter(({ selectors }) => selectors.some((selector) => selector.test(name)));
      this.#byOperation.set(name, found);
    }
    return found;
  }

  #latency(rules: readonly LiveRule[], call: Call): Injection | undefined {
    const rule = deciding(rules, "latency");
    if (!rule?.settings.latency) return undefined;
    const { from, to } = rule.settings.latency;
    const detail = Math.round(from + this.#draw("latency", call) * (to - from));
    return detail > 0 ? { fault: "latency", detail, rule } : undefined;
  }

  /** What keeps a request from taking effect. */
  #stop(rules: readonly LiveRule[], call: Call): Injection | undefined {
    const cut = this.#hit(rules, ["drop-before", "drop"], call);
    if (cut) return { fault: "drop-before", rule: cut };
    const slowDown = this.#hit(rules, ["throttle"], call);
    if (slowDown) return { fault: "throttle", rule: slowDown };
    const broken = this.#hit(rules, ["error"], call);
    const detail = this.#draw("which error", call) < 0.5 ? "internal" : "unavailable";
    return broken && { fault: "error", detail, rule: broken };
  }

  /**
   * The same for every read of a service, so that none goes back in time: what one read has shown, the next one shows too. The AWS
   * provider relies on that (it waits for GetRole, and then asks ListRolePolicies once), and it holds on AWS.
   */
  #stale(rules: readonly LiveRule[], call: Call): Injection | undefined {
    const rule = deciding(rules, "stale");
    if (!rule || !lags(call)) return undefined;
    const lag = (rule.settings.stale ?? 0) * (0.5 + 0.5 * draw(this.#seed, "stale", call.service));
    return { fault: "stale", detail: Math.ceil(lag), rule };
  }

  #loss(rules: readonly LiveRule[], call: Call): Injection | undefined {
    const rule = this.#hit(rules, ["drop-after", "drop"], call);
    return rule && { fault: "drop-after", rule };
  }

  /** The rule by whose share a request is struck. The second name is of both halves. */
  #hit(
    rules: readonly LiveRule[],
    [name, whole]: readonly [ShareName, ShareName?],
    call: Call,
  ): LiveRule | undefined {
    const shareOf = ({ settings }: LiveRule) =>
      settings[name] ?? (whole && settings[whole] !== undefined ? settings[whole] / 2 : undefined);
    const rule = rules.find((one) => shareOf(one) !== undefined);
    return rule && this.#draw(name, call) < (shareOf(rule) ?? 0) ? rule : undefined;
  }

  #draw(what: string, { service, operation, target, occurrence }: Call): number {
    return draw(this.#seed, what, service, operation, target, occurrence);
  }
}

type ShareName = "throttle" | "error" | "drop" | "drop-before" | "drop-after";

const deciding = (rules: readonly LiveRule[], name: SettingName): LiveRule | undefined =>
  rules.find(({ settings }) => settings[name] !== undefined);

/** Outages of several rules add up: each has its time. */
function outage(rules: readonly LiveRule[], elapsedMs: number): Injection | undefined {
  const rule = rules.find(
    ({ settings: { down } }) => down && elapsedMs >= down.start && elapsedMs < down.start + down.length,
  );
  return rule && { fault: "down", rule };
}

function lags({ service, operation }: Call): boolean {
  const { reads = [], prompt = [] } = consistency[service] ?? {};
  const matches = (pattern: string) => globbed(pattern).test(operation);
  return reads.some(matches) && !prompt.some(matches);
}

/** Matches `service:Operation`. */
function selecting(selector: string): RegExp {
  return globbed(selector.includes(":") ? selector : `${selector}:*`);
}

/** What all rules together say cannot be had. */
export function shortages(rules: readonly LiveRule[]): Shortage[] {
  return rules.flatMap(({ settings }) => settings.capacity ?? []);
}
