import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../errors.ts";
import { unknownParameter } from "./malformed.ts";
import { isScalarText, kindOf, membersOf, oncePerShape, scalarReader } from "./scalar.ts";

/** `awsQuery` writes `Tags.member.1.Key`, `ec2Query` writes `Tag.1.Key` and capitalizes names. */
export type FormDialect = "awsQuery" | "ec2Query";

/** A form's dotted names as a tree. */
interface FormNode {
  text?: string;
  children?: Map<string, FormNode>;
}

/** `at` is the node's own dotted name, for what it must refuse. */
type FormReader = (node: FormNode, at: string) => unknown;

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
  const root: FormNode = {};
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split(".")) {
      node.children ??= new Map();
      let child = node.children.get(part);
      if (!child) {
        child = {};
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = value;
  }
  root.children?.delete("Action");
  root.children?.delete("Version");
  if (schema.isStructSchema()) return readers[dialect](schema)(root, "");
  mustBeKnown(root.children ?? new Map(), nothing, "", dialect);
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
  return ({ children }, at) => {
    const struct: Record<string, unknown> = {};
    if (!children) return struct;
    let left = children.size;
    for (const [name, parameter, read] of members) {
      const child = children.get(parameter);
      if (!child) continue;
      left--;
      struct[name] = read(child, at === "" ? parameter : `${at}.${parameter}`);
    }
    if (left > 0) mustBeKnown(children, known, at, dialect);
    return struct;
  };
}

function mustBeKnown(
  children: Map<string, FormNode>,
  known: ReadonlySet<string>,
  at: string,
  dialect: FormDialect,
): void {
  for (const name of children.keys()) {
    if (known.has(name) || (at === "" && signature.test(name))) continue;
    throw unknownParameter(
      at === "" ? name : `${at}.${name}`,
      dialect === "ec2Query" ? "UnknownParameter" : "InvalidQueryParameter",
    );
  }
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
    return (node, at) => {
      read ??= readers[dialect](schema);
      return read(node, at);
    };
  }
  if (kind === "list") return listReader(schema, dialect);
  if (kind === "map") return mapReader(schema, dialect);
  const read = scalarReader(schema);
  return ({ text = "", children }, at) => {
    if (children) mustBeKnown(children, nothing, at, dialect);
    if (!isScalarText(kind, text)) throw wrongText(text, kind, at, dialect);
    return read(text);
  };
}

const nothing: ReadonlySet<string> = new Set();

/** EC2 names value and parameter; the others' common framework fails at the text itself. */
function wrongText(text: string, kind: string, at: string, dialect: FormDialect): ServiceError {
  return dialect === "ec2Query"
    ? new ServiceError(
        "InvalidParameterValue",
        `Value (${text}) for parameter ${at} is invalid. It must be a ${kind}`,
      )
    : new ServiceError("MalformedInput", `Invalid ${kind}: ${text}`);
}

function listReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const item = schema.getValueSchema();
  const read = reader(item, dialect);
  const flattened = dialect === "ec2Query" || Boolean(schema.getMemberTraits().xmlFlattened);
  const itemTag = (item.getMergedTraits().xmlName as string | undefined) ?? "member";
  return (node, at) => {
    const tag = !flattened && node.children?.has(itemTag) ? itemTag : "member";
    const container = flattened ? node : node.children?.get(tag);
    const inside = flattened ? at : `${at}.${tag}`;
    return numbered(container).map(([number, child]) => read(child, `${inside}.${number}`));
  };
}

function mapReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const readValue = reader(schema.getValueSchema(), dialect);
  const keyTag = (schema.getKeySchema().getMergedTraits().xmlName as string | undefined) ?? "key";
  const valueTag = (schema.getValueSchema().getMergedTraits().xmlName as string | undefined) ?? "value";
  return (node, at) => {
    const entries = numbered(node.children?.get("entry") ?? node);
    return Object.fromEntries(
      entries.map(([number, entry]) => [
        entry.children?.get(keyTag)?.text ?? "",
        readValue(entry.children?.get(valueTag) ?? {}, `${at}.${number}.${valueTag}`),
      ]),
    );
  };
}

/** The children 1, 2, 3 … in the order of their numbers. */
function numbered(node: FormNode | undefined): [string, FormNode][] {
  return [...(node?.children ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b));
}
