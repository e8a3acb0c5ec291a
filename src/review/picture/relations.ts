import type { ReviewedResource } from "../resources.ts";

/** Who names whom: by references where a resource is declared, by the ids and ARNs in its values where it is only deployed. */
export interface Relations {
  /** The resource of an address. */
  get(address: string): ReviewedResource | undefined;
  /** Addresses of resources of a type that an attribute names. */
  named(resource: ReviewedResource, attribute: string, type: string): string[];
  /** Addresses of resources of a type that any attribute but these names. */
  used(resource: ReviewedResource, type: string, except?: readonly string[]): string[];
}

/** Reads relations once; each question is then a look-up. */
export function relationsOf(resources: readonly ReviewedResource[]): Relations {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const known = new Map<string, Map<string, ReviewedResource[]>>();
  for (const resource of resources) {
    const ids = known.get(resource.type) ?? new Map<string, ReviewedResource[]>();
    known.set(resource.type, ids);
    for (const id of new Set(identifiers(resource))) ids.set(id, [...(ids.get(id) ?? []), resource]);
  }
  const named: Relations["named"] = (resource, attribute, type) => {
    const declared = (resource.references[attribute] ?? []).filter(
      (address) => address !== resource.address && byAddress.get(address)?.type === type,
    );
    if (declared.length > 0) return declared;
    const ids = known.get(type);
    if (!ids) return [];
    const values = [value(resource, attribute), resource.deployed?.[attribute]].flatMap(strings);
    const found = values.flatMap((text) => {
      const same = (ids.get(plainId(text)) ?? []).filter((one) => one !== resource);
      // Two regions may have a repository of the same name: the own one is meant.
      const meant = same.find(({ region }) => region === resource.region) ?? same[0];
      return meant ? [meant.address] : [];
    });
    return [...new Set(found)];
  };
  return {
    get: (address) => byAddress.get(address),
    named,
    used: (resource, type, except = []) => {
      const attributes = new Set(
        [resource.declared, resource.deployed].flatMap((values) => Object.keys(values ?? {})),
      );
      for (const name of [...except, ...notRelations]) attributes.delete(name);
      for (const name of Object.keys(resource.references)) if (!except.includes(name)) attributes.add(name);
      return [...new Set([...attributes].flatMap((name) => named(resource, name, type)))];
    },
  };
}

/** Attributes that name the resource itself or nothing at all, whatever stands in them. */
const notRelations = ["id", "arn", "name", "tags", "tags_all", "depends_on", "description", "provider"];

/** A literal value as it is to be, else as it is; undefined where only an apply will tell. */
export function value(resource: ReviewedResource, attribute: string): unknown {
  const declared = resource.declared?.[attribute];
  return declared === undefined || isExpression(declared) ? resource.deployed?.[attribute] : declared;
}

/** The same for a text; undefined where it is none. */
export function text(resource: ReviewedResource, attribute: string): string | undefined {
  const found = value(resource, attribute);
  return (typeof found === "string" && found !== "" && !found.includes("${")) || typeof found === "number"
    ? String(found)
    : undefined;
}

/** A nested block: the configuration writes one as an object, the state as a list of one. */
export function block(of: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = [(of as Readonly<Record<string, unknown>> | undefined)?.[name]].flat()[0];
  return typeof found === "object" && found !== null ? (found as Readonly<Record<string, unknown>>) : {};
}

/** Every text inside a value. */
export function strings(within: unknown): string[] {
  if (typeof within === "string") return [within];
  if (typeof within !== "object" || within === null) return [];
  return Object.values(within).flatMap(strings);
}

const isExpression = (given: unknown): boolean => typeof given === "string" && given.includes("${");

/** An OIDC provider is named with and without its scheme, a log group's ARN with and without `:*`. */
const plainId = (id: string): string => id.replace(/^https:\/\//, "").replace(/:\*$/, "");

/** What others may name a resource by. */
function identifiers(resource: ReviewedResource): string[] {
  const { type, deployed = {} } = resource;
  const plain = ["id", "arn", "name", "bucket", "key_id", "node_group_name"].flatMap(
    (name) => text(resource, name) ?? [],
  );
  if (type === "aws_s3_bucket") return plain.flatMap((one) => [one, `arn:aws:s3:::${one}`]);
  if (type === "aws_eks_node_group") return [...plain, ...strings(deployed.resources)];
  if (type === "aws_eks_cluster") return [...plain, ...strings(deployed.identity).map(plainId)];
  return plain;
}
