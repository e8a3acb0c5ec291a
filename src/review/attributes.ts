import type { ValueChange } from "./plan.ts";

/** One changed attribute of one resource: a leaf of its value, e.g. `scaling_config[0].max_size`. */
export interface AttributeChange {
  readonly path: string;
  /** Absent where the value is sensitive, or where there is none. */
  readonly before?: unknown;
  /** Absent where the value is sensitive, unknown until the apply, or where there is none. */
  readonly after?: unknown;
  readonly unknown: boolean;
  /** Of an unknown value: the resources that make it known once they are changed. Absent when AWS itself makes it up. */
  readonly waitsFor?: readonly string[];
  readonly sensitive: boolean;
  /** This change is what forces the replacement. */
  readonly forcesReplacement: boolean;
}

/**
 * The leaves in which `before` and `after` differ. Lists and objects are entered as long as both sides have the same
 * shape; where they do not, the whole value counts as one change.
 */
export function changedAttributes(change: ValueChange): AttributeChange[] {
  const forced = new Set((change.replace_paths ?? []).map(pathName));
  const found: AttributeChange[] = [];
  visit([], {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
  });
  return found;

  function visit(path: (string | number)[], given: Values): void {
    const values = documents(given);
    if (values.unknown !== true && (isContainer(values.before) || isContainer(values.after))) {
      const keys = commonKeys(values.before, values.after, values.unknown);
      if (keys && !isTrue(values.beforeSensitive) && !isTrue(values.afterSensitive)) {
        for (const key of keys) visit([...path, key], below(values, key));
        return;
      }
    }
    if (values.unknown !== true && same(values.before, values.after)) return;
    const name = pathName(path);
    const sensitive = hasTrue(values.beforeSensitive) || hasTrue(values.afterSensitive);
    found.push({
      path: name,
      ...(sensitive || isAbsent(values.before) ? {} : { before: values.before }),
      ...(sensitive || values.unknown === true || isAbsent(values.after) ? {} : { after: values.after }),
      unknown: values.unknown === true,
      sensitive,
      forcesReplacement: [...forced].some(
        (path) => name === path || name.startsWith(`${path}[`) || name.startsWith(`${path}.`),
      ),
    });
  }
}

/** Of a replacement, all that AWS computes is new as well, which says nothing. */
export function isTelling(attribute: AttributeChange, action: string): boolean {
  const { forcesReplacement, sensitive, after } = attribute;
  return action !== "replace" || forcesReplacement || sensitive || after !== undefined;
}

/** `["scaling_config", 0, "max_size"]` as people write it: `scaling_config[0].max_size`. */
export function pathName(path: readonly (string | number)[]): string {
  let name = "";
  for (const step of path) {
    if (typeof step === "number") name += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) name += name === "" ? step : `.${step}`;
    else name += `[${JSON.stringify(step)}]`;
  }
  return name;
}

interface Values {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
}

function below(values: Values, key: string | number): Values {
  return {
    before: child(values.before, key),
    after: child(values.after, key),
    unknown: child(values.unknown, key),
    beforeSensitive: child(values.beforeSensitive, key),
    afterSensitive: child(values.afterSensitive, key),
  };
}

/** Policies are JSON in a string: where both sides are, what changed inside is what a reader wants. */
function documents(values: Values): Values {
  const [before, after] = [document(values.before), document(values.after)];
  return before === undefined || after === undefined ? values : { ...values, before, after };
}

function document(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The keys to enter, or nothing when the two sides are best shown as a whole: lists of different length, lists against objects. */
function commonKeys(before: unknown, after: unknown, unknown: unknown): (string | number)[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) {
    const plain = [...before, ...after].every((item) => !isContainer(item));
    if (plain || before.length !== after.length) return undefined;
    return before.map((_, index) => index);
  }
  if (isObject(before) && isObject(after)) {
    const keys = new Set([
      ...Object.keys(before),
      ...Object.keys(after),
      ...(isObject(unknown) ? Object.keys(unknown) : []),
    ]);
    return [...keys].sort();
  }
  return undefined;
}

function child(value: unknown, key: string | number): unknown {
  if (value === true) return true;
  if (Array.isArray(value) || isObject(value)) return (value as Record<string | number, unknown>)[key];
  return undefined;
}

function same(before: unknown, after: unknown): boolean {
  if (isAbsent(before) && isAbsent(after)) return true;
  return JSON.stringify(before) === JSON.stringify(after);
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const isTrue = (value: unknown): boolean => value === true;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isContainer = (value: unknown): boolean => Array.isArray(value) || isObject(value);

function hasTrue(value: unknown): boolean {
  if (value === true) return true;
  return isContainer(value) && Object.values(value as object).some(hasTrue);
}
