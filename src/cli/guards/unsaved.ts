import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EngineFailed } from "../../terraform/errors.ts";
import { type StateHeader, StateUnreadable, stateHeader } from "../../terraform/state-file.ts";
import type { Deployment } from "../deployment.ts";
import type { UserError } from "../errors.ts";
import { withStateStore } from "../state-store.ts";
import { lockOf } from "../views/diagnostics.ts";
import { unsavedStateError } from "../views/unsaved-state.ts";

/** Where Terraform leaves a state that it could not save. */
const UNSAVED_STATE = "errored.tfstate";

/** What is to be done with a state that was not saved, given the one in the bucket. */
export type Fate =
  /** It goes on from the bucket's: it is to be saved. */
  | "push"
  /** The bucket has it already: the file is left over from an answer that was lost. */
  | "saved"
  /** Others wrote since: pushing would lose what they did. */
  | "overtaken"
  /** The bucket's is gone, and the last apply left a newer one than this. */
  | "outdated"
  /** It belongs to another state. */
  | "foreign";

type Identity = Pick<StateHeader, "lineage" | "serial">;

/** What an unsaved state is compared with. */
export interface Beside {
  /** The state in the bucket. */
  readonly saved?: Identity;
  /** What the last apply noted of the state that it left. */
  readonly noted?: Identity;
  /** Whether the bucket's state holds the same, whatever the serials say. */
  readonly same?: boolean;
}

/** Compares who an unsaved state is with the one in the bucket, or, where that is gone, with the one that the last apply left. */
export function fateOf(unsaved: Identity, { saved, noted, same = false }: Beside): Fate {
  const known = saved ?? noted;
  if (!known) return "push";
  if (known.lineage !== unsaved.lineage) return "foreign";
  if (!saved) return unsaved.serial >= known.serial ? "push" : "outdated";
  if (same) return "saved";
  return unsaved.serial > saved.serial ? "push" : "overtaken";
}

/**
 * Brings the state that an earlier run could not save into the bucket, after a check that it belongs there and is the newer one. Returns what was done, a line
 * each; nothing when there was nothing to do.
 *
 * @throws UserError when it may not be saved, with the way out
 */
export async function saveUnsavedState(deployment: Deployment): Promise<string[]> {
  const { directory, workspace, settings } = deployment;
  const file = join(directory, UNSAVED_STATE);
  const text = await readFile(file, "utf8").catch(ifAbsent);
  if (text === undefined) return [];
  const unsaved = headerOr(text, (problem) => unsavedStateError(deployment, { kind: "unreadable", problem }));
  const account = otherAccount(text, settings.account_id);
  if (account) throw unsavedStateError(deployment, { kind: "other-account", account });
  const { saved, noted } = await inBucket(deployment);
  const current =
    saved === undefined
      ? undefined
      : headerOr(saved, (problem) => unsavedStateError(deployment, { kind: "bucket-unreadable", problem }));
  const same = saved !== undefined && sameContent(text, saved);
  switch (fateOf(unsaved, { saved: current, noted, same })) {
    case "push":
      await workspace.pushState(UNSAVED_STATE);
      await rm(file);
      return [
        `Saved the state that an earlier run could not save: serial ${unsaved.serial}, ${unsaved.resources} resources${current ? ` (the bucket had serial ${current.serial}, ${current.resources})` : ""}.`,
      ];
    case "saved":
      await rm(file);
      return [
        `The state of an earlier run was saved after all: serial ${unsaved.serial}. Its copy is removed.`,
      ];
    case "overtaken":
      return [await setAside(file, unsaved, current)];
    case "outdated":
      throw unsavedStateError(deployment, { kind: "outdated", serial: unsaved.serial, noted: noted?.serial });
    case "foreign":
      throw unsavedStateError(deployment, {
        kind: "foreign",
        lineage: unsaved.lineage,
        other: (current ?? noted)?.lineage,
      });
  }
}

/** The state in the bucket; where there is none, what the last apply noted of it. */
async function inBucket(deployment: Deployment): Promise<{ saved?: string; noted?: Identity }> {
  return withStateStore(deployment, async (store) => {
    const saved = (await store.read(store.props.key))?.text;
    if (saved !== undefined) return { saved };
    const { readDeploymentNote } = await import("../../operate/deployment-note.ts");
    return { noted: await readDeploymentNote(store) };
  });
}

/** A bucket that was out of reach for a moment is tried again after these pauses, in milliseconds. */
const PAUSES_MS = [0, 2000, 5000];

/**
 * Saves what a failed run could not, before its machine may be gone (CI): the bucket may be back a moment later. Never throws: the file stays for the next
 * apply, and the failure that led here is what is reported.
 */
export async function saveAfterFailure(deployment: Deployment, failure: unknown): Promise<string[]> {
  if (!existsSync(join(deployment.directory, UNSAVED_STATE))) return [];
  const held = new Set(ownLocks(failure));
  const released: string[] = [];
  for (const pause of PAUSES_MS) {
    await delay(pause);
    try {
      for (const id of held) {
        await deployment.workspace.forceUnlock(id);
        held.delete(id);
        released.push(`Released the lock ${id}, which this run could not.`);
      }
      return [...released, ...(await saveUnsavedState(deployment))];
    } catch {
      // Said by the failure itself, with what to type.
    }
  }
  return released;
}

/**
 * Locks that this very run could not release, and that stand in the way of its own state. Where somebody released it by force and another run took its own since,
 * Terraform shows that run's: it stays.
 */
function ownLocks(failure: unknown): string[] {
  if (!(failure instanceof EngineFailed)) return [];
  return failure.errors
    .filter(
      ({ summary, detail }) => /Error releasing the state lock/i.test(summary) && !OTHERS_LOCK.test(detail),
    )
    .flatMap((one) => lockOf(one)?.id ?? []);
}

/** Source: Terraform 1.11 and OpenTofu 1.10, the S3 backend's `unlockWithFile`. */
const OTHERS_LOCK = /does not match the existing lock ID/i;

/** It knows things that the newer state does not: those carry our tags, and the plan finds them by these. */
async function setAside(
  file: string,
  unsaved: StateHeader,
  current: StateHeader | undefined,
): Promise<string> {
  const aside = file.replace(UNSAVED_STATE, `errored-${unsaved.serial}-${Date.now()}.tfstate`);
  await rename(file, aside);
  return `The state that an earlier run could not save (serial ${unsaved.serial}) was overtaken: the bucket has serial ${current?.serial} by now. It is set aside as ${aside}; what only it knows is found by its tags.`;
}

function headerOr(text: string, refuse: (problem: string) => UserError): StateHeader {
  try {
    return stateHeader(text);
  } catch (error) {
    throw error instanceof StateUnreadable ? refuse(error.message) : error;
  }
}

/** The account that a state is of, when it is another one: a working directory keeps its file when the settings turn elsewhere. */
function otherAccount(text: string, account: string): string | undefined {
  // What a resource names may be another account's; its own ARN is not.
  const own = text.matchAll(/"arn":\s*"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g);
  const accounts = new Set([...own].map(([, id]) => id));
  return accounts.size === 0 || accounts.has(account) ? undefined : [...accounts].join(", ");
}

/** Whether two states hold the same, whatever their serials say. */
function sameContent(one: string, other: string): boolean {
  const content = ({ resources, outputs }: { resources?: unknown; outputs?: unknown }) =>
    JSON.stringify([resources, outputs]);
  return content(JSON.parse(one)) === content(JSON.parse(other));
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
