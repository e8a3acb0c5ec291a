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
