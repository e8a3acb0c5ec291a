import type { NormalizedSchema } from "@smithy/core/schema";
import { kindOf, membersOf, oncePerShape, scalarWriter } from "./scalar.ts";

/** Writes a value as XML text inside an element that the caller opened. */
export type XmlWriter = (value: unknown) => string;

/**
 * Compiles a struct to a function that writes its members, each once per shape: answering is what the endpoint does most,
 * and a tree of nodes per answer costs three times as much.
 */
export const xmlMembersWriter = oncePerShape((schema: NormalizedSchema): XmlWriter => {
  const members = membersOf(schema)
    .filter(([, member]) => !isBoundToHttp(member))
    .map(([name, member]) => [name, memberWriter(name, member)] as const);
  return (value) => {
    const struct = value as Record<string, unknown>;
    let text = "";
    for (const [name, write] of members) {
      const inner = struct[name];
      if (inner !== undefined && inner !== null) text += write(inner);
    }
    return text;
  };
});

/** Members that travel in headers, the query or the path are no part of the body. */
export function isBoundToHttp(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return Boolean(
    traits.httpHeader ||
      traits.httpQuery ||
      traits.httpPrefixHeaders ||
      traits.httpPayload ||
      traits.httpResponseCode ||
      traits.httpLabel ||
      traits.httpQueryParams,
  );
}

function memberWriter(name: string, member: NormalizedSchema): XmlWriter {
  const traits = member.getMemberTraits() as { xmlName?: string; xmlFlattened?: 1 };
  const tag = traits.xmlName ?? name;
  const kind = kindOf(member);
  if (kind === "list") return listWriter(tag, Boolean(traits.xmlFlattened), member);
  if (kind === "map") return mapWriter(tag, Boolean(traits.xmlFlattened), member);
  return elementWriter(tag, member);
}

function elementWriter(tag: string, schema: NormalizedSchema): XmlWriter {
  const kind = kindOf(schema);
  if (kind === "struct") {
    // `xsi:type` of S3 grantees is the one XML attribute that the stack's services use.
    const members = lazily(() => xmlMembersWriter(schema));
    const attribute = membersOf(schema).find(([, member]) => member.getMergedTraits().xmlAttribute);
    if (!attribute) return (value) => `<${tag}>${members()(value)}</${tag}>`;
    const [name, member] = attribute;
    const attributeName = member.getMergedTraits().xmlName ?? name;
    return (value) => {
      const { [name]: type, ...rest } = value as Record<string, unknown>;
      return `<${tag} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${attributeName}="${escapeXml(String(type))}">${members()(rest)}</${tag}>`;
    };
  }
  const write = scalarWriter(schema, "date-time");
  return kind === "string"
    ? (value) => `<${tag}>${escapeXml(String(value))}</${tag}>`
    : (value) => `<${tag}>${write(value)}</${tag}>`;
}

function listWriter(tag: string, flattened: boolean, schema: NormalizedSchema): XmlWriter {
  const item = schema.getValueSchema();
  const itemTag = flattened ? tag : ((item.getMergedTraits().xmlName as string | undefined) ?? "member");
  const write = nestedWriter(itemTag, item);
  return (value) => {
    let text = "";
    for (const entry of value as unknown[]) text += write(entry);
    return flattened ? text : text === "" ? `<${tag}/>` : `<${tag}>${text}</${tag}>`;
  };
}

function mapWriter(tag: string, flattened: boolean, schema: NormalizedSchema): XmlWriter {
  const keyTag = (schema.getKeySchema().getMergedTraits().xmlName as string | undefined) ?? "key";
  const value = schema.getValueSchema();
  const write = nestedWriter((value.getMergedTraits().xmlName as string | undefined) ?? "value", value);
  const entryTag = flattened ? tag : "entry";
  return (map) => {
    let text = "";
    for (const [key, inner] of Object.entries(map as object))
      text += `<${entryTag}><${keyTag}>${escapeXml(key)}</${keyTag}>${write(inner)}</${entryTag}>`;
    return flattened ? text : `<${tag}>${text}</${tag}>`;
  };
}

function nestedWriter(tag: string, schema: NormalizedSchema): XmlWriter {
  const kind = kindOf(schema);
  if (kind === "list") return listWriter(tag, false, schema);
  return kind === "map" ? mapWriter(tag, false, schema) : elementWriter(tag, schema);
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const special = /[&<>"\r]/;
const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

export function escapeXml(text: string): string {
  return special.test(text)
    ? text.replace(/[&<>"\r]/g, (character) => escapes[character] ?? character)
    : text;
}

/** What no XML 1.0 document may hold, whichever way it is escaped. */
const unwritable = /(?![\t\n\r])[\p{Cc}\p{Noncharacter_Code_Point}]/gu;

/** An error's words, which repeat what a request said: whatever that was, clients must be able to read the refusal of it. */
export function escapeMessage(text: string): string {
  return escapeXml(text.replace(unwritable, "\ufffd"));
}
