import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Store } from "./store.ts";

export interface Persistence {
  /** Writes what changed since the last save, at once. */
  save(): void;
  stop(): void;
}

/** Pauses between saves last this many times as long as the last one took, so that a large state costs 5 % of the time at most. */
const pausePerSave = 20;

/**
 * Keeps a store in a file: read at the start, written at most every `everyMs` while it changes, less often when it is large.
 * A write goes to a new file that then takes the old one's name, so that a killed process leaves either state whole.
 * @throws Error that names the file when it cannot be read
 */
export function persist(store: Store, file: string, everyMs = 200): Persistence {
  const bytes = readIfThere(file);
  if (bytes) load(store, bytes, file);
  let saved = store.changes;
  let timer: NodeJS.Timeout;
  const save = (): void => {
    if (store.changes === saved) return;
    saved = store.changes;
    mkdirSync(dirname(file), { recursive: true });
    write(`${file}.new`, store.pieces());
    renameSync(`${file}.new`, file);
  };
  const saveLater = (pauseMs: number): void => {
    timer = setTimeout(() => {
      const began = performance.now();
      save();
      saveLater(Math.max(everyMs, pausePerSave * (performance.now() - began)));
    }, pauseMs).unref();
  };
  saveLater(everyMs);
  return {
    save,
    stop: () => {
      clearTimeout(timer);
      save();
    },
  };
}

function write(file: string, pieces: Iterable<Uint8Array>): void {
  const opened = openSync(file, "w");
  try {
    for (const piece of pieces) writeFileSync(opened, piece);
  } finally {
    closeSync(opened);
  }
}

function load(store: Store, bytes: Uint8Array, file: string): void {
  try {
    store.load(bytes);
  } catch (error) {
    throw new Error(`The state in ${file} cannot be used: ${(error as Error).message}.`);
  }
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
