import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface ServerRecord {
  readonly endpoint: string;
  readonly pid: number;
}

export interface Claim {
  /** Says to others where the server listens. False, and nothing said, when somebody else owns the folder by now. */
  announce(record: ServerRecord): boolean;
  release(): void;
}

/**
 * Claims a state folder for this process, so that two commands that start at once never hold two copies of one state.
 * A claim of a process that is gone is taken over. Undefined when another living process holds it.
 */
export function claim(stateDir: string): Claim | undefined {
  mkdirSync(stateDir, { recursive: true });
  const lock = join(stateDir, "owner.pid");
  if (!take(lock) && !(removeIfDead(lock) && take(lock))) return undefined;
  const record = join(stateDir, "server.json");
  const isOurs = () => readText(lock) === String(process.pid);
  return {
    announce: (server) => {
      if (!isOurs()) return false;
      writeFileSync(`${record}.new`, JSON.stringify(server));
      renameSync(`${record}.new`, record);
      return true;
    },
    release: () => {
      if (!isOurs()) return;
      rmSync(record, { force: true });
      rmSync(lock, { force: true });
    },
  };
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function removeIfDead(lock: string): boolean {
  if (hasLivingOwner(lock)) return false;
  // Renaming is atomic: of two processes that find the same dead claim, one gets to remove it.
  const aside = `${lock}.dead-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return false;
  }
  // Somebody was quicker, and this is already the next one's claim: it goes back.
  const taken = hasLivingOwner(aside);
  if (taken && !existsSync(lock)) renameSync(aside, lock);
  rmSync(aside, { force: true });
  return !taken;
}

function hasLivingOwner(lock: string): boolean {
  const text = readText(lock);
  // Made, and its owner's id not yet in it: whoever comes a moment later must not take it for a dead process's.
  if (text === "") return ageMilliseconds(lock) < WRITING_MILLISECONDS;
  const pid = Number(text);
  return pid > 0 && isAlive(pid);
}

/** No process takes longer between making its claim and writing its id into it. */
const WRITING_MILLISECONDS = 2000;

function ageMilliseconds(file: string): number {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? Number.POSITIVE_INFINITY : Date.now() - made;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
