import { NormalizedSchema } from "@smithy/core/schema";
import type { Context } from "./context.ts";

/** The parts of an SDK command class that carry its types. */
// biome-ignore lint/suspicious/noExplicitAny: inference needs the widest constructor
type CommandClass = new (input: any) => object;

/** Streams travel as bytes here: a request is read whole before its handler sees it. */
type Bytes<T> = { [K in keyof T]: K extends "Body" ? Uint8Array | undefined : T[K] };

// biome-ignore-start lint/suspicious/noExplicitAny: inference reads the types out of every command's middleware resolver
type HandlerOf<C extends CommandClass> =
  InstanceType<C> extends { resolveMiddleware(stack: any, config: any, options?: any): infer H } ? H : never;
// biome-ignore-end lint/suspicious/noExplicitAny: see above

/** Input of an SDK command, as its handler receives it. */
export type InputOf<C extends CommandClass> =
  HandlerOf<C> extends (args: { input: infer I extends object }) => unknown ? Bytes<I> : never;

/** Output of an SDK command, as its handler returns it. */
export type OutputOf<C extends CommandClass> =
  HandlerOf<C> extends (args: never) => Promise<{ output: infer O }> ? Bytes<Omit<O, "$metadata">> : never;

export type Handler<I, O> = (input: I, ctx: Context) => O | Promise<O>;

/** HTTP binding of an operation in the REST protocols, as the model states it. */
export interface HttpBinding {
  readonly method: string;
  /** Path pattern, such as `/clusters/{name}` or `/{Key+}`. */
  readonly path: string;
  /** Literal query parameters that select the operation, such as `versioning` of `/?versioning`. */
  readonly literals: Readonly<Record<string, string>>;
  readonly status: number;
}

/** One AWS operation: its name and wire schemas out of AWS's own model, and what it does here. */
export interface Operation {
  readonly name: string;
  /** Smithy namespace of the service, such as `com.amazonaws.eks`. */
  readonly namespace: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  readonly http: HttpBinding | undefined;
  /** True for operations that leave everything as it was. */
  readonly readOnly: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: handlers of all operations stand in one list
  readonly handle: Handler<any, unknown>;
}

/**
 * Declares one operation: the SDK's command gives its name, its types and its wire format.
 *
 * @example
 * export const describeCluster = operation(DescribeClusterCommand, ({ name }, ctx) => ({ cluster: find(name, ctx) }));
 */
export function operation<C extends CommandClass>(
  command: C,
  handle: Handler<InputOf<C>, OutputOf<C>>,
): Operation {
  return Object.assign(describeCommand(command), { handle });
}

/** What the model says of a command: everything of an operation but its handler. */
export function describeCommand(command: CommandClass): Omit<Operation, "handle"> {
  const { schema } = new command({}) as { schema?: StaticOperation };
  if (!schema)
    throw new TypeError(`${command.name} carries no schema: is it a command of an AWS SDK client?`);
  const [, namespace, name, traits, input, output] = schema;
  return {
    name,
    namespace,
    // Made when they are first asked for: a start has hundreds of operations and needs none of their shapes.
    get input() {
      return NormalizedSchema.of(input as never);
    },
    get output() {
      return NormalizedSchema.of(output as never);
    },
    http: httpBinding((traits as { http?: [string, string, number] } | 0) || {}),
    readOnly: /^(Get|List|Describe|Head|Simulate|BatchGet|Lookup)/.test(name),
  };
}

type StaticOperation = readonly [9, string, string, unknown, unknown, unknown];

function httpBinding({ http }: { http?: [string, string, number] }): HttpBinding | undefined {
  if (!http) return undefined;
  const [method, pattern, status] = http;
  const [path = "/", query = ""] = pattern.split("?");
  const literals: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(query)) if (key !== "x-id") literals[key] = value;
  return { method, path, literals, status };
}
