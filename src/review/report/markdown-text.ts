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
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\b(www)\./gi, `$1${BREAK}.`);
}

/** Text from a plan as a code span, at most so many characters of it; backticks in it do not end the span. */
export function code(text: string, length = 120): string {
  const short = cut(oneLine(text) || "(empty)", length);
  const longest = Math.max(0, ...[...short.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const gap = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return `${fence}${gap}${short}${gap}${fence}`;
}

function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

/** Code for a table. Markup where a bar is in it: it would end the cell even in a code span, and behind a backslash no escape helps. */
export function cell(text: string, length = 120): string {
  if (!text.includes("|")) return code(text, length);
  return `<code>${prose(cut(oneLine(text), length))}</code>`;
}

/** At most so many characters. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
