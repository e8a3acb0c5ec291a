import { TypeRegistry } from "@smithy/core/schema";
import { ServiceError } from "./errors.ts";

/** An error as the wire carries it. */
export interface Fault {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly members: Readonly<Record<string, unknown>>;
  /** True when the sender is to blame (`Type` of query errors). */
  readonly sender: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Code and status in the query protocols, where they differ: KMS and CloudTrail have them too, and do not use them. */
  readonly query?: { readonly code: string; readonly status: number };
}

interface SdkException extends Error {
  readonly $fault: "client" | "server";
}

/** The fault that a thrown value stands for; undefined when it is a bug of ours. */
export function faultOf(thrown: unknown, namespace: string): Fault | undefined {
  if (thrown instanceof ServiceError)
    return {
      code: thrown.code,
      status: thrown.status,
      message: thrown.message,
      members: thrown.members,
      sender: thrown.status < 500,
      headers: thrown.headers,
    };
  if (thrown instanceof Error && "$fault" in thrown) return sdkFault(thrown as SdkException, namespace);
  return undefined;
}

function sdkFault(thrown: SdkException, namespace: string): Fault {
  const traits = errorTraits(thrown, namespace);
  const [queryCode = "", queryStatus = 400] = traits.awsQueryError ?? [];
  const sender = thrown.$fault === "client";
  const { name, message, stack: _stack, ...rest } = thrown;
  // What starts with a dollar is the client's own note, and what is undefined is not said.
  const members = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => !key.startsWith("$") && value !== undefined),
  );
  return {
    code: name,
    status: traits.httpError ?? (sender ? 400 : 500),
    message,
    members,
    sender,
    query: traits.awsQueryError && { code: queryCode, status: queryStatus },
  };
}

interface ErrorTraits {
  readonly httpError?: number;
  /** `[code, status]` where a query service's code differs from the shape's name. */
  readonly awsQueryError?: readonly [string, number];
}

function errorTraits(thrown: Error, namespace: string): ErrorTraits {
  const registry = TypeRegistry.for(namespace);
  const schema = registry.getSchema(`${namespace}#${thrown.name}`) as unknown as readonly [
    number,
    string,
    string,
    ErrorTraits,
  ];
  return schema[3];
}
