import { appendFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ChangeAction, EngineEvent } from "../terraform/events.ts";

/** One line of a journal; `at` in milliseconds since 1970. */
export type JournalEntry =
  | {
      readonly entry: "begin";
      readonly run: string;
      readonly mode: string;
      readonly total: number;
      readonly pid: number;
      readonly at: number;
    }
  | {
      readonly entry: "intent" | "done" | "failed";
      readonly address: string;
      readonly action: ChangeAction;
      /** What AWS calls it, once it is made. */
      readonly id?: string;
      readonly at: number;
    }
  | { readonly entry: "end"; readonly outcome: "complete" | "failed"; readonly at: number };

const KEPT_JOURNALS = 20;

/**
 * The journal of a run's intents: each is written down at once, so that whoever comes after a run that was killed knows what was under way.
 * A file per run in the working directory, `journal/<run>.jsonl`; the last twenty stay. Nothing here throws: whoever listens to the engine and breaks ends it
 * in the middle of an apply, and what is under way is found by its tags without a journal, too.
 */
export class Journal {
  /** Identifies the run: when it began, and its process. */
  readonly run: string;
  readonly #file: string;
  /** What could not be written yet: on a full disk there may be room later. */
  #held: string[] = [];
  #problem: string | undefined;
  #told = false;

  constructor(directory: string, { mode, total, now }: { mode: string; total: number; now: number }) {
    const folder = journalFolder(directory);
    this.run = runName(now);
    this.#file = join(folder, `${this.run}.jsonl`);
    this.#trying(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const old of journalFiles(directory).slice(0, 1 - KEPT_JOURNALS)) rmSync(old, { force: true });
    });
    this.#write({ entry: "begin", run: this.run, mode, total, pid: process.pid, at: now });
  }

  /** Takes what matters from the engine's events. */
  event(event: EngineEvent): void {
    const entry = journalEntry(event);
    if (entry) this.#write(entry);
  }

  end(outcome: "complete" | "failed", now: number): void {
    this.#write({ entry: "end", outcome, at: now });
  }

  /** Why it is not written, the first time that somebody asks after that happened. */
  newProblem(): string | undefined {
    if (this.#told || !this.#problem) return undefined;
    this.#told = true;
    return this.#problem;
  }

  #write(entry: JournalEntry): void {
    this.#held.push(`${JSON.stringify(entry)}\n`);
    this.#trying(() => {
      appendFileSync(this.#file, this.#held.join(""), { mode: 0o600 });
      this.#held = [];
    });
  }

  #trying(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#problem ??= (error as Error).message;
      // Part of a line may have found room: what follows begins a new one.
      if (this.#held.length > 0 && this.#held[0] !== "\n") this.#held.unshift("\n");
    }
  }
}

const KINDS = { apply_start: "intent", apply_complete: "done", apply_errored: "failed" } as const;

/** Names a run by when it began and its process: sorts by time, and fits into a tag. */
export const runName = (now: number): string =>
  `${new Date(now).toISOString().replaceAll(/[:.]/g, "-")}-${process.pid}`;

/** What an event adds to a journal; what is only read leaves nothing. */
export function journalEntry(event: EngineEvent): JournalEntry | undefined {
  if (event.type !== "apply_start" && event.type !== "apply_complete" && event.type !== "apply_errored")
    return undefined;
  const { resource, action, id_value: id } = event.hook;
  if (action === "read" || action === "noop") return undefined;
  const at = Date.parse(event.timestamp);
  return { entry: KINDS[event.type], address: resource.addr, action, ...(id ? { id } : {}), at };
}

/** Absolute paths of the journals of a working directory, the oldest first. */
export function journalFiles(directory: string): string[] {
  const folder = journalFolder(directory);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

const journalFolder = (directory: string): string => join(directory, "journal");
