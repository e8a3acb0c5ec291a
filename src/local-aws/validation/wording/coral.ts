import type { PathPart, Problem, Rule } from "../problem.ts";

/** "2 validation errors detected: …; …", as most of AWS's services say it: their common framework does the checking. */
export function coralMessage(problems: readonly Problem[]): string {
  const count = `${problems.length} validation error${problems.length === 1 ? "" : "s"} detected`;
  return `${count}: ${problems.map(coralProblem).join("; ")}`;
}

function coralProblem({ path, rule, value, sensitive }: Problem): string {
  const received = sensitive && value !== undefined ? "Value" : `Value ${javaValue(value)}`;
  return `${received} at '${coralPath(path)}' failed to satisfy constraint: ${coralRule(rule)}`;
}

/** `tags.1.member.key`. */
export function coralPath(path: readonly PathPart[]): string {
  return path
    .map((part) => {
      if (typeof part === "string") return decapitalize(part);
      return typeof part === "number" ? `${part}.member` : `${part.key}.member`;
    })
    .join(".");
}

export function decapitalize(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function coralRule(rule: Rule): string {
  switch (rule.kind) {
    case "required":
      return "Member must not be null";
    case "min":
      return `Member must have ${rule.of} greater than or equal to ${rule.limit}`;
    case "max":
      return `Member must have ${rule.of} less than or equal to ${rule.limit}`;
    case "pattern":
      return `Member must satisfy regular expression pattern: ${rule.pattern}`;
    case "enum":
      return `Member must satisfy enum value set: [${rule.values.join(", ")}]`;
    default:
      return `${subjects[rule.kind]} must satisfy constraint: [${rule.rules.map(coralRule).join(", ")}]`;
  }
}

const subjects = { item: "Member", key: "Map keys", value: "Map value" } as const;

/** A value as Java writes it. */
function javaValue(value: unknown): string {
  return value === undefined ? "null" : `'${javaText(value)}'`;
}

function javaText(value: unknown): string {
  if (value instanceof Uint8Array)
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.byteLength} cap=${value.byteLength}]`;
  if (Array.isArray(value)) return `[${value.map(javaText).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}=${javaText(inner)}`)
      .join(", ")}}`;
  return String(value);
}
