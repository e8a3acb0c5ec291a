import { type Outcome, type Scenario, survived } from "./scenario.ts";

/** How a run ended: a line, and one for each thing that was not as promised. */
export function outcomeLines(outcome: Outcome, progress: string): string[] {
  const { id, moment, seed, seconds, problems, lost, duplicated, note } = outcome;
  const mark = survived(outcome) ? "ok    " : "FAILED";
  const again = survived(outcome) ? note : `again: make chaos ARGS="--only ${id}:${moment} --seed ${seed}"`;
  return [
    `${progress.padStart(7)}  ${mark} ${`${id}:${moment}`.padEnd(30)} ${String(Math.round(seconds)).padStart(4)} s  ${again}`,
    ...[
      ...problems,
      ...lost.map((one) => `lost: ${one}`),
      ...duplicated.map((one) => `twice: ${one}`),
    ].flatMap((text) =>
      text
        .split("\n")
        .slice(0, MOST_LINES)
        .map((line) => `           ${line}`),
    ),
  ];
}

/** Of one problem; the transcript has them all. */
const MOST_LINES = 12;

/** A line for each scenario that was run: how often it survived. */
export function table(scenarios: readonly Scenario[], outcomes: readonly Outcome[]): string[] {
  return scenarios.flatMap(({ id, title }) => {
    const own = outcomes.filter((outcome) => outcome.id === id);
    if (own.length === 0) return [];
    const good = own.filter(survived).length;
    return [`${good === own.length ? "  " : "! "}${`${good}/${own.length}`.padStart(6)}  ${title}`];
  });
}

/** What it comes down to. */
export function closingLine(outcomes: readonly Outcome[]): string {
  const count = (of: (outcome: Outcome) => readonly string[]) =>
    outcomes.reduce((sum, one) => sum + of(one).length, 0);
  const good = outcomes.filter(survived).length;
  return `${good} of ${outcomes.length} survived, ${count(({ lost }) => lost)} resources lost, ${count(({ duplicated }) => duplicated)} duplicated`;
}
