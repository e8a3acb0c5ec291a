import { readStateLock, releaseStateLock, thisUser } from "../../../operate/state-lock.ts";
import { overwrittenSince } from "../../../operate/state-lock-overwritten.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import type { Diagnostic } from "../../../terraform/diagnostic.ts";
import { EngineFailed } from "../../../terraform/errors.ts";
import { DeploymentFailed } from "../../deployment.ts";
import { type HeldLock, lockOf } from "../../views/diagnostics.ts";
import { noteLines } from "../../views/text.ts";
import type { Running } from "./alone.ts";

/** A command that Terraform kept out of the state this often is told so. */
const TRIES = 3;

/**
 * Whether a command that Terraform stopped before it did anything may be begun again: the lock was taken by its own request, whose answer was lost, or by somebody
 * in the moment between our look and Terraform's, who is waited for as any holder is; or a plan was ready and its lock had gone already, as when the last request of
 * a run that broke off arrives late.
 */
export async function againAfter(
  error: unknown,
  { store, hold, patience }: Running,
  tries: number,
): Promise<boolean> {
  const { screen } = patience.invocation;
  const unreleased = messageOf(error, /Error releasing the state lock/i);
  const left = unreleased && lockOf(unreleased);
  if (left && (await releasedAfterAll(store, left.id)))
    screen.say(...noteLines(`AWS released the lock ${left.id} at a second try.`, screen.look));
  if (unreleased && isPlan(error)) return tries < TRIES && (await isFree(store));
  const unacquired = messageOf(error, /Error acquiring the state lock/i);
  const lock = unacquired && lockOf(unacquired);
  if (!lock || tries >= TRIES) return false;
  const ours = lock.who === thisUser() && isSince(lock, hold.note().since);
  if (!ours) return true;
  const { released } = await releaseStateLock(store, lock.id);
  if (released)
    screen.say(
      ...noteLines(
        "AWS's answer to this run's own lock was lost, so that Terraform met its own lock. Released; once more.",
        screen.look,
      ),
    );
  return true;
}

/** A request that failed once may get through now; where it is refused, the report says how the lock is released. */
const releasedAfterAll = (store: StateStore, id: string): Promise<boolean> =>
  releaseStateLock(store, id).then(
    ({ released }) => released !== undefined,
    () => false,
  );

const isFree = (store: StateStore): Promise<boolean> =>
  readStateLock(store).then(
    (lock) => lock === undefined,
    () => false,
  );

/** Of the engine, wherever it was met. */
const failureOf = (error: unknown): unknown => (error instanceof DeploymentFailed ? error.failure : error);

function isPlan(error: unknown): boolean {
  const failure = failureOf(error);
  return failure instanceof EngineFailed && failure.command === "plan";
}

/** The first of the engine's errors that is about this. */
function messageOf(error: unknown, about: RegExp): Diagnostic | undefined {
  const failure = failureOf(error);
  return failure instanceof EngineFailed
    ? failure.errors.find(({ summary }) => about.test(summary))
    : undefined;
}

/** Terraform writes `2026-03-20 09:45:00 UTC`. */
function isSince({ since }: HeldLock, run: string): boolean {
  const created = Date.parse(since.replace(" UTC", "Z").replace(" ", "T"));
  return created >= Math.floor(Date.parse(run) / 1000) * 1000;
}

/** After a run whose lock was not its own all the time: what one of the two made, and the state does not know any more. */
export async function sayOverwritten({ deployment, store, patience }: Running, since: string): Promise<void> {
  const { environment, local } = deployment;
  const { screen } = patience.invocation;
  const again = `infra apply ${environment}${local ? " --local" : ""}`;
  const say = (text: string) => screen.say(...noteLines(text, screen.look));
  try {
    const lost = await overwrittenSince(store, new Date(since));
    if (lost.length === 0) {
      say(
        "This run's lock was not its own all the time. The states written meanwhile were compared: nothing was overwritten.",
      );
      return;
    }
    say(
      `This run's lock was not its own all the time, and one run overwrote what the other had written. These exist, and the state does not know them: ${lost.map(({ address, id }) => (id ? `${address} (${id})` : address)).join(", ")}. To find them by their tags and take them over: ${again}`,
    );
  } catch (error) {
    say(
      `This run's lock was not its own all the time, and what was written meanwhile cannot be read (${(error as Error).message}). Look through it: infra state history ${environment}${local ? " --local" : ""}`,
    );
  }
}
