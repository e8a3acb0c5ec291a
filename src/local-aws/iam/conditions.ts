import type { ConditionKeys } from "./access.ts";
import { conditionOperators, operatorName } from "./condition-operators.ts";
import type { AskedKey, CompiledText } from "./variables.ts";

/** One operator with one key: all of a statement's have to hold. */
export interface Condition {
  readonly holds: (keys: ConditionKeys) => boolean;
  readonly asks: readonly AskedKey[];
}

/** What a statement's `Condition` demands. An operator that does not exist never holds. */
export function compileConditions(block: unknown, hasVariables: boolean): readonly Condition[] {
  return entriesOf(block).flatMap(([operator, byKey]) =>
    entriesOf(byKey).map(([key, expected]) =>
      compileCondition(operator, key, valuesOf(expected), hasVariables),
    ),
  );
}

function compileCondition(
  operator: string,
  spelled: string,
  expected: readonly string[],
  hasVariables: boolean,
): Condition {
  const asked = { key: spelled.toLowerCase(), spelled };
  const { base = "", quantifier, ifExists } = operatorName(operator) ?? {};
  if (base === "Null") return { holds: nullCondition(asked.key, expected), asks: [asked] };
  const known = conditionOperators[base];
  if (!known) return { holds: () => false, asks: [asked] };
  const { compile, negated = false } = known;
  const values = expected.map((value) => compile(value, hasVariables));
  const one = negated ? fitsNone(values) : fitsSome(values);
  const whenAbsent = ifExists === true || (quantifier ? quantifier === "ForAllValues" : negated);
  const every = quantifier === "ForAllValues" || (negated && quantifier === undefined);
  const holds = (keys: ConditionKeys) => {
    const actual = keys[asked.key];
    if (typeof actual === "string") return one(actual, keys);
    if (!isPresent(actual)) return whenAbsent;
    return every ? actual.every((value) => one(value, keys)) : actual.some((value) => one(value, keys));
  };
  return { holds, asks: [asked, ...values.flatMap(({ asks }) => asks)] };
}

/** `Null` with `true` wants the key absent, with `false` present. */
function nullCondition(key: string, expected: readonly string[]): Condition["holds"] {
  const wanted = new Set(expected.map((value) => value.toLowerCase()));
  return (keys) => wanted.has(String(!isPresent(keys[key])));
}

/** Whether a request has this key; one with an empty list of values counts as absent. */
export function isPresent(value: unknown): value is string | readonly string[] {
  // A policy may ask for what every object inherits, `constructor` for instance: that is no value.
  return typeof value === "string" || (Array.isArray(value) && value.length > 0);
}

type OneValue = (value: string, keys: ConditionKeys) => boolean;

function fitsSome(expected: readonly CompiledText[]): OneValue {
  const [only, ...others] = expected;
  if (only && others.length === 0) return (value, keys) => only.matches(value, keys) === true;
  return (value, keys) => expected.some(({ matches }) => matches(value, keys) === true);
}

/** A value whose variable is not there fits nothing, and does not fail to fit either. */
function fitsNone(expected: readonly CompiledText[]): OneValue {
  return (value, keys) => expected.every(({ matches }) => matches(value, keys) === false);
}

function valuesOf(expected: unknown): readonly string[] {
  return [expected].flat().map(String);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
