/** What the file of a state says of itself. */
export interface StateHeader {
  /** Stays with a state for its life; another one is another state. */
  readonly lineage: string;
  /** Grows with each change. */
  readonly serial: number;
  /** How many managed resources it holds. */
  readonly resources: number;
  /** Version of the engine that wrote it. */
  readonly engineVersion: string;
}

/** A text that is no state, and why. */
export class StateUnreadable extends Error {
  override readonly name = "StateUnreadable";
}

/** The only format since Terraform 0.12. */
const FORMAT = 4;

/**
 * Reads who a state is.
 *
 * @throws StateUnreadable for an empty or broken text, and for another format
 */
export function stateHeader(text: string): StateHeader {
  const { version, lineage, serial, terraform_version, resources } = parsed(text);
  if (version !== FORMAT)
    throw new StateUnreadable(`it is of format ${version ?? "(none)"}; format ${FORMAT} is understood here`);
  if (typeof lineage !== "string" || typeof serial !== "number")
    throw new StateUnreadable("it has no lineage and serial");
  const managed = (Array.isArray(resources) ? resources : []).filter(({ mode }) => mode === "managed");
  return {
    lineage,
    serial,
    resources: managed.reduce((sum, { instances = [] }) => sum + instances.length, 0),
    engineVersion: String(terraform_version ?? ""),
  };
}

interface StateJson {
  readonly version?: number;
  readonly lineage?: unknown;
  readonly serial?: unknown;
  readonly terraform_version?: unknown;
  readonly resources?: readonly { readonly mode: string; readonly instances?: readonly unknown[] }[];
}

function parsed(text: string): StateJson {
  if (text.trim() === "") throw new StateUnreadable("it is empty");
  try {
    const state = JSON.parse(text);
    if (typeof state === "object" && state !== null && !Array.isArray(state)) return state;
  } catch (error) {
    throw new StateUnreadable(`it is no JSON (${(error as Error).message}; ${text.length} characters)`);
  }
  throw new StateUnreadable("it is no JSON object");
}
