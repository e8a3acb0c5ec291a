import { appendFileSync, readFileSync } from "node:fs";

/** One fault that happened. */
export interface JournalEntry {
  /** ISO 8601. */
  readonly at: string;
  /** Counts from 1 in every section. */
  readonly n: number;
  readonly service: string;
  readonly operation: string;
  /** What the request was about, in words that are the same in every run. */
  readonly target: string;
  /** How often this operation had met this target, this time included. */
  readonly occurrence: number;
  readonly fault: FaultKind;
  /** Milliseconds of `latency` and `stale`, `internal` or `unavailable` of `error`, the code of `fail` and `capacity`. */
  readonly detail?: string | number;
  /** The message of `fail` and `capacity`. */
  readonly message?: string;
}

export type FaultKind =
  | "throttle"
  | "error"
  | "down"
  | "latency"
  | "stale"
  | "drop-before"
  | "drop-after"
  | "fail"
  | "capacity";

/** Begins a section of a journal: one run of one set of rules. */
export interface JournalHead {
  readonly at: string;
  readonly rules: string;
  readonly seed: number;
}

/** Writes faults down, one JSON object a line, as they happen: a process that is killed has written all of them. */
export class Journal {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  begin(head: JournalHead): void {
    this.#append(head);
  }

  add(entry: JournalEntry): void {
    this.#append(entry);
  }

  #append(line: JournalHead | JournalEntry): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

/** The faults of a journal's last section. @throws Error that names the file, and the line that is none */
export function readJournal(file: string): JournalEntry[] {
  const lines = read(file)
    .split("\n")
    .map((line, i) => (line.trim() === "" ? undefined : parsed(line, i + 1, file)))
    .filter((line) => line !== undefined);
  const head = lines.findLastIndex((line) => "rules" in line);
  return lines.slice(head + 1) as JournalEntry[];
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "ENOENT" ? `There is no journal ${file}.` : `The journal ${file} cannot be read: ${message}.`,
    );
  }
}

function parsed(line: string, number: number, file: string): JournalHead | JournalEntry {
  try {
    const value = JSON.parse(line);
    if (
      typeof value.rules === "string" ||
      (value.operation && value.target && value.fault && value.occurrence)
    )
      return value;
  } catch {
    // Said below: a line that is no JSON is as wrong as one that is not of a journal.
  }
  throw new Error(`Line ${number} of ${file} is not of a journal of faults.`);
}
