import type { StateStore } from "./state-store.ts";

/** That something was deployed, so that there must be a state: kept apart from the state, beside it. */
export interface DeploymentNote {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: number;
  /** ISO 8601. */
  readonly at: string;
  /** `user@host` */
  readonly by: string;
  /** Version of this tool. */
  readonly tool: string;
}

const NOTE = "deployment.json";

/** The note, or nothing where there is none, or none that can be understood. */
export async function readDeploymentNote(store: StateStore): Promise<DeploymentNote | undefined> {
  const object = await store.read(store.noteKey(NOTE));
  return object && parsedNote(object.text);
}

export async function writeDeploymentNote(store: StateStore, note: DeploymentNote): Promise<void> {
  await store.write(store.noteKey(NOTE), `${JSON.stringify(note, null, 2)}\n`);
}

export async function removeDeploymentNote(store: StateStore): Promise<void> {
  await store.remove(store.noteKey(NOTE));
}

/** What a note says, or nothing when it is damaged. */
function parsedNote(text: string): DeploymentNote | undefined {
  try {
    const note = JSON.parse(text) as Partial<DeploymentNote> | null;
    if (typeof note?.lineage !== "string" || typeof note.serial !== "number") return undefined;
    const { lineage, serial, resources = 0, at = "", by = "", tool = "" } = note;
    return {
      lineage,
      serial,
      resources: Number(resources),
      at: String(at),
      by: String(by),
      tool: String(tool),
    };
  } catch {
    return undefined;
  }
}
