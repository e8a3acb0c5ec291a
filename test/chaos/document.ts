import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sandbox.ts";
import { type Outcome, type Scenario, survived } from "./scenario.ts";
import { closingLine } from "./table.ts";

/** Where the rows and their counts stand. */
const PAGE = join(root, "docs", "reliability.md");
const [BEGIN, END] = [
  "<!-- scenarios: written by `make chaos ARGS=--write` -->",
  "<!-- end of scenarios -->",
];

/** The scenarios as a table, with the counts of a run. */
export function scenarioTable(scenarios: readonly Scenario[], outcomes: readonly Outcome[]): string {
  const rows = scenarios.map(({ id, happens, sees, types }) => {
    const own = outcomes.filter((outcome) => outcome.id === id);
    const count = own.length === 0 ? "not run" : `${own.filter(survived).length} of ${own.length}`;
    return `| ${happens} | ${sees} | ${types} | \`${id}\` | ${count} |`;
  });
  return [
    "| what happens | what you see | what you type | scenario | survived |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** Writes rows, counts and the day of this run into the page. */
export function writeCounts(
  scenarios: readonly Scenario[],
  outcomes: readonly Outcome[],
  now = new Date(),
): void {
  const text = readFileSync(PAGE, "utf8");
  const [before, rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  const day = now.toISOString().slice(0, 10);
  const body = `Last run, ${day}: **${closingLine(outcomes)}**.\n\n${scenarioTable(scenarios, outcomes)}`;
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${body}\n\n${END}${after}`);
}
