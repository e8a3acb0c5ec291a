import type { Constraint } from "./constraints.ts";
import type { Rule } from "./problem.ts";

/** One rule and whether a value keeps it. */
export interface Test {
  readonly rule: Rule;
  readonly keeps: (value: never) => boolean;
}

/** The tests of a text, in the order in which AWS names them. */
export function textTests({ min, max, maxBytes, pattern, enum: values }: Constraint): Test[] {
  const tests: Test[] = [];
  if (max !== undefined)
    tests.push({
      rule: limit("max", max),
      keeps: (text: string) => text.length <= max || characters(text) <= max,
    });
  if (min !== undefined) tests.push({ rule: limit("min", min), keeps: (text: string) => text.length >= min });
  if (maxBytes !== undefined)
    tests.push({
      rule: limit("max", maxBytes, "bytes"),
      keeps: (text: string) => text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes,
    });
  if (pattern !== undefined) {
    const expression = wholeMatch(pattern);
    tests.push({ rule: { kind: "pattern", pattern }, keeps: (text: string) => expression.test(text) });
  }
  if (values) {
    const known = new Set(values);
    tests.push({ rule: { kind: "enum", values }, keeps: (text: string) => known.has(text) });
  }
  return tests;
}

export function numberTests({ min, max }: Constraint): Test[] {
  const tests: Test[] = [];
  if (max !== undefined)
    tests.push({ rule: limit("max", max, "value"), keeps: (number: number) => number <= max });
  if (min !== undefined)
    tests.push({ rule: limit("min", min, "value"), keeps: (number: number) => number >= min });
  return tests;
}

/** The tests of how many something has: items, entries or bytes. */
export function sizeTests({ min, max }: Constraint, sizeOf: (value: never) => number): Test[] {
  const tests: Test[] = [];
  if (max !== undefined) tests.push({ rule: limit("max", max), keeps: (value) => sizeOf(value) <= max });
  if (min !== undefined) tests.push({ rule: limit("min", min), keeps: (value) => sizeOf(value) >= min });
  return tests;
}

function limit(kind: "min" | "max", limit: number, of: "length" | "value" | "bytes" = "length"): Rule {
  return { kind, limit, of };
}

function characters(text: string): number {
  return [...text].length;
}

/** AWS's patterns are Java's, and match whole texts; almost all of them mean the same in JavaScript's Unicode mode. */
function wholeMatch(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return new RegExp(`^(?:${pattern})$`);
  }
}
