import type { NormalizedSchema } from "@smithy/core/schema";
import type { Operation } from "../operation.ts";
import type { WireRequest } from "../wire.ts";
import { isScalarText, kindOf, membersOf, scalarReader, scalarWriter } from "./scalar.ts";

interface Bindings {
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: 1;
  readonly httpLabel?: 1;
  readonly httpResponseCode?: 1;
  readonly httpQueryParams?: 1;
}

function bindings(member: NormalizedSchema): Bindings {
  return member.getMergedTraits() as Bindings;
}

/** The error for a text where a number belongs, or in JSON's services a truth value. */
type WrongText = (name: string, text: string, kind: "number" | "boolean") => Error;

/**
 * Members of an input that travel in path, query and headers. Lists in the query repeat their key; in headers they use commas.
 *
 * @throws whatever `wrong` makes of a text of the wrong kind
 */
export function readBindings(
  input: NormalizedSchema,
  request: WireRequest,
  labels: Record<string, string>,
  wrong: WrongText,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (!input.isStructSchema()) return found;
  const query = request.query === "" ? undefined : new URLSearchParams(request.query);
  for (const [name, member] of membersOf(input)) {
    const { httpHeader, httpQuery, httpPrefixHeaders, httpLabel } = bindings(member);
    if (httpLabel) {
      if (labels[name] !== undefined) found[name] = scalarReader(member)(labels[name]);
    } else if (httpQuery) {
      if (query?.has(httpQuery)) found[name] = readTexts(member, query.getAll(httpQuery), httpQuery, wrong);
    } else if (httpHeader) {
      const text = request.headers[httpHeader.toLowerCase()];
      if (text !== undefined)
        found[name] = readTexts(
          member,
          member.isListSchema() ? text.split(/\s*,\s*/) : [text],
          httpHeader.toLowerCase(),
          wrong,
        );
    } else if (httpPrefixHeaders !== undefined) {
      found[name] = prefixed(request.headers, httpPrefixHeaders.toLowerCase());
    }
  }
  return found;
}

function readTexts(member: NormalizedSchema, texts: string[], name: string, wrong: WrongText): unknown {
  if (member.isListSchema()) return texts.map(scalarReader(member.getValueSchema()));
  const [text = ""] = texts;
  const kind = kindOf(member);
  // An empty parameter is as good as none: `?max-keys=`.
  if (text !== "" && (kind === "number" || kind === "boolean") && !isScalarText(kind, text))
    throw wrong(name, text, kind);
  return scalarReader(member)(text);
}

function prefixed(headers: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith(prefix)) found[name.slice(prefix.length)] = value;
  return found;
}

/** The one member that is the body, when there is one. */
export function payloadMember(shape: NormalizedSchema): [string, NormalizedSchema] | undefined {
  return shape.isStructSchema()
    ? membersOf(shape).find(([, member]) => bindings(member).httpPayload)
    : undefined;
}

/** Status and headers of an answer. */
export function writeBindings(
  operation: Operation,
  value: Record<string, unknown>,
): { status: number; headers: Record<string, string> } {
  const headers: Record<string, string> = {};
  let status = operation.http?.status ?? 200;
  if (!operation.output.isStructSchema()) return { status, headers };
  for (const [name, member] of membersOf(operation.output)) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    const { httpHeader, httpPrefixHeaders, httpResponseCode } = bindings(member);
    if (httpHeader) headers[httpHeader.toLowerCase()] = writeHeader(member, inner);
    else if (httpPrefixHeaders !== undefined)
      for (const [key, text] of Object.entries(inner))
        headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
    else if (httpResponseCode) status = Number(inner);
  }
  return { status, headers };
}

function writeHeader(member: NormalizedSchema, value: unknown): string {
  if (kindOf(member) === "list")
    return (value as unknown[]).map(scalarWriter(member.getValueSchema(), "http-date")).join(", ");
  return scalarWriter(member, "http-date")(value);
}
