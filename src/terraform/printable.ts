import { stripVTControlCharacters } from "node:util";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this removes
const HIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;
const HIDDEN_ALL = new RegExp(HIDDEN, "g");

/**
 * Text that shows all it holds: without terminal escapes, control characters (tabs and newlines stay) and the invisible
 * or direction-changing characters with which a value could hide lines of a plan.
 */
export function printable(text: string): string {
  return HIDDEN.test(text)
    ? stripVTControlCharacters(text).replace(/\r\n/g, "\n").replace(HIDDEN_ALL, "")
    : text;
}

/** The same for every string inside plain data, the keys of objects too. */
export function printableData<T>(data: T): T {
  if (typeof data === "string") return printable(data) as T;
  if (Array.isArray(data)) return data.map(printableData) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [printable(key), printableData(value)]),
  ) as T;
}

/** What our own colours are made of: bold, dim, italic, underline and the sixteen colours; nothing that conceals or sets a background. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this keeps
const OWN_COLOURS = /(\u001B\[(?:1|2|3|4|22|23|24|3[0-79]|9[0-7])m)/;

/** The same for a line that is coloured already: the colours stay. */
export function printableLine(line: string): string {
  if (!HIDDEN.test(line)) return line;
  return line
    .split(OWN_COLOURS)
    .map((piece, index) => (index % 2 === 1 ? piece : printable(piece)))
    .join("");
}

/** JSON as it is, with what a terminal would obey or hide written as `\u…`: the same data to whoever reads it. */
export function printableJson(json: string): string {
  return json.replace(HIDDEN_ALL, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
