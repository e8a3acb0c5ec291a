import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { StateStore, StoredObject } from "./state-store.ts";

/**
 * Terraform's native S3 lock: an object beside the state, written only where there is none. The form is that of Terraform's `statemgr.LockInfo`
 * (Terraform 1.11, internal/states/statemgr/locker.go), so that Terraform and this tool see each other's.
 */
export interface StateLock {
  readonly ID: string;
  /** `OperationTypePlan`, `OperationTypeApply`, … */
  readonly Operation: string;
  readonly Info: string;
  /** `user@host` */
  readonly Who: string;
  /** Of Terraform. */
  readonly Version: string;
  /** ISO 8601, in UTC. */
  readonly Created: string;
  /** `bucket/key` */
  readonly Path: string;
}

/** What a lock is taken for: both are shown to whoever finds it held. */
export interface LockPurpose {
  readonly operation: string;
  readonly info: string;
}

/** Somebody else holds the lock. */
export class StateLocked extends Error {
  override readonly name = "StateLocked";
  readonly lock: StateLock | undefined;

  constructor(lock: StateLock | undefined) {
    super(
      lock
        ? `The state is locked by ${lock.Who} for ${lock.Operation} since ${lock.Created} (lock ${lock.ID}).`
        : "The state is locked: somebody took the lock at the same moment.",
    );
    this.lock = lock;
  }
}

/** What became of a request to release a lock. */
export interface Release {
  readonly released?: StateLock;
  /** Another lock than the one that was named, which stays. */
  readonly found?: StateLock;
}

/** `user@host`, as Terraform writes it into its locks. */
export const thisUser = (): string => `${userInfo().username}@${hostname()}`;

/** The lock on a state, if anybody holds it. */
export async function readStateLock(store: StateStore): Promise<StateLock | undefined> {
  const object = await store.read(store.lockKey);
  return object && lockIn(object);
}

/**
 * Works while holding the lock, which Terraform respects and shows.
 * @throws StateLocked when somebody else has it
 */
export async function withStateLock<T>(
  store: StateStore,
  purpose: LockPurpose,
  work: (lock: StateLock) => Promise<T>,
): Promise<T> {
  const lock = newLock(store, purpose);
  if (!(await takeStateLock(store, lock))) throw new StateLocked(await readStateLock(store));
  try {
    const result = await work(lock);
    await releaseStateLock(store, lock.ID);
    return result;
  } catch (error) {
    // What went wrong first is what counts.
    await releaseStateLock(store, lock.ID).catch(() => undefined);
    throw error;
  }
}

/** Writes a lock where there is none. A retried request that meets its own first try counts as taken. */
export async function takeStateLock(store: StateStore, lock: StateLock): Promise<boolean> {
  if (await store.write(store.lockKey, JSON.stringify(lock), { ifAbsent: true })) return true;
  return (await readStateLock(store))?.ID === lock.ID;
}

/** Releases this very lock and no other: one that was taken in the meantime stays, and is returned as found. */
export async function releaseStateLock(store: StateStore, id: string): Promise<Release> {
  const object = await store.read(store.lockKey);
  if (!object) return {};
  const lock = lockIn(object);
  if (lock.ID !== id) return { found: lock };
  return (await removeSame(store, object)) ? { released: lock } : releaseStateLock(store, id);
}

/** Removes the object only while it is the one that was read. */
async function removeSame(store: StateStore, { etag }: StoredObject): Promise<boolean> {
  const { bucket, account } = store.props;
  const request = { Bucket: bucket, Key: store.lockKey, ExpectedBucketOwner: account, IfMatch: etag };
  try {
    await store.s3.send(new DeleteObjectCommand(request));
    return true;
  } catch (error) {
    // 412: it was written anew. 404: it has gone, perhaps by a first try of this very request.
    const { name } = error as Error;
    if (["PreconditionFailed", "ConditionalRequestConflict"].includes(name)) return false;
    if (["NoSuchKey", "NotFound"].includes(name)) return true;
    throw error;
  }
}

function newLock(store: StateStore, { operation, info }: LockPurpose): StateLock {
  const { bucket, key } = store.props;
  return {
    ID: randomUUID(),
    Operation: operation,
    Info: info,
    Who: thisUser(),
    Version: "",
    Created: new Date().toISOString(),
    Path: `${bucket}/${key}`,
  };
}

/** A lock that is no JSON is a lock all the same: its id is what it holds. */
function lockIn({ text, lastModified }: StoredObject): StateLock {
  const read = parsed(text);
  const field = (name: keyof StateLock, otherwise: string) => {
    const value = read[name];
    return typeof value === "string" && value !== "" ? value : otherwise;
  };
  return {
    ID: field("ID", text.trim().slice(0, 100)),
    Operation: field("Operation", "unknown"),
    Info: field("Info", ""),
    Who: field("Who", "unknown"),
    Version: field("Version", ""),
    Created: field("Created", lastModified.toISOString()),
    Path: field("Path", ""),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
