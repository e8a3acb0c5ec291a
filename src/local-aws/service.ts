import type { Operation } from "./operation.ts";
import type { Protocol, Router } from "./protocols/protocol.ts";
import type { Slot } from "./store.ts";
import type { WireRequest } from "./wire.ts";

export interface ServiceDefinition {
  /** The service's name in SigV4 credential scopes, such as `eks`; also the endpoint prefix. */
  readonly signingName: string;
  readonly protocol: Protocol;
  readonly operations: readonly Operation[];
  readonly slots: readonly Slot<object>[];
  /** Loads the SDK's whole client: asked only to name a REST operation that is not there. */
  readonly model?: () => Promise<object>;
  /** Rewrites a request before it is routed: S3 takes the bucket out of host or path. */
  readonly prepare?: (
    request: WireRequest,
    now: Date,
  ) => { request: WireRequest; labels: Record<string, string> };
}

export interface Service extends ServiceDefinition {
  readonly namespace: string;
  readonly route: Router;
}

/** Declares a service of the embedded AWS: its operations stand in one list. */
export function service(definition: ServiceDefinition): Service {
  const [first] = definition.operations;
  if (!first) throw new TypeError(`${definition.signingName} has no operations`);
  return {
    ...definition,
    namespace: first.namespace,
    route: definition.protocol.router(definition.operations, definition.model),
  };
}
