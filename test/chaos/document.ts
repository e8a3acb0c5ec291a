import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sandbox.ts";
import { type Outcome, type Scenario, survived } from "./scenario.ts";

/** Where the rows and their counts stand. */
const PAGE = join(root, "docs", "reliability.md");
const [BEGIN, END] = [
  "<!-- scenarios: written by `make chaos ARGS=--write` -->",
  "<!-- end of scenarios -->",
];

/** Writes rows, and the counts and the day of this run into the page; what this run left out keeps its counts. */
export function writeCounts(
  scenarios: readonly Scenario[],
  outcomes: readonly Outcome[],
  now = new Date(),
): void {
  const text = readFileSync(PAGE, "utf8");
  const [before, rest = ""] = text.split(BEGIN);
  const [table = "", after = ""] = rest.split(END);
  const day = now.toISOString().slice(0, 10);
  const kept = new Map(
    [...table.matchAll(/\| `([a-z0-9-]+)` \| ([^|]*) \|$/gm)].map(([, id = "", count = ""]) => [id, count]),
  );
  const counts = new Map(
    scenarios.map(({ id }) => [id, countOf(id, outcomes, day) ?? kept.get(id) ?? "not yet run"]),
  );
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${scenarioTable(scenarios, counts)}\n\n${END}${after}`);
}

function scenarioTable(scenarios: readonly Scenario[], counts: ReadonlyMap<string, string>): string {
  return [
    "| what happens | what you see | what you type | scenario | survived |",
    "|---|---|---|---|---|",
    ...scenarios.map(
      ({ id, happens, sees, types }) => `| ${happens} | ${sees} | ${types} | \`${id}\` | ${counts.get(id)} |`,
    ),
  ].join("\n");
}

function countOf(id: string, outcomes: readonly Outcome[], day: string): string | undefined {
  const own = outcomes.filter((outcome) => outcome.id === id);
  return own.length === 0 ? undefined : `${own.filter(survived).length} of ${own.length}, ${day}`;
}
