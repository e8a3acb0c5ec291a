import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

export interface ServerRecord {
  readonly endpoint: string;
  readonly pid: number;
}

export interface Claim {
  /** Says to others where the server listens. */
  announce(record: ServerRecord): void;
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
  return {
    announce: (server) => {
      writeFileSync(`${record}.new`, JSON.stringify(server));
      renameSync(`${record}.new`, record);
    },
    release: () => {
      rmSync(record, { force: true });
      rmSync(lock, { force: true });
    },
  };
}

function take(lock: string): boolean {
  try {
    const file = openSync(lock, "wx");
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function removeIfDead(lock: string): boolean {
  const pid = Number(readText(lock));
  if (pid > 0 && isAlive(pid)) return false;
  // Renaming is atomic: of two processes that find the same dead claim, one gets to remove it.
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return false;
  }
  rmSync(aside, { force: true });
  return true;
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
