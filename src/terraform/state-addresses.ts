/** The part of a pulled state (format version 4) that names what is in it. */
interface PulledState {
  readonly version: number;
  readonly resources?: readonly PulledResource[];
}

interface PulledResource {
  readonly module?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly PulledInstance[];
}

interface PulledInstance {
  readonly index_key?: string | number;
  readonly deposed?: string;
  /** `tainted`, or absent. */
  readonly status?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly sensitive_attributes?: readonly (readonly { readonly value?: unknown }[])[];
}

/** One resource of a state. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  /** Without what the state marks as sensitive. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Addresses of everything in a pulled state, as the engine writes them: `module.a.aws_subnet.b["c"]`.
 * @throws Error when the state is of a format other than 4
 */
export function stateAddresses(state: unknown): string[] {
  return resourcesOf(state).flatMap((resource) => [
    ...new Set(resource.instances.map(({ index_key }) => addressOf(resource) + index(index_key))),
  ]);
}

/**
 * What a pulled state holds, data sources excluded; half-made and deposed resources as well, for they exist.
 * @throws Error when the state is of a format other than 4
 */
export function stateResources(state: unknown): StateResource[] {
  return resourcesOf(state)
    .filter(({ mode }) => mode === "managed")
    .flatMap((resource) =>
      resource.instances.map(({ index_key, attributes = {}, sensitive_attributes = [] }) => ({
        address: addressOf(resource) + index(index_key),
        type: resource.type,
        attributes: withoutSensitive(attributes, sensitive_attributes),
      })),
    );
}

/** One object of a state with all that the state says of it, sensitive values too: to be compared, not shown. */
export interface StateEntry {
  /** With `(deposed …)` behind it where it is one. */
  readonly address: string;
  readonly tainted: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Everything that a pulled state manages, half-made and deposed objects as well.
 * @throws Error when the state is of a format other than 4
 */
export function stateEntries(state: unknown): StateEntry[] {
  return resourcesOf(state)
    .filter(({ mode }) => mode === "managed")
    .flatMap((resource) =>
      resource.instances.map(({ index_key, deposed, status, attributes = {} }) => ({
        address: `${addressOf(resource)}${index(index_key)}${deposed ? ` (deposed ${deposed})` : ""}`,
        tainted: status === "tainted",
        attributes,
      })),
    );
}

/**
 * Addresses of what a pulled state marks as unfinished.
 * @throws Error when the state is of a format other than 4
 */
export function taintedAddresses(state: unknown): string[] {
  return resourcesOf(state).flatMap((resource) =>
    resource.instances
      .filter(({ status, deposed }) => status === "tainted" && deposed === undefined)
      .map(({ index_key }) => addressOf(resource) + index(index_key)),
  );
}

/** A path to a sensitive value begins with its attribute, which goes as a whole: nothing here needs the rest of it. */
function withoutSensitive(
  attributes: Readonly<Record<string, unknown>>,
  paths: readonly (readonly { readonly value?: unknown }[])[],
): Readonly<Record<string, unknown>> {
  const hidden = new Set(paths.map(([first]) => first?.value));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !hidden.has(name)));
}

function resourcesOf(state: unknown): readonly PulledResource[] {
  const { version, resources = [] } = state as PulledState;
  if (version !== 4) throw new Error(`The state is of format ${version}; format 4 is understood here.`);
  return resources;
}

function addressOf({ module, mode, type, name }: PulledResource): string {
  return [module, mode === "data" ? "data" : undefined, type, name].filter(Boolean).join(".");
}

function index(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key).replace(/[$%](?=\{)/g, "$&$&")}]`;
}
