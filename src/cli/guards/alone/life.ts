import { type RunNote, SILENT_MS } from "../../../operate/run-note.ts";
import type { StateLock } from "../../../operate/state-lock.ts";
import { enginesIn, isRunning, thisMachine } from "./process-identity.ts";

/** Whether whoever holds something still lives, and how that is known. */
export interface Life {
  readonly life: "alive" | "dead" | "unknown";
  /** For people, such as `this machine, process 4711`. */
  readonly why: string;
  /** Only Terraform goes on, of a run whose tool has ended: it ends by itself. */
  readonly orphan?: true;
}

/** Who holds an environment, as far as that can be known. */
export interface Holder extends Life {
  readonly lock?: StateLock;
  readonly note?: RunNote;
}

/** Clocks of one machine and its Terraform differ by no more than this, in milliseconds. */
const SKEW_MS = 2_000;
/** Terraform takes its lock within this time of its start, in milliseconds. */
export const STARTING_MS = 30_000;

/** Whether a run lives: by its processes where it runs on this machine, by its last sign of life elsewhere. */
export function lifeOf(run: RunNote, now: number): Life {
  const machine = thisMachine();
  if (run.host !== machine.host || run.life !== machine.life) return lifeElsewhere(run, now);
  if (isRunning({ pid: run.pid, started: run.started }))
    return { life: "alive", why: `this machine, process ${run.pid}` };
  const engine = run.engine && isRunning(run.engine) ? run.engine.pid : enginesIn(run.directory ?? "")[0];
  return engine === undefined
    ? { life: "dead", why: `process ${run.pid} of this machine has ended` }
    : { life: "alive", why: `this machine: its Terraform, process ${engine}, goes on`, orphan: true };
}

/** Whether a run still needs its working directory: a machine that was started anew, or another one, shows it by its signs of life. */
export const isWorking = (run: RunNote, now: number): boolean => lifeOf(run, now).life === "alive";

/**
 * Who holds the environment; nothing when it is free to take. `died` are runs that are known to have ended in this very working directory: a lock of theirs is
 * dead.
 */
export function holderOf(
  lock: StateLock | undefined,
  note: RunNote | undefined,
  died: readonly RunNote[],
  now: number,
): Holder | undefined {
  const life = note && lifeOf(note, now);
  if (note && life?.life === "alive") return { lock, note, ...life };
  // Without Terraform's lock, what a silent run left is a note and nothing more.
  if (!lock) return undefined;
  const owner = [...(note ? [note] : []), ...[...died].reverse()].find((run) => isOf(lock, run, now));
  if (owner) return { lock, note: owner, ...lifeOf(owner, now) };
  return { lock, life: "unknown", why: `no sign of life from ${hostOf(lock)}` };
}

/** Whether a run took this lock: it said so, or it is by the same user on the same machine, in that run's time. */
function isOf(lock: StateLock, run: RunNote, now: number): boolean {
  if (run.lockId === lock.ID) return true;
  const created = Date.parse(lock.Created);
  const last = Date.parse(run.at) + STARTING_MS;
  return lock.Who === run.who && created >= Date.parse(run.since) - SKEW_MS && created <= Math.min(last, now);
}

function lifeElsewhere({ host, at }: RunNote, now: number): Life {
  const silent = now - Date.parse(at);
  return silent < SILENT_MS
    ? { life: "alive", why: `last sign of life ${ago(silent)} ago on ${host}` }
    : { life: "unknown", why: `no sign of life from ${host} for ${ago(silent)}` };
}

/** The machine in `user@host`. */
export const hostOf = ({ Who }: StateLock): string => Who.split("@").at(-1) ?? Who;

/** `9 s`, `14 min`, `3 h`, `2 days`. */
export function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
