import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lastEngineLog } from "../terraform/engine-log.ts";
import type { ChangeAction } from "../terraform/events.ts";
import { type JournalEntry, journalEntry, journalFiles } from "./journal.ts";

/** What a run meant to do, and how far it got. */
export interface JournaledRun {
  readonly run: string;
  /** `apply` or `destroy`. */
  readonly mode: string;
  /** How many finished resources were to be expected. */
  readonly total: number;
  /** When it began and when it was last heard of, in milliseconds since 1970. */
  readonly began: number;
  readonly lastHeard: number;
  /** How many steps came to their end. */
  readonly done: number;
  /** What began and came to no end: whether AWS made it, nobody was told. */
  readonly inFlight: readonly { readonly address: string; readonly action: ChangeAction }[];
  /** Absent when the run broke off: it was killed, or its machine stopped. */
  readonly outcome?: "complete" | "failed";
}

/** The last run of a working directory; nothing when there was none, or none that can be read. */
export function lastRun(directory: string): JournaledRun | undefined {
  const file = journalFiles(directory).at(-1);
  if (!file) return undefined;
  const [begin, ...entries] = entriesOf(textOf(file));
  if (begin?.entry !== "begin") return undefined;
  const { run, mode, total, at: began } = begin;
  // When the tool was killed and the engine went on, only the engine's own log has the rest.
  const all = [...entries, ...engineEntries(directory, begin.pid).filter(({ at }) => at >= began)];
  const steps = all.filter((one) => one.entry !== "begin" && one.entry !== "end");
  const ended = new Set(steps.filter(({ entry }) => entry !== "intent").map(stepKey));
  const open = steps.filter((one) => one.entry === "intent" && !ended.has(stepKey(one)));
  const done = new Set(steps.filter(({ entry }) => entry === "done").map(stepKey));
  return {
    run,
    mode,
    total,
    began,
    lastHeard: Math.max(began, ...all.map(({ at }) => at)),
    done: done.size,
    inFlight: [...new Map(open.map((one) => [stepKey(one), one])).values()].map(({ address, action }) => ({
      address,
      action,
    })),
    outcome: all.find((one) => one.entry === "end")?.outcome,
  };
}

const stepKey = ({ address, action }: { address: string; action: ChangeAction }): string =>
  `${action} ${address}`;

function engineEntries(directory: string, pid: number): JournalEntry[] {
  const events = lastEngineLog(join(directory, "logs"), { pid, command: "apply" });
  return events.flatMap((event) => journalEntry(event) ?? []);
}

/** A journal that another user wrote, or that is gone by now, tells nothing. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The last line of a run that was killed may be half written. */
function entriesOf(text: string): JournalEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as JournalEntry] : [];
    } catch {
      return [];
    }
  });
}
