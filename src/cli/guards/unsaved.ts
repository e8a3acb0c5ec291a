import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EngineFailed } from "../../terraform/errors.ts";
import { type StateHeader, StateUnreadable, stateHeader } from "../../terraform/state-file.ts";
import type { Deployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { withStateStore } from "../state-store.ts";
import { unsavedStateFile } from "../unsaved-state.ts";
import { lockOf } from "../views/diagnostics.ts";

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
  /** It belongs to another state. */
  | "foreign";

/** Compares who an unsaved state is with the one in the bucket, if there is one. */
export function fateOf(
  unsaved: Pick<StateHeader, "lineage" | "serial">,
  saved: Pick<StateHeader, "lineage" | "serial"> | undefined,
  same: boolean,
): Fate {
  if (!saved) return "push";
  if (saved.lineage !== unsaved.lineage) return "foreign";
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
  const unsaved = headerOr(text, (problem) => refusal(deployment, `cannot be read: ${problem}.`));
  refuseOtherAccount(text, settings.account_id, deployment);
  const saved = await withStateStore(deployment, (store) => store.read(store.props.key));
  const current =
    saved &&
    headerOr(saved.text, (problem) =>
      refusal(deployment, `cannot be compared: the state in the bucket cannot be read, ${problem}.`),
    );
  switch (fateOf(unsaved, current, saved !== undefined && sameContent(text, saved.text))) {
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
    case "foreign":
      throw refusal(
        deployment,
        `is another state than the one in the bucket (lineage ${unsaved.lineage}, not ${current?.lineage}).`,
      );
  }
}

/** A bucket that was out of reach for a moment is tried again after these pauses, in milliseconds. */
const PAUSES_MS = [0, 2000, 5000];

/**
 * Saves what a failed run could not, before its machine may be gone (CI): the bucket may be back a moment later. Never throws: the file stays for the next
 * apply, and the failure that led here is what is reported.
 */
export async function saveAfterFailure(deployment: Deployment, failure: unknown): Promise<string[]> {
  if (!existsSync(join(deployment.directory, UNSAVED_STATE))) return [];
  for (const pause of PAUSES_MS) {
    await delay(pause);
    try {
      const released = await releaseOwnLock(deployment, failure);
      return [...released, ...(await saveUnsavedState(deployment))];
    } catch {
      // Said by the failure itself, with what to type.
    }
  }
  return [];
}

/** The lock that this very run could not release stands in the way of its own state. */
async function releaseOwnLock({ workspace }: Deployment, failure: unknown): Promise<string[]> {
  if (!(failure instanceof EngineFailed)) return [];
  const ids = failure.errors
    .filter(({ summary }) => /Error releasing the state lock/i.test(summary))
    .flatMap((one) => lockOf(one)?.id ?? []);
  for (const id of ids) await workspace.forceUnlock(id);
  return ids.map((id) => `Released the lock ${id}, which this run could not.`);
}

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

/** A working directory keeps its file when the settings turn to another account. */
function refuseOtherAccount(text: string, account: string, deployment: Deployment): void {
  const accounts = new Set([...text.matchAll(/arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g)].map(([, id]) => id));
  if (accounts.size === 0 || accounts.has(account)) return;
  throw refusal(
    deployment,
    `belongs to account ${[...accounts].join(", ")}, and the settings name ${account}.`,
  );
}

function refusal(deployment: Deployment, problem: string): UserError {
  const { environment, local } = deployment;
  const file = unsavedStateFile(deployment);
  const on = local ? " --local" : "";
  return new UserError(`The state that an earlier run could not save, ${file}, ${problem}`, {
    next: [
      "See which state the bucket has, and bring back the right one:",
      `  infra state history ${environment}${on}`,
      `  infra state restore ${environment} <version or file>${on}`,
      "Then move the file away. What only that run knew is found by its tags at the next plan.",
    ],
  });
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
