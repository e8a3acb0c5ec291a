import type { NormalizedSchema } from "@smithy/core/schema";
import { kindOf, membersOf, oncePerShape, readTimestamp, timestampFormat, writeTimestamp } from "./scalar.ts";
import { isBoundToHttp } from "./xml.ts";

type Convert = (value: unknown) => unknown;

/** Turns a typed value into what JSON carries: dates to seconds, bytes to base64, members to their JSON names. */
export function toJson(schema: NormalizedSchema, value: unknown): unknown {
  return write(schema)(value);
}

/** The reverse of {@link toJson}; unknown members are left out. */
export function fromJson(schema: NormalizedSchema, value: unknown): unknown {
  return read(schema)(value);
}

const writeStruct = oncePerShape((schema: NormalizedSchema): Convert => {
  const members = membersOf(schema)
    .filter(([, member]) => !isBoundToHttp(member))
    .map(([name, member]) => [name, jsonName(name, member), lazy(() => write(member))] as const);
  return (value) => {
    const json: Record<string, unknown> = {};
    for (const [name, key, convert] of members) {
      const inner = (value as Record<string, unknown>)[name];
      if (inner !== undefined && inner !== null) json[key] = convert(inner);
    }
    return json;
  };
});

const readStruct = oncePerShape((schema: NormalizedSchema): Convert => {
  const members = membersOf(schema).map(
    ([name, member]) => [name, jsonName(name, member), lazy(() => read(member))] as const,
  );
  return (json) => {
    const struct: Record<string, unknown> = {};
    if (typeof json !== "object" || json === null) return struct;
    for (const [name, key, convert] of members) {
      const inner = (json as Record<string, unknown>)[key];
      if (inner !== undefined && inner !== null) struct[name] = convert(inner);
    }
    return struct;
  };
});

function write(schema: NormalizedSchema): Convert {
  switch (kindOf(schema)) {
    case "struct":
      return writeStruct(schema);
    case "list":
      return eachItem(lazy(() => write(schema.getValueSchema())));
    case "map":
      return eachEntry(lazy(() => write(schema.getValueSchema())));
    case "blob":
      return (value) => Buffer.from(value as Uint8Array).toString("base64");
    case "timestamp": {
      const format = timestampFormat(schema, "epoch-seconds");
      return (value) => {
        const text = writeTimestamp(value as Date, format);
        return format === "epoch-seconds" ? Number(text) : text;
      };
    }
    default:
      return (value) => value;
  }
}

function read(schema: NormalizedSchema): Convert {
  switch (kindOf(schema)) {
    case "struct":
      return readStruct(schema);
    case "list":
      return eachItem(lazy(() => read(schema.getValueSchema())));
    case "map":
      return eachEntry(lazy(() => read(schema.getValueSchema())));
    case "blob":
      return (value) => new Uint8Array(Buffer.from(String(value), "base64"));
    case "timestamp":
      return (value) => readTimestamp(String(value));
    default:
      return (value) => value;
  }
}

function eachItem(convert: Convert): Convert {
  return (value) => (Array.isArray(value) ? value.map(convert) : value);
}

function eachEntry(convert: Convert): Convert {
  return (value) =>
    Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, convert(inner)]));
}

function jsonName(name: string, member: NormalizedSchema): string {
  return (member.getMergedTraits().jsonName as string | undefined) ?? name;
}

/** Shapes refer to each other in circles: the converter of a member is made when its first value comes by. */
function lazy(make: () => Convert): Convert {
  let made: Convert | undefined;
  return (value) => {
    made ??= make();
    return made(value);
  };
}
