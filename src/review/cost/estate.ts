import type { ReviewedResource } from "../resources.ts";
import type { Attributes } from "../rules/rule.ts";

/** As deployed now, or as it will be once the plan is applied. */
export type Side = "before" | "after";

/** A resource that exists on one side of a plan, with its attributes there. */
export interface OwnedResource {
  readonly address: string;
  readonly type: string;
  /** The address without its type: `data` of `aws_s3_bucket.data`. */
  readonly name: string;
  readonly module: string;
  readonly region: string;
  readonly attributes: Attributes;
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** What AWS calls it, where that is known: id, ARN, name. */
  readonly ids: readonly string[];
}

/** Everything that exists on one side of a plan. */
export interface Estate {
  readonly all: readonly OwnedResource[];
  readonly of: (type: string) => readonly OwnedResource[];
  /** What an attribute of a resource refers to, of one type. */
  readonly referenced: (from: OwnedResource, attribute: string, type: string) => readonly OwnedResource[];
  /** The resources of a type whose attribute refers to this one: a bucket's settings. */
  readonly pointingTo: (to: OwnedResource, type: string, attribute: string) => readonly OwnedResource[];
}

/** What there is on one side of a plan, found by type and by reference. */
export function estateOf(resources: readonly ReviewedResource[], side: Side): Estate {
  return estateFrom(resources.flatMap((resource) => owned(resource, side)));
}

/** Just these resources. */
export function estateFrom(all: readonly OwnedResource[]): Estate {
  const byType = grouped(all, ({ type }) => [type]);
  const byName = grouped(all, ({ address, ids }) => [address, ...ids]);
  const of = (type: string) => byType.get(type) ?? [];
  const referenced: Estate["referenced"] = (from, attribute, type) => {
    const names = [...(from.references[attribute] ?? []), ...textsIn(from.attributes[attribute])];
    const found = names.flatMap((name) => byName.get(name) ?? []).filter((one) => one.type === type);
    return [...new Set(found)];
  };
  // Asked for each bucket of thousands: what points where is looked up once for all of a type.
  const pointers = new Map<string, Map<OwnedResource, OwnedResource[]>>();
  const pointingTo: Estate["pointingTo"] = (to, type, attribute) => {
    const key = `${type} ${attribute} ${to.type}`;
    const known = pointers.get(key) ?? reversed(of(type), (from) => referenced(from, attribute, to.type));
    pointers.set(key, known);
    return known.get(to) ?? [];
  };
  return { all, of, referenced, pointingTo };
}

function grouped(
  all: readonly OwnedResource[],
  namesOf: (one: OwnedResource) => readonly string[],
): Map<string, OwnedResource[]> {
  const groups = new Map<string, OwnedResource[]>();
  for (const one of all) {
    for (const name of namesOf(one)) {
      const group = groups.get(name);
      if (group) group.push(one);
      else groups.set(name, [one]);
    }
  }
  return groups;
}

function reversed(
  sources: readonly OwnedResource[],
  targetsOf: (from: OwnedResource) => readonly OwnedResource[],
): Map<OwnedResource, OwnedResource[]> {
  const found = new Map<OwnedResource, OwnedResource[]>();
  for (const from of sources)
    for (const target of targetsOf(from)) found.set(target, [...(found.get(target) ?? []), from]);
  return found;
}

function owned(resource: ReviewedResource, side: Side): OwnedResource[] {
  const attributes = attributesOn(resource, side);
  if (!attributes) return [];
  const { address, type, module, region, references, deployed } = resource;
  const { id, arn, name, bucket } = deployed ?? attributes;
  // Buckets' ARNs stand in policies and replications as text: references there would make cycles.
  const ids = [id, arn, name, bucket, `arn:aws:s3:::${String(bucket)}`].filter(
    (one): one is string => typeof one === "string" && one !== "" && !one.includes("${"),
  );
  return [
    { address, type, name: address.slice(type.length + 1), module, region, attributes, references, ids },
  ];
}

/** What is forgotten by Terraform goes on costing; what nobody has read the values of is as it is declared. */
function attributesOn({ change, declared, deployed }: ReviewedResource, side: Side): Attributes | undefined {
  if (change === "create") return side === "before" ? undefined : declared;
  if (side === "before") return deployed ?? declared;
  if (change === "delete") return undefined;
  if (change === "replace") return declared ?? deployed;
  if (change === "update")
    return declared && deployed ? withIgnored(declared, deployed) : (declared ?? deployed);
  return deployed ?? declared;
}

/** What Terraform was told to look away from (`ignore_changes`) stays as it is deployed: the autoscaler's number of nodes. */
function withIgnored(declared: Attributes, deployed: Attributes): Attributes {
  const lifecycle = [declared.lifecycle].flat()[0] as { readonly ignore_changes?: unknown } | undefined;
  const ignored = [lifecycle?.ignore_changes ?? []].flat().map(String);
  const attributes: Record<string, unknown> = { ...declared };
  for (const path of ignored) {
    const [name = "", inner] = path.split(/\[0\]\.|\./);
    const there = deployed[name];
    if (there === undefined) continue;
    const block = [attributes[name]].flat()[0] as Attributes | undefined;
    const value = ([there].flat()[0] as Attributes | undefined)?.[inner ?? ""];
    attributes[name] = inner === undefined ? there : [{ ...block, [inner]: value }];
  }
  return attributes;
}

function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === "string") found.add(value);
  else if (typeof value === "object" && value !== null)
    for (const one of Object.values(value)) textsIn(one, found);
  return found;
}
