import type { MessageTest } from "./filter-pattern.ts";
import { invalid } from "./find.ts";

type JsonTest = (event: unknown) => boolean;

const token =
  /\s*(&&|\|\||!=|<=|>=|=|<|>|\(|\)|"(?:[^"\\]|\\.)*"|\$(?:\.[\w-]+|\[\d+\]|\["[^"]*"\])*|[^\s()=<>!&|"]+)/y;

/**
 * Compiles `{ ($.errorCode = "*Denied") && ($.count > 3 || $.user NOT EXISTS) }` to a test of messages that hold JSON.
 * @throws InvalidParameterException
 */
export function jsonPattern(pattern: string): MessageTest {
  const inner = /^\{(.*)\}$/s.exec(pattern)?.[1];
  if (inner === undefined) throw malformed();
  const words = tokens(inner.trimEnd());
  const test = either(words);
  if (words.length > 0) throw malformed();
  return (message) => {
    const event = parse(message);
    return event !== undefined && test(event);
  };
}

function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const match = token.exec(text);
    if (!match?.[1]) throw malformed();
    found.push(match[1]);
  }
  return found;
}

// Each of these takes what it reads off the front of the words: `||` binds looser than `&&`.

function either(words: string[]): JsonTest {
  const tests = [both(words)];
  while (words[0] === "||") {
    words.shift();
    tests.push(both(words));
  }
  return (event) => tests.some((test) => test(event));
}

function both(words: string[]): JsonTest {
  const tests = [single(words)];
  while (words[0] === "&&") {
    words.shift();
    tests.push(single(words));
  }
  return (event) => tests.every((test) => test(event));
}

function single(words: string[]): JsonTest {
  const first = words.shift();
  if (first === "(") {
    const test = either(words);
    if (words.shift() !== ")") throw malformed();
    return test;
  }
  if (!first?.startsWith("$")) throw malformed();
  return comparison(first, words);
}

function comparison(selector: string, words: string[]): JsonTest {
  const path = [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]*)"\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? "",
  );
  const lookUp = (event: unknown): unknown =>
    path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), event);
  const operator = words.shift()?.toUpperCase();
  if (operator === "IS") {
    const word = words.shift()?.toUpperCase();
    const expected = { TRUE: true, FALSE: false, NULL: null }[word ?? ""];
    if (expected === undefined) throw malformed();
    return (event) => lookUp(event) === expected;
  }
  if (operator === "NOT") {
    if (words.shift()?.toUpperCase() !== "EXISTS") throw malformed();
    return (event) => lookUp(event) === undefined;
  }
  const compare = compareWith(operator, words.shift());
  return (event) => compare(lookUp(event));
}

function compareWith(operator: string | undefined, operand: string | undefined): (value: unknown) => boolean {
  if (operand === undefined) throw malformed();
  const quoted = operand.startsWith('"');
  const text = quoted ? operand.slice(1, -1).replace(/\\(.)/g, "$1") : operand;
  const number = Number(text);
  switch (operator) {
    case "=":
      return equals(text, quoted);
    case "!=": {
      const same = equals(text, quoted);
      return (value) => value !== undefined && !same(value);
    }
    case "<":
      return (value) => typeof value === "number" && value < number;
    case "<=":
      return (value) => typeof value === "number" && value <= number;
    case ">":
      return (value) => typeof value === "number" && value > number;
    case ">=":
      return (value) => typeof value === "number" && value >= number;
    default:
      throw malformed();
  }
}

/** `*` stands for any text. Numbers compare as numbers. */
function equals(text: string, quoted: boolean): (value: unknown) => boolean {
  const parts = text.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const wild = new RegExp(`^${parts.join(".*")}$`, "s");
  return (value) =>
    typeof value === "number"
      ? !quoted && value === Number(text)
      : value !== undefined && value !== null && !isObject(value) && wild.test(String(value));
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    // A message that is no JSON matches no JSON pattern.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function malformed() {
  return invalid("Invalid filter pattern");
}
