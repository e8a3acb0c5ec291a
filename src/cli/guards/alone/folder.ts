import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseRunNote, type RunNote } from "../../../operate/run-note.ts";
import { isWorking, STARTING_MS } from "./life.ts";
import { processOf } from "./process-identity.ts";

/** The working directory in this run's hands: it holds one plan, one configuration, one `.terraform`. */
export interface FolderHold {
  /** Runs that ended here without a word, the newest last: what proves that their lock is dead. */
  readonly died: readonly RunNote[];
  note(): RunNote;
  /** Writes down what became known of this run, before anything can happen to it. */
  update(known: Partial<Pick<RunNote, "engine" | "lockId" | "since" | "at">>): RunNote;
  /** Nobody needs the proof any more: the lock is free. */
  forgetDied(): void;
  /** After a failure, what Terraform left locked is this run's: it is remembered among those that died. */
  release(after: "success" | "failure"): void;
}

const RECORD = "run.json";
const DIED = "died-runs.json";
const KEPT_DIED = 20;
/** Whoever takes over from a dead run does it within moments, in milliseconds. */
const CLAIM_MS = 5_000;

/** Takes the working directory, also from a run that died; or says whose it is. */
export function holdFolder(directory: string, run: RunNote): FolderHold | { readonly holder: RunNote } {
  mkdirSync(directory, { recursive: true });
  const record = join(directory, RECORD);
  for (;;) {
    if (created(record, run)) return holdOf(directory, run);
    const holder = readRecord(record);
    if (holder && isWorking(holder, Date.now())) return { holder };
    // Another process takes over from the dead run at this very moment.
    if (!claimed(directory, () => takeOver(directory, holder?.run))) pause();
  }
}

/** The command that works in this directory now, if another process does. */
export function otherRunIn(directory: string): RunNote | undefined {
  const holder = readRecord(join(directory, RECORD));
  return holder && holder.pid !== process.pid && isWorking(holder, Date.now()) ? holder : undefined;
}

/** Notes which process of the engine works for the command that holds this directory, before it has done anything. */
export function noteEngine(directory: string, pid: number): void {
  const record = join(directory, RECORD);
  const holder = readRecord(record);
  if (holder?.pid !== process.pid) return;
  replace(record, { ...holder, engine: processOf(pid) ?? { pid, started: "" } });
}

function holdOf(directory: string, run: RunNote): FolderHold {
  const record = join(directory, RECORD);
  const note = () => {
    const read = readRecord(record);
    return read?.run === run.run ? read : run;
  };
  return {
    died: diedIn(directory),
    note,
    update(known) {
      const next = { ...note(), ...known };
      if (readRecord(record)?.run === run.run) replace(record, next);
      return next;
    },
    forgetDied: () => rmSync(join(directory, DIED), { force: true }),
    release(after) {
      const own = readRecord(record);
      if (own?.run !== run.run) return;
      // A lock that is taken from now on is another run's.
      const at = new Date(Date.now() - STARTING_MS).toISOString();
      if (after === "failure") remember(directory, { ...own, at });
      rmSync(record, { force: true });
    },
  };
}

/** Moves the record of a dead run to those that died, if it is still there. */
function takeOver(directory: string, run: string | undefined): void {
  const record = join(directory, RECORD);
  const dead = readRecord(record);
  if (dead?.run !== run) return;
  if (dead) remember(directory, dead);
  rmSync(record, { force: true });
}

/** A run that never had a Terraform never had a lock: it may have waited for somebody else's. */
function remember(directory: string, run: RunNote): void {
  if (!run.engine) return;
  replace(join(directory, DIED), [...remembered(directory), run].slice(-KEPT_DIED));
}

/** Runs that died in this directory, the newest last: what proves that a lock of theirs is dead. */
export function diedIn(directory: string): RunNote[] {
  const last = readRecord(join(directory, RECORD));
  return [...remembered(directory), ...(last && !isWorking(last, Date.now()) ? [last] : [])];
}

function remembered(directory: string): RunNote[] {
  try {
    const all: unknown = JSON.parse(readFileSync(join(directory, DIED), "utf8"));
    return Array.isArray(all) ? all.flatMap((one) => parseRunNote(JSON.stringify(one)) ?? []) : [];
  } catch {
    return [];
  }
}

/** Lets one process at a time take over; false while another one does. */
function claimed(directory: string, work: () => void): boolean {
  const claim = join(directory, `${RECORD}.claim`);
  try {
    writeFileSync(claim, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (ageOf(claim) < CLAIM_MS) return false;
    rmSync(claim, { force: true });
    return true;
  }
  try {
    work();
  } finally {
    rmSync(claim, { force: true });
  }
  return true;
}

const pause = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);

function ageOf(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function readRecord(file: string): RunNote | undefined {
  try {
    return parseRunNote(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

/** Appears whole or not at all, and only where nothing is. */
function created(file: string, run: RunNote): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(run), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
  renameSync(draft, file);
}
