import { operatorName } from "./condition-operators.ts";
import { dateOf } from "./dates.ts";
import type { PolicyFault } from "./grammar-words.ts";

/** What is wrong with a `Condition`: its shape, an operator that does not exist, or a date that is none. */
export function conditionProblem(condition: unknown): { fault: PolicyFault; about: string } | undefined {
  if (!isObject(condition)) return { fault: "condition", about: "Condition" };
  for (const [operator, byKey] of Object.entries(condition)) {
    const { base } = operatorName(operator) ?? {};
    // An operator that compares nothing may be called anything.
    if (isObject(byKey) && Object.keys(byKey).length === 0) continue;
    if (base === undefined || !isObject(byKey)) return { fault: "condition", about: operator };
    for (const expected of Object.values(byKey)) {
      const values = [expected].flat();
      if (!values.every(isScalar)) return { fault: "condition", about: operator };
      const dates = base.startsWith("Date") ? values.map(String) : [];
      if (dates.some((date) => Number.isNaN(dateOf(date)))) return { fault: "date", about: operator };
    }
  }
  return undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** A text, or a list of them. */
export function isTexts(value: unknown): value is string | string[] {
  return [value].flat().every(isText);
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
