import type { NormalizedSchema } from "@smithy/core/schema";
import { kindOf, membersOf, oncePerShape, scalarReader } from "./scalar.ts";

/** `awsQuery` writes `Tags.member.1.Key`, `ec2Query` writes `Tag.1.Key` and capitalizes names. */
export type FormDialect = "awsQuery" | "ec2Query";

/** A form's dotted names as a tree. */
interface FormNode {
  text?: string;
  children?: Map<string, FormNode>;
}

type FormReader = (node: FormNode) => unknown;

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

/** Reads an operation's input out of form parameters. */
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
  return schema.isStructSchema() ? readers[dialect](schema)(root) : {};
}

const readers: Record<FormDialect, (schema: NormalizedSchema) => FormReader> = {
  awsQuery: oncePerShape((schema) => structReader(schema, "awsQuery")),
  ec2Query: oncePerShape((schema) => structReader(schema, "ec2Query")),
};

function structReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const members = membersOf(schema).map(
    ([name, member]) => [name, parameterName(name, member, dialect), reader(member, dialect)] as const,
  );
  return ({ children }) => {
    const struct: Record<string, unknown> = {};
    if (!children) return struct;
    for (const [name, parameter, read] of members) {
      const child = children.get(parameter);
      if (child) struct[name] = read(child);
    }
    return struct;
  };
}

function parameterName(name: string, member: NormalizedSchema, dialect: FormDialect): string {
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
  return (node) => read(node.text ?? "");
}

function listReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const item = schema.getValueSchema();
  const read = reader(item, dialect);
  const flattened = dialect === "ec2Query" || Boolean(schema.getMemberTraits().xmlFlattened);
  const itemTag = (item.getMergedTraits().xmlName as string | undefined) ?? "member";
  return (node) => {
    const container = flattened ? node : (node.children?.get(itemTag) ?? node.children?.get("member"));
    return numbered(container).map(read);
  };
}

function mapReader(schema: NormalizedSchema, dialect: FormDialect): FormReader {
  const readValue = reader(schema.getValueSchema(), dialect);
  const keyTag = (schema.getKeySchema().getMergedTraits().xmlName as string | undefined) ?? "key";
  const valueTag = (schema.getValueSchema().getMergedTraits().xmlName as string | undefined) ?? "value";
  return (node) => {
    const entries = numbered(node.children?.get("entry") ?? node);
    return Object.fromEntries(
      entries.map((entry) => [
        entry.children?.get(keyTag)?.text ?? "",
        readValue(entry.children?.get(valueTag) ?? {}),
      ]),
    );
  };
}

/** The children 1, 2, 3 … in the order of their numbers. */
function numbered(node: FormNode | undefined): FormNode[] {
  return [...(node?.children ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
