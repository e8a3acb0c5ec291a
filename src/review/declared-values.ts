import type { DeclaredConfiguration } from "./findings.ts";
import { declaredAttributes } from "./references.ts";
import type { Attributes } from "./rules/rule.ts";

/** A value that is another resource's attribute and nothing else. */
const REFERENCE = /^\$\{([a-z][a-z0-9_]*\.[\w-]+)\.([a-z_]+)\}$/;
/** Declarations refer to each other in a few steps; more is a circle. */
const DEEPEST = 5;

/**
 * The attributes of a declared resource that are known before anything exists: written out, or those of another resource that are. What only AWS knows
 * is left out.
 */
export function declaredValues(configuration: DeclaredConfiguration, address: string): Attributes {
  const declared = declaredAttributes(configuration, address) ?? {};
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, value]) => {
      const known = resolved(configuration, value, DEEPEST);
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

function resolved(configuration: DeclaredConfiguration, value: unknown, depth: number): unknown {
  if (typeof value !== "string" || !value.includes("${")) return value;
  const [, address, attribute] = REFERENCE.exec(value) ?? [];
  if (!address || !attribute || depth === 0) return undefined;
  return resolved(configuration, declaredAttributes(configuration, address)?.[attribute], depth - 1);
}
