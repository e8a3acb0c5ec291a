import type { NormalizedSchema } from "@smithy/core/schema";
import { serialization } from "./malformed.ts";
import {
  type Kind,
  kindOf,
  membersOf,
  oncePerShape,
  readTimestamp,
  timestampFormat,
  writeTimestamp,
} from "./scalar.ts";
import { isBoundToHttp } from "./xml.ts";

type Convert = (value: unknown) => unknown;

/** Turns a typed value into what JSON carries: dates to seconds, bytes to base64, members to their JSON names. */
export function toJson(schema: NormalizedSchema, value: unknown): unknown {
  return write(schema)(value);
}

/**
 * The reverse of {@link toJson}.
 *
 * @throws ServiceError `SerializationException` on members that the shape does not have and values of other types
 */
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
  const all = membersOf(schema).map(([name, member]) => [name, jsonName(name, member), member] as const);
  const members = all
    .filter(([, , member]) => !isBoundToHttp(member))
    .map(([name, key, member]) => [name, key, lazy(() => read(member))] as const);
  const known = new Set(all.map(([, key]) => key).concat("__type"));
  return (json) => {
    if (Array.isArray(json)) throw serialization(listInstead);
    if (typeof json !== "object" || json === null) throw serialization("Expected null");
    const struct: Record<string, unknown> = {};
    for (const key in json) if (!known.has(key)) throw serialization(`Unrecognized member: ${key}`);
    for (const [name, key, convert] of members) {
      const inner = (json as Record<string, unknown>)[key];
      if (inner !== undefined && inner !== null) struct[name] = convert(inner);
    }
    return struct;
  };
});

const listInstead = "Start of list found where not expected";
const structInstead = "Start of structure or map found where not expected.";

/** What AWS's common framework calls the kinds of scalars. */
const javaNames: Partial<Record<Kind, string>> = {
  string: "a String",
  boolean: "an Boolean",
  number: "an Integer",
  blob: "a Blob",
  timestamp: "a Date",
};

/** A scalar of the wrong type, in AWS's words. Numbers may come as timestamps, and so may texts. */
function mustBe(kind: Kind, ...types: readonly string[]): Convert {
  return (value) => {
    if (types.includes(typeof value)) return value;
    if (typeof value === "object") throw serialization(Array.isArray(value) ? listInstead : structInstead);
    const token = typeof value === "boolean" ? String(value).toUpperCase() : (typeof value).toUpperCase();
    throw serialization(`${token}_VALUE can not be converted to ${javaNames[kind]}`);
  };
}

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
  const kind = kindOf(schema);
  switch (kind) {
    case "struct":
      return readStruct(schema);
    case "list": {
      const items = eachItem(lazy(() => read(schema.getValueSchema())));
      return (value) => {
        if (Array.isArray(value)) return items(value);
        throw serialization(typeof value === "object" ? structInstead : "Expected list or null");
      };
    }
    case "map": {
      const entries = eachEntry(lazy(() => read(schema.getValueSchema())));
      return (value) => {
        if (Array.isArray(value)) throw serialization(listInstead);
        if (typeof value !== "object") throw serialization("Expected null");
        return entries(value);
      };
    }
    case "blob":
      return then(mustBe(kind, "string"), (text) => new Uint8Array(Buffer.from(String(text), "base64")));
    case "timestamp":
      return then(mustBe(kind, "number", "string"), (text) => readTimestamp(String(text)));
    case "document":
    case "unit":
      return (value) => value;
    default:
      return mustBe(kind, kind);
  }
}

function then(first: Convert, second: Convert): Convert {
  return (value) => second(first(value));
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
