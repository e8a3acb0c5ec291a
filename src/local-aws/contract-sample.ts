import type { NormalizedSchema } from "@smithy/core/schema";
import { kindOf, membersOf, timestampFormat } from "./protocols/scalar.ts";

/** How full a sample is: every member with a telling value, or every scalar at the value that is easily lost. */
export type SampleStyle = "maximal" | "falsy";

/** Values that a client insists on, by the name of a member of the input or output itself; undefined leaves the member out. */
export type SampleOverrides = Readonly<Record<string, unknown>>;

/**
 * A value of a shape with all its members at every depth, made to find what a protocol loses: characters that need escaping in
 * XML, forms, JSON, paths and headers, two entries in each list and map, fractions, bytes, milliseconds. A shape that contains
 * itself ends at the second level; of a union, the first member is taken.
 */
export function sampleOf(
  schema: NormalizedSchema,
  style: SampleStyle = "maximal",
  overrides: SampleOverrides = {},
): Record<string, unknown> {
  if (!schema.isStructSchema()) return {};
  return struct(schema, { style, overrides, path: [] });
}

interface Place {
  readonly style: SampleStyle;
  readonly overrides: SampleOverrides;
  /** The structs around this one. */
  readonly path: readonly unknown[];
  /** Where the list or map around this value travels, when that is not the body. */
  readonly bound?: Bound;
}

type Bound = "header" | "query" | "label" | "payload" | "status" | undefined;

function struct(schema: NormalizedSchema, place: Place): Record<string, unknown> {
  const inside = { ...place, bound: undefined, path: [...place.path, schema.getSchema()] };
  const value: Record<string, unknown> = {};
  for (const [name, member] of membersOf(schema)) {
    if (place.path.length === 0 && Object.hasOwn(place.overrides, name)) {
      if (place.overrides[name] !== undefined) value[name] = place.overrides[name];
      continue;
    }
    if (containsAny(member, inside.path)) continue;
    value[name] = sample(name, member, inside);
    if (schema.isUnionSchema()) break;
  }
  return value;
}

function sample(name: string, member: NormalizedSchema, place: Place): unknown {
  const falsy = place.style === "falsy";
  const bound = place.bound ?? httpBinding(member);
  const within = { ...place, bound };
  switch (kindOf(member)) {
    case "struct":
      return struct(member, place);
    case "list":
      return falsy && !bound ? [] : [1, 2].map((i) => sample(`${name}${i}`, member.getValueSchema(), within));
    case "map":
      return falsy && !bound ? {} : mapOf(name, member, within);
    case "boolean":
      return !falsy;
    case "number":
      return bound === "status" ? 200 : falsy ? 0 : 1.5;
    case "timestamp":
      return timestamp(member, bound);
    case "blob":
      return new Uint8Array([0, 1, 127, 128, 255]);
    case "document":
      return { [name]: [1, "two", null] };
    default:
      return falsy && !bound ? "" : text(name, bound);
  }
}

function httpBinding(member: NormalizedSchema): Bound {
  const { httpHeader, httpPrefixHeaders, httpQuery, httpLabel, httpPayload, httpResponseCode } =
    member.getMergedTraits();
  if (httpHeader || httpPrefixHeaders !== undefined) return "header";
  if (httpLabel) return "label";
  if (httpQuery) return "query";
  if (httpPayload && member.isStringSchema()) return "payload";
  return httpResponseCode ? "status" : undefined;
}

function mapOf(name: string, member: NormalizedSchema, place: Place): Record<string, unknown> {
  const keys = place.bound ? ["one", "two-words"] : ["one", `a key/with "<&>'é`];
  return Object.fromEntries(
    keys.map((key) => [key, sample(`${name}-${key}`, member.getValueSchema(), place)]),
  );
}

/** Headers carry HTTP dates, which know no milliseconds. */
function timestamp(member: NormalizedSchema, bound: Bound): Date {
  const format = timestampFormat(member, bound === "header" ? "http-date" : "date-time");
  return new Date(format === "http-date" ? "2026-11-23T12:34:56Z" : "2026-11-23T12:34:56.789Z");
}

function text(name: string, bound: Bound): string {
  if (bound === "header") return `header ${name}`;
  if (bound === "label") return `${name} ü/+?&%`;
  return `${name}: <a href="x">&amp; 'é' 😀</a>\n2+2=4 %20`;
}

/** True when a member leads back into one of the shapes around it without end. */
function containsAny(member: NormalizedSchema, path: readonly unknown[]): boolean {
  const kind = kindOf(member);
  if (kind === "list" || kind === "map") return containsAny(member.getValueSchema(), path);
  return kind === "struct" && path.includes(member.getSchema());
}
