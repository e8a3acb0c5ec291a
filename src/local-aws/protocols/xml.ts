import { parseXML } from "@aws-sdk/xml-builder";
import type { NormalizedSchema } from "@smithy/core/schema";
import { isScalarText, kindOf, membersOf, oncePerShape, scalarReader, scalarWriter } from "./scalar.ts";

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

/**
 * Reads an XML document by its schema; an empty text reads as undefined.
 *
 * @throws Error when the XML is malformed, names what the schema does not have, or holds another type of value
 */
export function readXml(schema: NormalizedSchema, text: string): unknown {
  if (text.trim() === "") return undefined;
  const document = parseXML(text) as Record<string, unknown>;
  const root = Object.keys(document).find((key) => !key.startsWith("?"));
  if (root === undefined) return undefined;
  const { xmlName } = schema.getMergedTraits() as { xmlName?: string };
  if (local(root) !== xmlName && local(root) !== schema.getName())
    throw new SyntaxError(`<${root}> is not <${xmlName ?? schema.getName()}>`);
  return readNode(schema, document[root]);
}

function readNode(schema: NormalizedSchema, node: unknown): unknown {
  const kind = kindOf(schema);
  if (kind === "struct") return readStruct(schema, structNode(node));
  if (kind === "list") {
    const item = schema.getValueSchema();
    const tag = (item.getMergedTraits().xmlName as string | undefined) ?? "member";
    const list = structNode(node);
    mustBeKnown(list, new Set([tag]));
    return asList(list[tag]).map((entry) => readNode(item, entry));
  }
  if (kind === "map") throw new TypeError(`no operation here takes a map in XML (${schema.getName(true)})`);
  const text = textOf(node);
  if (!isScalarText(kind, text)) throw new SyntaxError(`"${text}" is no ${kind}`);
  return scalarReader(schema)(text);
}

/** Elements within an element: none in an empty one. */
function structNode(node: unknown): Record<string, unknown> {
  if (isObject(node)) return node;
  if (Array.isArray(node) || textOf(node) !== "")
    throw new SyntaxError("a text or list where elements belong");
  return {};
}

const elementsOf = oncePerShape((schema: NormalizedSchema) => {
  const members = membersOf(schema).map(([name, member]) => {
    const { xmlName, xmlFlattened } = member.getMemberTraits() as { xmlName?: string; xmlFlattened?: 1 };
    return { name, member, tag: xmlName ?? name, flattened: member.isListSchema() && Boolean(xmlFlattened) };
  });
  const tags = new Set(members.map(({ tag }) => tag));
  return () => ({ members, tags });
});

function readStruct(schema: NormalizedSchema, node: Record<string, unknown>): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  const { members, tags } = elementsOf(schema)();
  mustBeKnown(node, tags);
  for (const { name, member, tag, flattened } of members) {
    const inner = node[tag];
    if (inner === undefined) continue;
    struct[name] = flattened
      ? asList(inner).map((entry) => readNode(member.getValueSchema(), entry))
      : readNode(member, inner);
  }
  return struct;
}

/** Namespaces and the text around elements are no members. */
function mustBeKnown(node: Record<string, unknown>, tags: ReadonlySet<string>): void {
  for (const key in node)
    if (!tags.has(key) && key !== "#text" && !/^(?:xmlns|xsi)(?::|$)/.test(key))
      throw new SyntaxError(`<${key}> is not known`);
}

/** A name without the prefix of its namespace. */
function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function asList(node: unknown): unknown[] {
  if (node === undefined) return [];
  return Array.isArray(node) ? node : [node];
}

function textOf(node: unknown): string {
  if (isObject(node)) return String(node["#text"] ?? "");
  return String(node ?? "").trim();
}

function isObject(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}
