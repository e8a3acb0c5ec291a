import type { Context } from "../context.ts";
import type { Fault } from "../fault.ts";
import type { Operation } from "../operation.ts";
import type { WireRequest, WireResponse } from "../wire.ts";

/** What a request asks for: an operation with what routing already read of it, or the name of one that is not there. */
export type Routed =
  | {
      readonly operation: Operation;
      readonly labels?: Record<string, string>;
      readonly form?: Map<string, string>;
    }
  | { readonly missing: string };

/** `given` are labels that were read before routing: S3's bucket. */
export type Router = (request: WireRequest, given?: Record<string, string>) => Routed | Promise<Routed>;

export type ProtocolName = "awsJson" | "awsQuery" | "ec2Query" | "restJson" | "restXml";

/** One of AWS's five wire formats, for all services and operations that speak it. */
export interface Protocol {
  readonly name: ProtocolName;
  router(operations: readonly Operation[], model?: () => Promise<object>): Router;
  /** @throws ServiceError when the body cannot be parsed. */
  readInput(routed: Exclude<Routed, { missing: string }>, request: WireRequest): unknown;
  writeOutput(operation: Operation, output: unknown, ctx: Context): WireResponse;
  writeFault(fault: Fault, ctx: Pick<Context, "requestId">, request: WireRequest): WireResponse;
}

/** Operations by name, as query and JSON protocols address them. */
export function byName(operations: readonly Operation[]): Map<string, Operation> {
  return new Map(operations.map((operation) => [operation.name, operation]));
}
