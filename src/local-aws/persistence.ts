import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Store } from "./store.ts";

export interface Persistence {
  /** Writes what changed since the last save, at once. */
  save(): void;
  stop(): void;
}

/**
 * Keeps a store in a file: read at the start, written at most every `everyMs` while it changes. A write goes to a new
 * file that then takes the old one's name, so that a killed process leaves either state whole.
 */
export function persist(store: Store, file: string, everyMs = 200): Persistence {
  const bytes = readIfThere(file);
  if (bytes) store.load(bytes);
  let saved = store.changes;
  const save = (): void => {
    if (store.changes === saved) return;
    saved = store.changes;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, store.toBytes());
    renameSync(`${file}.new`, file);
  };
  const timer = setInterval(save, everyMs);
  timer.unref();
  return {
    save,
    stop: () => {
      clearInterval(timer);
      save();
    },
  };
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
