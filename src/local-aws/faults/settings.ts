/** What a rule of faults asks for; absent is not at all. */
export interface FaultSettings {
  /** Share of requests that are told to slow down, 0 to 1. */
  throttle?: number;
  /** Share of requests that fail with the service's own 500 or 503, half each. */
  error?: number;
  /** Share of requests whose connection is cut, half before and half after the request took effect. */
  drop?: number;
  "drop-before"?: number;
  "drop-after"?: number;
  /** Milliseconds that an answer takes. */
  latency?: Span;
  /** Milliseconds by which reads lag writes at most. */
  stale?: number;
  /** When the service answers nothing but 503. */
  down?: Outage;
  /** How many faults the rule may cause. */
  times?: number;
  /** What ends in CREATE_FAILED; of a log group, that EKS makes it once more after it was deleted. */
  fail?: readonly Doomed[];
  /** What cannot be had at the moment. */
  capacity?: readonly Shortage[];
}

/** In milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** In milliseconds, counted from when the rules took hold. */
export interface Outage {
  readonly start: number;
  readonly length: number;
}

export type Doomed = "cluster" | "nodegroup" | "log-group";

/** Of an instance type, of a zone, or of a type in a zone. */
export interface Shortage {
  readonly instanceType?: string;
  readonly zone?: string;
}

export type SettingName = keyof FaultSettings;

interface Setting<T> {
  /** What a value looks like, for whoever wrote another. */
  readonly expects: string;
  /** May stand more than once in a rule. @default false */
  readonly many?: boolean;
  read(text: string): T | undefined;
  write(value: T): string;
}

type ValueOf<K extends SettingName> =
  NonNullable<FaultSettings[K]> extends readonly (infer One)[] ? One : NonNullable<FaultSettings[K]>;

const share: Setting<number> = {
  expects: "a share from 0 to 1, such as 0.2",
  read: (text) => (/^(0?\.\d{1,9}|0|1|1\.0)$/.test(text) ? Number(text) : undefined),
  write: plain,
};

const duration: Setting<number> = {
  expects: "a duration such as 2s, 500ms or 1m",
  read: milliseconds,
  write: inWords,
};

/** Every setting of the language, in the order in which rules are printed. */
export const settings: { readonly [K in SettingName]-?: Setting<ValueOf<K>> } = {
  throttle: share,
  error: share,
  drop: share,
  "drop-before": share,
  "drop-after": share,
  latency: {
    expects: "milliseconds such as 100, or a span of them such as 50-400",
    read: (text) => {
      const [, from, to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
      const span = { from: Number(from), to: Number(to) };
      return from !== undefined && span.from <= span.to ? span : undefined;
    },
    write: ({ from, to }) => (from === to ? `${from}` : `${from}-${to}`),
  },
  stale: duration,
  down: {
    expects: "a duration, and after an @ when it begins, such as 30s or 30s@2m",
    read: (text) => {
      const [length, start] = text.split("@", 2).map(milliseconds);
      if (length === undefined || (text.includes("@") && start === undefined)) return undefined;
      return text.split("@").length > 2 ? undefined : { length, start: start ?? 0 };
    },
    write: ({ length, start }) => (start === 0 ? inWords(length) : `${inWords(length)}@${inWords(start)}`),
  },
  fail: {
    expects: "cluster, nodegroup or log-group",
    many: true,
    read: (text) => (text === "cluster" || text === "nodegroup" || text === "log-group" ? text : undefined),
    write: (doomed) => doomed,
  },
  capacity: {
    expects:
      "an instance type, a zone, or both, such as m5.large, ap-southeast-1a or m5.large@ap-southeast-1a",
    many: true,
    read: shortage,
    write: ({ instanceType, zone }) => [instanceType, zone].filter((part) => part !== undefined).join("@"),
  },
  times: {
    expects: "a whole number from 1, such as 3",
    read: (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined),
    write: (times) => `${times}`,
  },
};

/** Days that have a name. */
export const presets: Readonly<Record<string, FaultSettings>> = {
  "bad-day": { throttle: 0.2, error: 0.02, latency: { from: 20, to: 200 }, stale: 1000 },
  "worst-day": { throttle: 0.4, error: 0.05, drop: 0.02, latency: { from: 50, to: 400 }, stale: 3000 },
};

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Four months: what a rehearsal cannot outlast, and ten digits can say in every unit. */
const longestMs = 9_999_999_999;

function milliseconds(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,10}(?:\.\d{1,3})?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const ms = Math.round(Number(number) * (unitMs[unit] as number));
  return ms <= longestMs ? ms : undefined;
}

function inWords(ms: number): string {
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms > 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A number without an exponent, which the language does not read. */
function plain(value: number): string {
  return value.toFixed(12).replace(/\.?0+$/, "");
}

function shortage(text: string): Shortage | undefined {
  const [, instanceType, , zone] =
    /^([a-z][a-z0-9-]*\.[a-z0-9-]+)?(^|@|$)([a-z]{2}(?:-[a-z]+)+-\d[a-z])?$/.exec(text) ?? [];
  if (instanceType === undefined && zone === undefined) return undefined;
  return { ...(instanceType && { instanceType }), ...(zone && { zone }) };
}
