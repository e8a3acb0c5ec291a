import {
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { type StateHeader, StateUnreadable, stateHeader } from "../terraform/state-file.ts";
import type { StateStore } from "./state-store.ts";

/** One version of an object as S3 lists it: what was written, or the marker of a deletion. */
export interface ObjectVersion {
  readonly versionId: string;
  readonly at: Date;
  /** It is what a reader gets now. */
  readonly current: boolean;
  readonly deletion: boolean;
}

/** One version of a state, as far as it could be read. */
export interface StateVersion extends ObjectVersion {
  /** Who held the lock when it was written; unknown without a lock, and once the lock's own versions are gone. */
  readonly writer?: StateWriter;
  /** Nothing for a deletion. */
  readonly text?: string;
  /** Nothing where the text is no state. */
  readonly header?: StateHeader;
  /** Why the text is no state. */
  readonly problem?: string;
}

export interface StateWriter {
  /** `user@host` */
  readonly who: string;
  /** `apply`, `state restore`, … */
  readonly operation: string;
}

/** The versions of a state and of its lock, the newest first. */
export interface Versions {
  readonly states: readonly ObjectVersion[];
  readonly locks: readonly ObjectVersion[];
}

/** Lists every version that is kept. Quick: it reads none of them. */
export async function listVersions(store: StateStore): Promise<Versions> {
  const { key } = store.props;
  const states: ObjectVersion[] = [];
  const locks: ObjectVersion[] = [];
  for await (const page of pages(store)) {
    const found = [
      ...(page.Versions ?? []).map((one) => ({ ...one, deletion: false })),
      ...(page.DeleteMarkers ?? []).map((one) => ({ ...one, deletion: true })),
    ];
    for (const { Key, VersionId = "null", LastModified, IsLatest = false, deletion } of found) {
      const at = LastModified ?? new Date(0);
      const version = { versionId: VersionId, at, current: IsLatest, deletion };
      if (Key === key) states.push(version);
      if (Key === store.lockKey) locks.push(version);
    }
  }
  return { states: newestFirst(states), locks: newestFirst(locks) };
}

/** Whether the bucket keeps old versions. */
export async function isVersioned(store: StateStore): Promise<boolean> {
  const { bucket, account } = store.props;
  const request = { Bucket: bucket, ExpectedBucketOwner: account };
  return (await store.s3.send(new GetBucketVersioningCommand(request))).Status === "Enabled";
}

/** S3 lists a thousand versions at a time. */
async function* pages(store: StateStore): AsyncGenerator<ListObjectVersionsCommandOutput> {
  const { bucket, key, account } = store.props;
  const request = { Bucket: bucket, Prefix: key, ExpectedBucketOwner: account };
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const from = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
    page = await store.s3.send(new ListObjectVersionsCommand({ ...request, ...from }));
    yield page;
  } while (page.IsTruncated);
}

/** Reads some versions of a state, all at once, and who wrote them. */
export async function readVersions(
  store: StateStore,
  versions: readonly ObjectVersion[],
  locks: readonly ObjectVersion[],
): Promise<StateVersion[]> {
  const writers = new Map<string, Promise<StateWriter | undefined>>();
  const writerUnder = (lock: ObjectVersion) => {
    const reading = writers.get(lock.versionId) ?? readWriter(store, lock);
    writers.set(lock.versionId, reading);
    return reading;
  };
  return Promise.all(
    versions.map(async (version) => {
      const [holders, stored] = await Promise.all([
        Promise.all(heldAt(version.at, locks).map(writerUnder)),
        version.deletion ? undefined : store.read(store.props.key, version.versionId),
      ]);
      // A plan takes the lock and writes nothing.
      const writer = holders.find((holder) => holder && holder.operation !== "plan");
      return { ...version, writer, ...(stored && described(stored.text)) };
    }),
  );
}

function described(text: string): Pick<StateVersion, "text" | "header" | "problem"> {
  try {
    return { text, header: stateHeader(text) };
  } catch (error) {
    if (error instanceof StateUnreadable) return { text, problem: error.message };
    throw error;
  }
}

/**
 * Versions of the lock under which something may have been written, the likeliest first: those that were taken in the same second, which is all
 * that S3 tells, and the last one before, unless it was released before, too.
 */
function heldAt(at: Date, locks: readonly ObjectVersion[]): ObjectVersion[] {
  const sameSecond = locks.filter((one) => !one.deletion && secondOf(one.at) === secondOf(at));
  const before = locks.find((one) => secondOf(one.at) < secondOf(at));
  return before && !before.deletion ? [...sameSecond, before] : sameSecond;
}

const secondOf = (time: Date): number => Math.floor(time.getTime() / 1000);

async function readWriter(store: StateStore, lock: ObjectVersion): Promise<StateWriter | undefined> {
  const stored = await store.read(store.lockKey, lock.versionId);
  if (!stored) return undefined;
  try {
    const { Who, Operation } = JSON.parse(stored.text) as { Who?: unknown; Operation?: unknown };
    if (typeof Who !== "string" || typeof Operation !== "string") return undefined;
    return { who: Who, operation: Operation.replace(/^OperationType/, "").toLowerCase() };
  } catch {
    return undefined;
  }
}

/** The current one first, whatever the second. Versions of one second keep the order in which S3 lists them, which is the newest first. */
const newestFirst = (versions: readonly ObjectVersion[]): ObjectVersion[] =>
  [...versions].sort((a, b) => Number(b.current) - Number(a.current) || b.at.getTime() - a.at.getTime());
