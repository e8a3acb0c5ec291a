import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../errors.ts";
import { unknownParameter } from "./malformed.ts";
import { isScalarText, kindOf, membersOf, oncePerShape, scalarReader } from "./scalar.ts";

/** `awsQuery` writes `Tags.member.1.Key`, `ec2Query` writes `Tag.1.Key` and capitalizes names. */
export type FormDialect = "awsQuery" | "ec2Query";

/** A form's dotted names as a tree; a node knows its own name for the case that it must be refused. */
interface FormNode {
  readonly part: string;
  readonly parent?: FormNode;
  text?: string;
  children?: Map<string, FormNode>;
}

type FormReader = (node: FormNode) => unknown;

/** What requests that are signed in their query bring along. */
const signature =
  /^(?:AWSAccessKeyId|Signature|SignatureMethod|SignatureVersion|Timestamp|Expires|SecurityToken|AUTHPARAMS|X-Amz-.*)$/i;

/** Parses an `application/x-www-form-urlencoded` body to its plain parameters. */
export function parseForm(body: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of body.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const key = equals < 0 ? pair : pair.slice(0, equals);
    parameters.set(decode(key), equals < 0 ? "" : decode(pair.slice(equals + 1)));
  }
  return parameters;
}

function decode(text: string): string {
  return /[%+]/.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;
}

/**
 * Reads an operation's input out of form parameters.
 *
 * @throws ServiceError on a parameter that the operation does not have, and on a text where a number or truth value belongs
 */
export function readForm(
  schema: NormalizedSchema,
  parameters: Map<string, string>,
  dialect: FormDialect,
): unknown {
  const root: FormNode = { part: "" };
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split(".")) {
      node.children ??= new Map();
      let child = node.children.get(part);
      if (!child) {
        child = { part, parent: node };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = value;
  }
  root.children?.delete("Action");
  root.children?.delete("Version");
  if (schema.isStructSchema()) return readers[dialect](schema)(root);
  mustBeKnown(root, nothing, dialect);
  return {};
}

const readers: Record<FormDialect, (schema: NormalizedSchema) => FormReader> = {
  awsQuery: oncePerShape((schema) => structReader(schema, "awsQuery")),
  ec2Query: oncePerShape((schema) => structReader(schema, "ec2Query")),
};

function structReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const members = membersOf(schema).map(
    ([name, member]) => [name, parameterName(name, member, dialect), reader(member, dialect)] as const,
  );
  const known = new Set(members.map(([, parameter]) => parameter));
  return (node) => {
    const { children } = node;
    const struct: Record<string, unknown> = {};
    mustHoldNoText(node, dialect);
    if (!children) return struct;
    let left = children.size;
    for (const [name, parameter, read] of members) {
      const child = children.get(parameter);
      if (!child) continue;
      left--;
      struct[name] = read(child);
    }
    if (left > 0) mustBeKnown(node, known, dialect);
    return struct;
  };
}

function mustBeKnown(node: FormNode, known: ReadonlySet<string>, dialect: FormDialect): void {
  for (const [name, child] of node.children ?? []) {
    if (known.has(name) || (!node.parent && signature.test(name))) continue;
    throw unknown(child, dialect);
  }
}

/** Where a list or struct belongs, an empty text stands for an empty one, and any other is nothing that there is. */
function mustHoldNoText(node: FormNode, dialect: FormDialect): void {
  if (node.text) throw unknown(node, dialect);
}

function unknown(node: FormNode, dialect: FormDialect): ServiceError {
  return unknownParameter(
    nameOf(node),
    dialect === "ec2Query" ? "UnknownParameter" : "InvalidQueryParameter",
  );
}

/** `Tags.member.1.Key`. */
function nameOf({ part, parent }: FormNode): string {
  return parent?.parent ? `${nameOf(parent)}.${part}` : part;
}

/** How a member is written in a form, such as `TagSpecification`. */
export function parameterName(name: string, member: NormalizedSchema, dialect: FormDialect): string {
  const { xmlName, ec2QueryName } = member.getMemberTraits() as { xmlName?: string; ec2QueryName?: string };
  if (dialect === "awsQuery") return xmlName ?? name;
  return ec2QueryName ?? capitalize(xmlName ?? name);
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const kind = kindOf(schema);
  if (kind === "struct") {
    let read: FormReader | undefined;
    return (node) => {
      read ??= readers[dialect](schema);
      return read(node);
    };
  }
  if (kind === "list") return listReader(schema, dialect);
  if (kind === "map") return mapReader(schema, dialect);
  const read = scalarReader(schema);
  return (node) => {
    const { text = "", children } = node;
    if (children) mustBeKnown(node, nothing, dialect);
    if (!isScalarText(kind, text)) throw wrongText(node, kind, dialect);
    return read(text);
  };
}

const nothing: ReadonlySet<string> = new Set();

/** EC2 names value and parameter; the others' common framework fails at the text itself. */
function wrongText(node: FormNode, kind: string, dialect: FormDialect): ServiceError {
  const { text = "" } = node;
  return dialect === "ec2Query"
    ? new ServiceError(
        "InvalidParameterValue",
        `Value (${text}) for parameter ${nameOf(node)} is invalid. It must be a ${kind}`,
      )
    : new ServiceError("MalformedInput", `Invalid ${kind}: ${text}`);
}

function listReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const item = schema.getValueSchema();
  const read = reader(item, dialect);
  const flattened = dialect === "ec2Query" || Boolean(schema.getMemberTraits().xmlFlattened);
  const itemTag = (item.getMergedTraits().xmlName as string | undefined) ?? "member";
  return (node) => {
    mustHoldNoText(node, dialect);
    if (flattened) return numbered(node, dialect).map(read);
    const tag = node.children?.has(itemTag) ? itemTag : "member";
    mustBeKnown(node, new Set([tag]), dialect);
    return numbered(node.children?.get(tag), dialect).map(read);
  };
}

function mapReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const readValue = reader(schema.getValueSchema(), dialect);
  const keyTag = (schema.getKeySchema().getMergedTraits().xmlName as string | undefined) ?? "key";
  const valueTag = (schema.getValueSchema().getMergedTraits().xmlName as string | undefined) ?? "value";
  return (node) => {
    mustHoldNoText(node, dialect);
    const entries = numbered(node.children?.get("entry") ?? node, dialect);
    return Object.fromEntries(
      entries.map((entry) => [
        entry.children?.get(keyTag)?.text ?? "",
        readValue(entry.children?.get(valueTag) ?? { part: valueTag, parent: entry }),
      ]),
    );
  };
}

/** The children 1, 2, 3 … in the order of their numbers. */
function numbered(node: FormNode | undefined, dialect: FormDialect): FormNode[] {
  const items = [...(node?.children?.values() ?? [])];
  for (const item of items) if (!/^\d+$/.test(item.part)) throw unknown(item, dialect);
  return items.sort((a, b) => Number(a.part) - Number(b.part));
}
