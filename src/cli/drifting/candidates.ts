import type { z } from "zod";
import { shapeOf, unwrapped } from "../../../infra/settings/terraform-type.ts";
import { type Settings, schemaOf, type VariableName, variableNames } from "../../../infra/variables.ts";

/** Another value for one variable. */
export interface Candidate {
  readonly variable: VariableName;
  readonly value: unknown;
}

/** Under other values of these it would be another deployment, with another state. */
const FIXED: readonly VariableName[] = ["account_id", "environment", "region"];

/** For each variable the values worth trying: those of its type that AWS has somewhere in what drifted, and for what has few values all others. */
export function candidates(settings: Settings, drifted: readonly unknown[]): Candidate[] {
  return variableNames
    .filter((name) => !FIXED.includes(name))
    .flatMap((variable) => {
      const now = settings[variable];
      const values = others(schemaOf(variable), now, drifted).filter((value) => !same(value, now));
      return unique(values).map((value) => ({ variable, value }));
    });
}

function others(schema: z.ZodType, now: unknown, drifted: readonly unknown[]): unknown[] {
  const nothing = schema.safeParse(null).success && now !== null ? [null] : [];
  return [...nothing, ...ofType(unwrapped(schema), now, drifted)];
}

function ofType(schema: z.ZodType, now: unknown, drifted: readonly unknown[]): unknown[] {
  switch (schema.def.type) {
    case "boolean":
      return [true, false];
    case "enum":
      return [...(schema as z.ZodEnum).options];
    case "number":
      return drifted.filter((one) => typeof one === "number");
    case "array":
      return lists(now, drifted);
    case "object":
      return objects(schema, now, drifted);
    default:
      return drifted.filter((one) => typeof one === "string");
  }
}

/** The lists themselves, today's with one element more, and today's with one less. */
function lists(now: unknown, drifted: readonly unknown[]): unknown[] {
  const today = Array.isArray(now) ? now : [];
  const whole = drifted.filter((one) => Array.isArray(one));
  const more = drifted.filter((one) => typeof one === "string" && !today.includes(one));
  return [
    ...whole,
    ...more.map((one) => [...today, one]),
    ...today.map((one) => today.filter((other) => other !== one)),
  ];
}

/** Today's with one attribute changed. */
function objects(schema: z.ZodType, now: unknown, drifted: readonly unknown[]): unknown[] {
  if (typeof now !== "object" || now === null) return [];
  return Object.entries(shapeOf(schema)).flatMap(([name, attribute]) => {
    const value = (now as Record<string, unknown>)[name];
    return others(attribute, value, drifted)
      .filter((other) => !same(other, value))
      .map((other) => ({ ...now, [name]: other }));
  });
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function unique(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
