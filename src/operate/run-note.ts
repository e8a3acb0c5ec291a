import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { StateStore, StoredObject } from "./state-store.ts";

/** A command that works on an environment, as it notes itself in the state bucket and on its own disk. */
export interface RunNote {
  /** A UUID. */
  readonly run: string;
  /** `user@host` */
  readonly who: string;
  readonly host: string;
  /** Tells lives and containers of one host apart. */
  readonly life: string;
  /** As it was typed, such as `infra apply dev`. */
  readonly command: string;
  readonly pid: number;
  /** When the process started, in the system's own form. */
  readonly started: string;
  /** Its working directory. */
  readonly directory?: string;
  /** Terraform's process; it may outlive the tool's. */
  readonly engine?: { readonly pid: number; readonly started: string };
  /** Of the lock that its Terraform took. */
  readonly lockId?: string;
  /** ISO 8601. */
  readonly since: string;
  /** Last sign of life, ISO 8601. */
  readonly at: string;
}

/** A note as it stands in the bucket; `etag` lets it be replaced only while it is still the same. */
export interface StoredRunNote {
  readonly note: RunNote;
  readonly etag: string;
}

/** How often a run shows that it lives, in milliseconds. */
export const BEAT_MS = 15_000;
/** Without a sign of life for this long, nobody can say that a run of another machine still lives, in milliseconds. */
export const SILENT_MS = 4 * BEAT_MS;

const NOTE = "run.json";

/** Who works on the environment, or died while doing so. */
export async function readRunNote(store: StateStore): Promise<StoredRunNote | undefined> {
  const object = await store.read(store.noteKey(NOTE));
  const note = object && parseRunNote(object.text);
  return note ? { note, etag: (object as StoredObject).etag } : undefined;
}

/** What a note says, or nothing when it is damaged. */
export function parseRunNote(text: string): RunNote | undefined {
  try {
    const note = JSON.parse(text) as Partial<RunNote> | null;
    const words = [note?.run, note?.who, note?.host, note?.command, note?.since, note?.at];
    return words.every((word) => typeof word === "string") && typeof note?.pid === "number"
      ? ({ life: "", started: "", ...note } as RunNote)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes the note where there is none, or in place of exactly that `instead`. Returns its etag; nothing when somebody else's note is there.
 */
export async function writeRunNote(
  store: StateStore,
  note: RunNote,
  instead?: string,
): Promise<string | undefined> {
  const { bucket, account } = store.props;
  const key = store.noteKey(NOTE);
  const condition = instead === undefined ? { IfNoneMatch: "*" } : { IfMatch: instead };
  try {
    const { ETag = "" } = await store.s3.send(
      new PutObjectCommand({
        ...{ Bucket: bucket, Key: key, ExpectedBucketOwner: account, ContentType: "application/json" },
        Body: JSON.stringify(note, null, 2),
        ...condition,
      }),
    );
    return ETag;
  } catch (error) {
    const { name } = error as Error;
    if (!CONDITION_FAILED.has(name) && !(instead !== undefined && NOT_THERE.has(name))) throw error;
    // A retry meets what its own first try wrote, when only the answer was lost.
    const stored = await readRunNote(store);
    return stored?.note.run === note.run && stored.note.at === note.at ? stored.etag : undefined;
  }
}

/** Takes the note away, if it is still that of this run. */
export async function removeRunNote(store: StateStore, run: string): Promise<void> {
  const stored = await readRunNote(store);
  if (stored?.note.run === run) await store.remove(store.noteKey(NOTE));
}

const CONDITION_FAILED = new Set(["PreconditionFailed", "ConditionalRequestConflict"]);
const NOT_THERE = new Set(["NoSuchKey", "NotFound"]);
