import type { Context } from "./context.ts";
import type { Authorization } from "./iam/authorization.ts";
import type { Operation } from "./operation.ts";
import type { Protocol, Router } from "./protocols/protocol.ts";
import type { Transition } from "./schedule.ts";
import { errorsByService, type ServiceErrors, serviceErrors } from "./service-errors.ts";
import type { Slot } from "./store.ts";
import type { WireRequest } from "./wire.ts";

export interface ServiceDefinition {
  /** The service's name in SigV4 credential scopes, such as `eks`; also the endpoint prefix. */
  readonly signingName: string;
  /** Tells services apart that share a signing name: the `Version` that their requests carry. @default requests of any version are its own */
  readonly apiVersion?: string;
  readonly protocol: Protocol;
  readonly operations: readonly Operation[];
  readonly slots: readonly Slot<object>[];
  /** What happens by itself after a request. */
  readonly transitions?: readonly Transition[];
  /** How its requests are put to IAM. @default every operation asks `<signing name>:<operation>` on `*` */
  readonly authorization?: Authorization;
  /** How it words what goes wrong with every request alike, where that is not as its protocol's other services do. */
  readonly errors?: Partial<ServiceErrors>;
  /** Loads the SDK's whole client: asked only to name a REST operation that is not there. */
  readonly model?: () => Promise<object>;
  /** Sees every request to any service that may have changed something, after it ended: CloudTrail writes it down. */
  readonly observe?: (call: EndedCall) => void;
  /** Rewrites a request before it is routed: S3 takes the bucket out of host or path. */
  readonly prepare?: (
    request: WireRequest,
    now: Date,
  ) => { request: WireRequest; labels: Record<string, string> };
}

/** A request that may have changed something, as it ended. */
export interface EndedCall {
  readonly service: Service;
  readonly operation: Operation;
  readonly input: unknown;
  /** Undefined when it was refused. */
  readonly output: unknown;
  readonly refusal?: { readonly code: string; readonly message: string };
  readonly ctx: Context;
}

export interface Service extends ServiceDefinition {
  readonly namespace: string;
  readonly errors: ServiceErrors;
  readonly authorization: Authorization;
  readonly route: Router;
}

/** What tells a service from every other: its signing name, and the version where several share one. */
export const keyOf = ({ signingName, apiVersion }: Pick<Service, "signingName" | "apiVersion">): string =>
  apiVersion ? `${signingName}-${apiVersion}` : signingName;

/** Declares a service of the embedded AWS: its operations stand in one list. */
export function service(definition: ServiceDefinition): Service {
  const [first] = definition.operations;
  if (!first) throw new TypeError(`${definition.signingName} has no operations`);
  return {
    ...definition,
    namespace: first.namespace,
    authorization: definition.authorization ?? { prefix: definition.signingName, rules: {} },
    errors: {
      ...serviceErrors[definition.protocol.name],
      ...errorsByService[definition.signingName],
      ...definition.errors,
    },
    route: definition.protocol.router(definition.operations, definition.model),
  };
}
