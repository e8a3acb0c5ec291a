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
  readonly instances: readonly { readonly index_key?: string | number; readonly deposed?: string }[];
}

/**
 * Addresses of everything in a pulled state, as the engine writes them: `module.a.aws_subnet.b["c"]`.
 * @throws Error when the state is of a format other than 4
 */
export function stateAddresses(state: unknown): string[] {
  const { version, resources = [] } = state as PulledState;
  if (version !== 4) throw new Error(`The state is of format ${version}; format 4 is understood here.`);
  return resources.flatMap(({ module, mode, type, name, instances }) => {
    const resource = [module, mode === "data" ? "data" : undefined, type, name].filter(Boolean).join(".");
    return [...new Set(instances.map(({ index_key }) => resource + index(index_key)))];
  });
}

function index(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key).replace(/[$%](?=\{)/g, "$&$&")}]`;
}
