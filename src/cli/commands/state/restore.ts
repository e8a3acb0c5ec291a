import { resolve } from "node:path";
import type { StateVersion } from "../../../operate/state-history.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import { stateDifference } from "../../../review/state-difference.ts";
import { StateUnreadable } from "../../../terraform/state-file.ts";
import type { Invocation } from "../../command.ts";
import type { Deployment } from "../../deployment.ts";
import { alone } from "../../guards/alone/alone.ts";
import { noteDeployment } from "../../guards/lost-state.ts";
import { withStateStore } from "../../state-store.ts";
import { refuseUnsavedState } from "../../unsaved-state.ts";
import { agreed, type Present, type Restoring, sayDone, sayNothingToDo } from "./agreeing.ts";
import { findCandidate } from "./candidate.ts";
import { checkedCandidate, type WholeState, wholeState } from "./refusals.ts";
import { keptVersions } from "./versions.ts";
import { withSerial, writeLocked } from "./writing.ts";

/** So many of the newest versions are read, in search of the last whole one and the highest serial. */
const READ = 20;

/** Brings a version of the state back, or a saved file, after showing what that changes. */
export default async function restore(deployment: Deployment, invocation: Invocation): Promise<void> {
  await alone(deployment, invocation, () =>
    withStateStore(deployment, (store) => restored(deployment, invocation, store)),
  );
}

async function restored(deployment: Deployment, invocation: Invocation, store: StateStore): Promise<void> {
  const { args, options } = invocation;
  const kept = await keptVersions(deployment, store, READ);
  const candidate = await findCandidate(args[1], kept, deployment);
  if (!isUnsavedState(args[1], deployment)) refuseUnsavedState(deployment);
  const present = await presentState(store);
  const reference = present.state ?? newestWhole(kept.versions);
  const state = checkedCandidate(candidate, reference, deployment, options.force ?? false);
  const difference = stateDifference(present.state?.entries ?? [], state.entries);
  const restoring: Restoring = { deployment, invocation, candidate, present, state, difference };
  if (present.state && unserialed(present.state.text) === unserialed(state.text)) {
    sayNothingToDo(restoring);
    return;
  }
  await agreed(restoring);
  const headers = [state.header, present.state?.header, ...kept.versions.map(({ header }) => header)];
  const serial = Math.max(...headers.map((header) => header?.serial ?? 0)) + 1;
  await writeLocked(deployment, store, {
    text: withSerial(state.text, serial),
    over: present.object,
    name: `restores ${candidate.name}`,
  });
  await noteDeployment(deployment, invocation);
  sayDone(restoring, serial);
}

async function presentState(store: StateStore): Promise<Present> {
  const object = await store.read(store.props.key);
  try {
    return { object, state: object && wholeState(object.text) };
  } catch (error) {
    if (error instanceof StateUnreadable) return { object };
    throw error;
  }
}

/** What an interrupted run could not save may be restored by name; anything else would make it older than the bucket's state. */
const isUnsavedState = (wanted: string | undefined, { directory }: Deployment): boolean =>
  wanted !== undefined && resolve(wanted) === resolve(directory, "errored.tfstate");

function newestWhole(versions: readonly StateVersion[]): WholeState | undefined {
  const text = versions.find(({ header }) => header)?.text;
  return text === undefined ? undefined : wholeState(text);
}

const unserialed = (text: string): string => withSerial(text, 0);
