import { StateUnreadable, stateHeader } from "../terraform/state-file.ts";
import { type DeploymentNote, readDeploymentNote } from "./deployment-note.ts";
import { isVersioned, listVersions, readVersions, type StateVersion } from "./state-history.ts";
import type { StateStore } from "./state-store.ts";

/** What is wrong with the state of a deployment. */
export type StateLoss =
  /** Nothing where a state must be. `empty`: an object of no bytes. */
  | { readonly kind: "missing" | "empty" }
  /** There is something, and it is no state: why, and how many bytes of it. */
  | { readonly kind: "unreadable"; readonly why: string; readonly bytes: number }
  /** Another deployment's, or of a time before the last apply. */
  | { readonly kind: "other-lineage"; readonly lineage: string }
  | { readonly kind: "older"; readonly serial: number };

/** A state that is lost, and what is known about it. */
export interface LostState {
  readonly loss: StateLoss;
  /** Of the last apply, where it left a note. */
  readonly note?: DeploymentNote;
  /** The version to bring back: that of the last apply, else the newest that holds something. */
  readonly fitting?: StateVersion;
}

/** What was found where the state should be. */
export type StateFound =
  | {
      readonly kind: "state";
      readonly lost?: LostState;
      readonly resources: number;
      /** Its bucket keeps no old versions, so whatever overwrites it loses it. */
      readonly unversioned: boolean;
    }
  /** There is no state, and nothing says that there ever was one. */
  | { readonly kind: "none" }
  | { readonly kind: "lost"; readonly lost: LostState };

/** How many versions to read at once in search of one to bring back. */
const READ = 10;

/** Looks whether the state is there, whole, and the one that the last apply left. `onNoteUnread` learns why the note could not be read. */
export async function lookForState(
  store: StateStore,
  onNoteUnread: (error: unknown) => void,
): Promise<StateFound> {
  const [object, note] = await Promise.all([
    store.read(store.props.key),
    readDeploymentNote(store).catch((error: unknown) => onNoteUnread(error)),
  ]);
  const known = note || undefined;
  const loss = object ? lossOf(object.text, known) : ({ kind: "missing" } as const);
  if (!loss) {
    // Only what was written while there were no versions has no id of its own.
    const unversioned = [undefined, "null"].includes(object?.versionId) && !(await isVersioned(store));
    return { kind: "state", resources: stateHeader(object?.text ?? "").resources, unversioned };
  }
  const versions = await listVersions(store);
  if (!known && loss.kind === "missing" && versions.states.length === 0) return { kind: "none" };
  const whole = (
    await readVersions(
      store,
      versions.states.filter(({ deletion }) => !deletion).slice(0, READ),
      versions.locks,
    )
  ).filter(({ header }) => header);
  // Whoever destroyed everything may also have removed what is left of the state.
  if (!known && loss.kind === "missing" && whole[0]?.header?.resources === 0) return { kind: "none" };
  return { kind: "lost", lost: { loss, note: known, fitting: fittingVersion(whole, known) } };
}

/** Why this is not the state that must be here; nothing when it is. */
function lossOf(text: string, note: DeploymentNote | undefined): StateLoss | undefined {
  if (text.trim() === "") return { kind: "empty" };
  try {
    const { lineage, serial } = stateHeader(text);
    if (note && lineage !== note.lineage) return { kind: "other-lineage", lineage };
    return note && serial < note.serial ? { kind: "older", serial } : undefined;
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    return { kind: "unreadable", why: error.message, bytes: Buffer.byteLength(text) };
  }
}

function fittingVersion(
  whole: readonly StateVersion[],
  note: DeploymentNote | undefined,
): StateVersion | undefined {
  const own = whole.filter(({ header }) => !note || header?.lineage === note.lineage);
  // A run that broke off after the last apply left a newer one, which knows more.
  return own.find(({ header }) => (header?.serial ?? 0) >= (note?.serial ?? 0)) ?? own[0] ?? undefined;
}
