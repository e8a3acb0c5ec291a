import { closest, distance } from "fastest-levenshtein";

/** One thing that is wrong with a text. */
export interface FaultProblem {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly received: string;
  readonly expected: string;
  readonly nearest?: string;
}

/** A text that is not of the language: says everything that is wrong with it. */
export class FaultLanguageError extends Error {
  override readonly name = "FaultLanguageError";
  readonly problems: readonly FaultProblem[];

  constructor(problems: readonly FaultProblem[]) {
    super(`The faults cannot be read.\n${problems.map(inOneLine).join("\n")}`);
    this.problems = problems;
  }
}

const inOneLine = ({ line, column, received, expected, nearest }: FaultProblem): string =>
  `  ${line}:${column} received ${received}, expected ${expected}${nearest ? `; did you mean ${nearest}?` : ""}`;

/** The known word that was probably meant: two slips of the fingers away, or a third of its letters. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const word = closest(given, [...known]);
  const slips = distance(given.toLowerCase(), word.toLowerCase());
  return word !== given && slips <= Math.max(2, given.length / 3) ? word : undefined;
}
