import { dateOf } from "./dates.ts";
import { ipRangeMatcher } from "./ip-ranges.ts";
import { type CompiledText, compileText } from "./variables.ts";
import { literal, wild, wildArn } from "./wildcards.ts";

/** Prepares one value that a policy compares a key's values with. */
type ValueCompiler = (expected: string, hasVariables: boolean) => CompiledText;

export interface ConditionOperator {
  readonly compile: ValueCompiler;
  /** Holds when none of the values fits, and when the key is absent. */
  readonly negated?: true;
}

const equalText: ValueCompiler = (text, hasVariables) => compileText(text, literal, hasVariables);
const likeText: ValueCompiler = (text, hasVariables) => compileText(text, wild, hasVariables);
const equalIgnoringCase: ValueCompiler = (text, hasVariables) =>
  compileText(text, literal, hasVariables, (value) => value.toLowerCase());
const likeArn: ValueCompiler = (text, hasVariables) =>
  text === "*" ? likeText(text, false) : compileText(text, wildArn, hasVariables);

/** Compares what the two texts stand for; what stands for nothing compares as false with everything. */
function comparing(
  read: (text: string) => number,
  holds: (actual: number, expected: number) => boolean,
): ValueCompiler {
  return (text) => {
    const expected = read(text);
    return { matches: (value) => holds(read(value), expected), asks: [] };
  };
}

function reading(read: (text: string) => unknown): ValueCompiler {
  return (text) => {
    const expected = read(text);
    return { matches: (value) => read(value) === expected, asks: [] };
  };
}

const equal = (actual: number, expected: number) => actual === expected;
const less = (actual: number, expected: number) => actual < expected;
const atMost = (actual: number, expected: number) => actual <= expected;
const greater = (actual: number, expected: number) => actual > expected;
const atLeast = (actual: number, expected: number) => actual >= expected;

/** NaN for what is no number. */
function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/**
 * Condition operators, without `IfExists` and what stands before a colon. `Null` is no comparison and stands in `conditions.ts`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, May 2026
 */
export const conditionOperators: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: { compile: equalText },
  StringNotEquals: { compile: equalText, negated: true },
  StringEqualsIgnoreCase: { compile: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { compile: equalIgnoringCase, negated: true },
  StringLike: { compile: likeText },
  StringNotLike: { compile: likeText, negated: true },
  NumericEquals: { compile: comparing(numberOf, equal) },
  NumericNotEquals: { compile: comparing(numberOf, equal), negated: true },
  NumericLessThan: { compile: comparing(numberOf, less) },
  NumericLessThanEquals: { compile: comparing(numberOf, atMost) },
  NumericGreaterThan: { compile: comparing(numberOf, greater) },
  NumericGreaterThanEquals: { compile: comparing(numberOf, atLeast) },
  DateEquals: { compile: comparing(dateOf, equal) },
  DateNotEquals: { compile: comparing(dateOf, equal), negated: true },
  DateLessThan: { compile: comparing(dateOf, less) },
  DateLessThanEquals: { compile: comparing(dateOf, atMost) },
  DateGreaterThan: { compile: comparing(dateOf, greater) },
  DateGreaterThanEquals: { compile: comparing(dateOf, atLeast) },
  Bool: { compile: reading((text) => text.toLowerCase()) },
  BinaryEquals: { compile: reading((text) => Buffer.from(text, "base64").toString("base64")) },
  IpAddress: { compile: inRange },
  NotIpAddress: { compile: inRange, negated: true },
  ArnEquals: { compile: likeArn },
  ArnNotEquals: { compile: likeArn, negated: true },
  ArnLike: { compile: likeArn },
  ArnNotLike: { compile: likeArn, negated: true },
};

function inRange(range: string): CompiledText {
  return { matches: ipRangeMatcher(range), asks: [] };
}

/** An operator's name taken apart: `ForAllValues:StringLikeIfExists`. */
export interface OperatorName {
  readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
  /** `Null`, or a name of {@link conditionOperators}. */
  readonly base: string;
  readonly ifExists: boolean;
}

/** Takes an operator's name apart; undefined when there is no such operator. */
export function operatorName(name: string): OperatorName | undefined {
  const {
    quantifier,
    base = "",
    ifExists,
  } = /^(?:(?<quantifier>ForAllValues|ForAnyValue):)?(?<base>\w+?)(?<ifExists>IfExists)?$/.exec(name)
    ?.groups ?? {};
  const known = Object.hasOwn(conditionOperators, base) || (base === "Null" && !ifExists);
  return known ? ({ quantifier, base, ifExists: ifExists !== undefined } as OperatorName) : undefined;
}
