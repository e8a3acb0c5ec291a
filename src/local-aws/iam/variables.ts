import type { ConditionKeys } from "./access.ts";
import { type Encoding, matcherOf, matches, type Pattern } from "./wildcards.ts";

/** A condition key that a policy names: as it is looked up, and as the policy spells it. */
export interface AskedKey {
  readonly key: string;
  readonly spelled: string;
}

/** Asks whether a value fits; undefined when a variable has no value, so that there is nothing to compare with. */
export type ValueMatcher = (value: string, keys: ConditionKeys) => boolean | undefined;

/** A text of a policy, ready to be compared, and the keys that its variables ask for. */
export interface CompiledText {
  readonly matches: ValueMatcher;
  readonly asks: readonly AskedKey[];
}

interface Variable extends AskedKey {
  readonly fallback?: string;
}

/** Prepares a text that may contain policy variables; they exist since version 2012-10-17 of the language. */
export function compileText(
  text: string,
  encode: Encoding,
  hasVariables: boolean,
  fold = same,
): CompiledText {
  const parts = hasVariables && text.includes("${") ? partsOf(text, encode) : [encode(text, 0)];
  const variables = parts.filter((part) => typeof part !== "string");
  if (variables.length === 0) {
    const fits = matcherOf(fold(parts.join("")));
    return { matches: fold === same ? fits : (value) => fits(fold(value)), asks: [] };
  }
  const compare = (value: string, keys: ConditionKeys) => {
    const pattern = resolve(parts, keys);
    return pattern === undefined ? undefined : matches(fold(pattern), fold(value));
  };
  return { matches: compare, asks: variables.filter(({ fallback }) => fallback === undefined) };
}

/** How a text is taken where upper and lower case count. */
function same(text: string): string {
  return text;
}

/** A key's one value; undefined when it is absent or has many, which no variable can stand for. */
function singleValue(keys: ConditionKeys, key: string): string | undefined {
  const value = keys[key];
  return typeof value === "string" ? value : undefined;
}

function resolve(parts: readonly (Pattern | Variable)[], keys: ConditionKeys): Pattern | undefined {
  let pattern = "";
  for (const part of parts) {
    const text = typeof part === "string" ? part : (singleValue(keys, part.key) ?? part.fallback);
    if (text === undefined) return undefined;
    pattern += text;
  }
  return pattern;
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key}` and `${key, 'default'}` are variables. */
function partsOf(text: string, encode: Encoding): (Pattern | Variable)[] {
  const parts: (Pattern | Variable)[] = [];
  let colons = 0;
  let end = 0;
  for (const found of text.matchAll(variablePattern)) {
    const before = text.slice(end, found.index);
    parts.push(encode(before, colons));
    colons += before.split(":").length - 1;
    end = found.index + found[0].length;
    const { character, name = "", fallback } = found.groups ?? {};
    parts.push(character ?? { key: name.toLowerCase(), spelled: name, fallback });
  }
  parts.push(encode(text.slice(end), colons));
  return parts;
}

const variablePattern = /\$\{(?:(?<character>[*?$])|(?<name>[^},]+?)\s*(?:,\s*'(?<fallback>[^']*)'\s*)?)\}/g;
