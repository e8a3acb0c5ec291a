import { parseXML } from "@aws-sdk/xml-builder";
import type { NormalizedSchema } from "@smithy/core/schema";
import { isScalarText, kindOf, membersOf, oncePerShape, scalarReader } from "./scalar.ts";

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
