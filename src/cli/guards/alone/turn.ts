import { type RunNote, readRunNote, type StoredRunNote, writeRunNote } from "../../../operate/run-note.ts";
import { readStateLock } from "../../../operate/state-lock.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import { type Holder, holderOf } from "./life.ts";

/** The environment is this run's, as far as AWS let it say so. */
export interface Turn {
  /** Of this run's note in the bucket; absent where the note could not be written. */
  readonly etag?: string;
  /** Why the note could not be written. */
  readonly problem?: string;
}

/** Who holds the environment at this moment; this run's own note does not count. */
export async function lookAtHolder(
  store: StateStore,
  died: readonly RunNote[],
  own?: string,
): Promise<{ readonly holder: Holder | undefined; readonly stored: StoredRunNote | undefined }> {
  const [lock, stored] = await Promise.all([readStateLock(store), readRunNote(store)]);
  const note = stored?.note.run === own ? undefined : stored?.note;
  return { holder: holderOf(lock, note, died, Date.now()), stored };
}

/** Takes the environment unless somebody holds it: of several at the same moment exactly one gets it, since the note's write is conditional. */
export async function takeTurn(
  store: StateStore,
  run: RunNote,
  died: readonly RunNote[],
): Promise<Turn | Holder> {
  for (;;) {
    const { holder, stored } = await lookAtHolder(store, died, run.run);
    if (holder) return holder;
    if (stored?.note.run === run.run) return { etag: stored.etag };
    try {
      const etag = await writeRunNote(store, { ...run, at: new Date().toISOString() }, stored?.etag);
      if (etag !== undefined) return { etag };
    } catch (error) {
      // Terraform's own lock still keeps two applies apart.
      if (isRefusal(error)) return { problem: (error as Error).message };
      throw error;
    }
  }
}

export const isHolder = (outcome: Turn | Holder): outcome is Holder => "life" in outcome;

/** AWS answered, and said no: asking again would not help. */
export function isRefusal(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500;
}
