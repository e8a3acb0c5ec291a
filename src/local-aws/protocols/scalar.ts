import type { NormalizedSchema } from "@smithy/core/schema";

/** How a schema's values look on the wire, whatever the protocol. */
export type Kind =
  | "struct"
  | "list"
  | "map"
  | "string"
  | "boolean"
  | "number"
  | "blob"
  | "timestamp"
  | "document"
  | "unit";

/** Smithy's numbers for a timestamp's format: unstated, ISO 8601, HTTP date, seconds since 1970. */
const timestampFormats = { 5: "date-time", 6: "http-date", 7: "epoch-seconds" } as const;
export type TimestampFormat = (typeof timestampFormats)[keyof typeof timestampFormats];

export function kindOf(schema: NormalizedSchema): Kind {
  if (schema.isUnitSchema()) return "unit";
  if (schema.isStructSchema()) return "struct";
  if (schema.isListSchema()) return "list";
  if (schema.isMapSchema()) return "map";
  if (schema.isBooleanSchema()) return "boolean";
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return "number";
  if (schema.isBlobSchema()) return "blob";
  if (schema.isTimestampSchema()) return "timestamp";
  return schema.isDocumentSchema() ? "document" : "string";
}

/** The format that a timestamp's own trait asks for, else the protocol's. */
export function timestampFormat(schema: NormalizedSchema, otherwise: TimestampFormat): TimestampFormat {
  const own = timestampFormats[schema.getSchema() as 5 | 6 | 7];
  return own ?? otherwise;
}

export function writeTimestamp(date: Date, format: TimestampFormat): string {
  if (format === "http-date") return date.toUTCString();
  return format === "date-time" ? date.toISOString() : String(date.getTime() / 1000);
}

export function readTimestamp(text: string): Date {
  return new Date(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
}

/** Text of a scalar, as XML, forms, headers and query strings carry it. */
export function scalarWriter(
  schema: NormalizedSchema,
  timestamps: TimestampFormat,
): (value: unknown) => string {
  const kind = kindOf(schema);
  if (kind === "timestamp") {
    const format = timestampFormat(schema, timestamps);
    return (value) => writeTimestamp(value as Date, format);
  }
  if (kind === "blob") return (value) => Buffer.from(value as Uint8Array).toString("base64");
  return String;
}

const truths = new Set(["true", "false", "True", "False"]);

/** Whether a text can be a value of this kind: `scalarReader` takes what it gets. */
export function isScalarText(kind: Kind, text: string): boolean {
  if (kind === "number") return text.trim() !== "" && !Number.isNaN(Number(text));
  if (kind === "boolean") return truths.has(text);
  return kind !== "timestamp" || !Number.isNaN(readTimestamp(text).getTime());
}

/** The reverse of {@link scalarWriter}. */
export function scalarReader(schema: NormalizedSchema): (text: string) => unknown {
  switch (kindOf(schema)) {
    case "boolean":
      return (text) => text === "true" || text === "True";
    case "number":
      return Number;
    case "timestamp":
      return readTimestamp;
    case "blob":
      return (text) => new Uint8Array(Buffer.from(text, "base64"));
    default:
      return (text) => text;
  }
}

/** Struct members with their schemas, in the model's order. */
export function membersOf(schema: NormalizedSchema): [string, NormalizedSchema][] {
  return [...schema.structIterator()];
}

/**
 * Compiles something once per shape: shapes refer to each other in circles, so the result is handed out lazily.
 */
export function oncePerShape<T extends (...args: never[]) => unknown>(
  compile: (schema: NormalizedSchema) => T,
): (schema: NormalizedSchema) => T {
  const done = new WeakMap<object, T>();
  return (schema) => {
    const key = schema.getSchema() as object;
    const known = done.get(key);
    if (known) return known;
    let compiled: T | undefined;
    const lazy = ((...args: never[]) => (compiled as T)(...args)) as T;
    done.set(key, lazy);
    compiled = compile(schema);
    done.set(key, compiled);
    return compiled;
  };
}
