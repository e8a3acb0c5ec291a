import type { Attributes } from "../rules/rule.ts";

/** Whether a declaration gives an attribute just this value, whichever way it writes blocks, numbers and the order of a set. */
export function isDeclaredAs(declared: Attributes | undefined, path: string, value: unknown): boolean {
  const found = valueAtPath(declared, path);
  return plain(found) === plain(value) && !plain(found).includes("${");
}

/** The value at a path as `changedAttributes` writes it; a block may be an object or a list of one, a policy is JSON in a text. */
function valueAtPath(declared: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((outer, step) => {
    const value = document(outer);
    if (typeof step === "number") {
      if (Array.isArray(value)) return value[step];
      return step === 0 ? value : undefined;
    }
    const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
    return typeof one === "object" && one !== null ? (one as Attributes)[step] : undefined;
  }, declared);
}

function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(
    ([, index, quoted, name = ""]) =>
      index === undefined ? (quoted === undefined ? name : (JSON.parse(quoted) as string)) : Number(index),
  );
}

function document(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** As one text: Terraform writes `"12"` and `12` for the same, and sets in any order. */
function plain(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return JSON.stringify(value.map(plain).sort());
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).map(([name, one]) => [name, plain(one)] as const);
  return JSON.stringify(entries.filter(([, text]) => text !== "").sort(([a], [b]) => (a < b ? -1 : 1)));
}
