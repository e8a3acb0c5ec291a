import { mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writeFileAtomically } from "./atomic-file.ts";
import { readIfThere } from "./lock-file.ts";

/** What a finished init was made from, and what it left that later runs need. */
export interface InitRecord {
  /** Digest of everything that init depends on. */
  readonly digest: string;
  /** Digest of the lock file in the working directory after init. */
  readonly lock: string;
  /** Folders of the installed providers, which a removed mirror would take away. */
  readonly providers: readonly string[];
}

/** How long another init of the same directory may take before we stop waiting for it, in milliseconds. */
const PATIENCE_MS = 15 * 60_000;
const POLL_MS = 200;

/**
 * Remembers whether a working directory is initialized. The record lies in `.terraform/`, so that it goes when that folder goes;
 * the mark of a running init lies beside it and names the processes, so that a killed one is told from one that still works.
 */
export class InitMarker {
  readonly #directory: string;
  readonly #data: string;
  readonly #record: string;
  readonly #running: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.#data = join(directory, ".terraform");
    this.#record = join(this.#data, "initialized.json");
    this.#running = join(directory, "init.running");
  }

  /** The record of the last init that finished, unless one is running or was cut off since. */
  async finished(): Promise<InitRecord | undefined> {
    return (await readIfThere(this.#running)) === undefined ? this.#recorded() : undefined;
  }

  /**
   * Takes the directory for an init: waits for one that runs, and clears away what a killed one left half-made.
   * Returns the record of the last finished one, which may be the one that was waited for.
   * @throws Error when the other init does not end in a quarter of an hour
   */
  async begin(): Promise<InitRecord | undefined> {
    const deadline = Date.now() + PATIENCE_MS;
    await mkdir(this.#directory, { recursive: true });
    while (!(await this.#claim())) {
      const owners = await this.#owners();
      if (owners === undefined) continue;
      if (!owners.some(isAlive)) await this.#clear();
      else if (Date.now() > deadline)
        throw new Error(
          `Another init of ${this.#directory} does not end; its processes: ${owners.join(", ")}.`,
        );
      else await delay(POLL_MS);
    }
    const record = await this.#recorded();
    await rm(this.#record, { force: true });
    return record;
  }

  /** Names the engine's process too, which may outlive ours. */
  async runs(enginePid: number): Promise<void> {
    await writeFileAtomically(this.#running, JSON.stringify([process.pid, enginePid]));
  }

  /** Init was cut off and left things half-made: no process works on them any more, and the next one clears them away. */
  async abandon(): Promise<void> {
    await writeFileAtomically(this.#running, "[]");
  }

  /** Init ended by itself and left things in order, whether it succeeded (with a record) or failed. */
  async end(record?: InitRecord): Promise<void> {
    try {
      if (!record) return;
      // A configuration without providers and backend leaves no such folder.
      await mkdir(this.#data, { recursive: true });
      await writeFileAtomically(this.#record, `${JSON.stringify(record, null, 2)}\n`);
    } finally {
      await rm(this.#running, { force: true });
    }
  }

  async #recorded(): Promise<InitRecord | undefined> {
    const text = await readIfThere(this.#record);
    return text === undefined ? undefined : (parse(text) as InitRecord | undefined);
  }

  async #claim(): Promise<boolean> {
    try {
      const file = await open(this.#running, "wx");
      await file.writeFile(JSON.stringify([process.pid]));
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }

  async #owners(): Promise<readonly number[] | undefined> {
    const text = await readIfThere(this.#running);
    if (text === undefined) return undefined;
    const pids = parse(text);
    if (Array.isArray(pids)) return pids as number[];
    // Empty between its making and its writing, a moment only; damaged when it stays so.
    const { mtimeMs } = await stat(this.#running);
    return Date.now() - mtimeMs < 2000 ? [process.pid] : [];
  }

  /** A killed init may leave half a provider or half a lock file, neither of which the engine mends itself. */
  async #clear(): Promise<void> {
    await rm(this.#data, { recursive: true, force: true });
    await rm(join(this.#directory, ".terraform.lock.hcl"), { force: true });
    await rm(this.#running, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
