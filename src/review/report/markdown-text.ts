import { visible } from "./html.ts";

/** A mark that nobody sees, between characters that GitHub would read as a mention, a reference or a link. */
const BREAK = "\u200b";

/** Text from a plan in Markdown: shown as it is, whatever it holds; nobody is mentioned and nothing is linked by it. */
export function prose(text: string): string {
  return oneLine(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]|~$]/g, "\\$&")
    .replace(/([@#])(?=[\w-])/g, `$1${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`);
}

/** Text from a plan as a code span, at most so many characters of it; backticks in it do not end the span. */
export function code(text: string, length = 120): string {
  const line = oneLine(text);
  const short = line.length > length ? `${line.slice(0, length - 1)}…` : line;
  const longest = Math.max(0, ...[...short.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const gap = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return `${fence}${gap}${short}${gap}${fence}`;
}

function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

/** A code span for a table: a bar would end its cell, even there. */
export function cell(text: string, length?: number): string {
  return code(text, length).replace(/\|/g, "\\|");
}
