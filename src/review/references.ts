import type { DeclaredConfiguration } from "./findings.ts";
import type { Attributes } from "./rules/rule.ts";

const address = /\b[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*/g;

/** What looks like an address in the expressions of a declared value, however deep. */
export function mentioned(value: unknown): string[] {
  if (typeof value === "string") return value.includes("${") ? (value.match(address) ?? []) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(mentioned);
}

/** What is declared for an address, `aws_subnet.private["a"]` as its `aws_subnet.private`; undefined when nothing is. */
export function declaredAttributes(
  { resource = {} }: DeclaredConfiguration,
  address: string,
): Attributes | undefined {
  const dot = address.indexOf(".");
  return resource[address.slice(0, dot)]?.[address.slice(dot + 1).replace(/\[[^\]]*\]$/, "")];
}
