import type { Look } from "../paint.ts";

/** Structural: one output as Terraform's JSON has it. */
export interface Output {
  readonly sensitive?: boolean;
  readonly value?: unknown;
}

/** Outputs for people: names in one column, values readable, lists one entry per line, sensitive ones withheld. */
export function renderOutputs(outputs: Readonly<Record<string, Output>>, look: Look): string[] {
  const entries = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return ["There are no outputs: nothing is deployed."];
  const width = Math.max(...entries.map(([name]) => name.length));
  const room = look.columns - width - 4;
  return entries.flatMap(([name, output]) => {
    const lines = valueLines(output);
    // A value that the screen would break goes below its name, where it can be copied in one piece.
    if (lines.some((line) => line.length > room))
      return [`  ${look.paint("cyan", name)}`, ...lines.map((line) => `    ${line}`)];
    const [first = "", ...rest] = lines;
    return [
      `  ${look.paint("cyan", name.padEnd(width))}  ${first}`,
      ...rest.map((line) => `  ${" ".repeat(width)}  ${line}`),
    ];
  });
}

/** One value alone, for scripts: a string as it is, anything else as JSON. */
export function plainValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function valueLines({ sensitive, value }: Output): string[] {
  if (sensitive) return ["(sensitive; see --json)"];
  if (Array.isArray(value)) return value.length === 0 ? ["(none)"] : value.map(inline);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? ["(none)"] : entries.map(([key, item]) => `${key} = ${inline(item)}`);
  }
  return [inline(value)];
}

const inline = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
