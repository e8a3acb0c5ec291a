import { invalid } from "./find.ts";
import { jsonPattern } from "./json-pattern.ts";

/** Tells whether a message matches. */
export type MessageTest = (message: string) => boolean;

/**
 * Compiles a filter pattern: nothing matches everything; `{ … }` tests JSON; `%…%` is a regular expression; else terms, all of
 * which must occur (`"in quotes"` with blanks), `-term` must not, and of several `?term` one is enough.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws InvalidParameterException where the pattern is malformed or of the space-delimited kind, which is not read here
 */
export function filterPattern(pattern: string): MessageTest {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return jsonPattern(text);
  if (text.startsWith("[")) throw invalid("Space-delimited filter patterns are not supported here.");
  const regular = /^%(.+)%$/.exec(text)?.[1];
  if (regular !== undefined) return regularExpression(regular);
  return terms(text);
}

function terms(text: string): MessageTest {
  const required: string[] = [];
  const excluded: string[] = [];
  const optional: string[] = [];
  const kinds: Record<string, string[]> = { "": required, "-": excluded, "?": optional };
  const term = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;
  while (term.lastIndex < text.trimEnd().length) {
    const match = term.exec(text);
    if (!match) throw invalid("Invalid filter pattern");
    const [, kind = "", quoted, plain] = match;
    kinds[kind]?.push(quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
  }
  return (message) =>
    required.every((one) => message.includes(one)) &&
    !excluded.some((one) => message.includes(one)) &&
    (optional.length === 0 || required.length > 0 || optional.some((one) => message.includes(one)));
}

function regularExpression(source: string): MessageTest {
  try {
    const expression = new RegExp(source);
    return (message) => expression.test(message);
  } catch {
    throw invalid("Invalid regular expression in filter pattern");
  }
}
