import type { ReviewedResource } from "../resources.ts";
import type { ChangeAction } from "../summary.ts";
import { places, settings } from "./kinds.ts";
import type { Relations } from "./relations.ts";

/** Which resources a box stands for, and which box a resource is in. */
export interface Ownership {
  /** Addresses of a thing and of its settings, the thing first. */
  of(address: string): readonly string[];
  /** The thing that a resource is a setting of; itself when it is a thing. */
  owner(address: string): string;
  /** Things, in the order of declaration. */
  readonly things: readonly ReviewedResource[];
  change(address: string): ChangeAction | "none";
}

/** Tells things (a bucket) from their settings (its policy), so that every resource belongs to one thing. */
export function ownership(resources: readonly ReviewedResource[], relations: Relations): Ownership {
  const users = reverseUsers(resources, relations);
  const owners = new Map<string, string>();
  const owner = (address: string, seen: ReadonlySet<string> = new Set()): string => {
    const done = owners.get(address);
    if (done !== undefined) return done;
    const resource = relations.get(address);
    const next = resource && !seen.has(address) ? ownerOf(resource, relations, users) : undefined;
    const found = next === undefined ? address : owner(next, new Set([...seen, address]));
    owners.set(address, found);
    return found;
  };
  const groups = new Map<string, string[]>();
  for (const { address } of resources) {
    const own = owner(address);
    groups.set(
      own,
      own === address ? [address, ...(groups.get(own) ?? [])] : [...(groups.get(own) ?? []), address],
    );
  }
  const changeOf = (address: string) => relations.get(address)?.change ?? "none";
  return {
    of: (address) => groups.get(address) ?? [],
    owner: (address) => owner(address),
    things: resources.filter(({ address }) => owner(address) === address),
    change(address) {
      const own = changeOf(address);
      if (own !== "none") return own;
      return (groups.get(address) ?? []).some((one) => changeOf(one) !== "none") ? "update" : "none";
    },
  };
}

/** Who names a resource, by what: for settings that do not name their owner, but are named by it. */
function reverseUsers(resources: readonly ReviewedResource[], relations: Relations): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const resource of resources) {
    for (const [type, rule] of Object.entries(settings)) {
      for (const { by, type: user } of rule.usedBy ?? []) {
        if (user !== resource.type) continue;
        for (const used of relations.named(resource, by, type)) {
          users.set(`${type}<${user} ${used}`, [
            ...(users.get(`${type}<${user} ${used}`) ?? []),
            resource.address,
          ]);
        }
      }
    }
  }
  return users;
}

/** The next step towards the thing; undefined when the resource is a thing itself. */
function ownerOf(
  resource: ReviewedResource,
  relations: Relations,
  users: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const rule = settings[resource.type];
  if (!rule) return places[resource.type] ? undefined : settingByName(resource, relations);
  for (const { type } of rule.usedBy ?? []) {
    const found = users.get(`${resource.type}<${type} ${resource.address}`) ?? [];
    const [first] = found;
    // What several share belongs to none of them alone.
    if (first !== undefined && (found.length === 1 || !rule.onlyAlone)) return first;
  }
  for (const [attribute, type] of rule.of ?? []) {
    const [first] = relations.named(resource, attribute, type);
    if (first !== undefined) return first;
  }
  return undefined;
}

/** `aws_sqs_queue_policy` that names an `aws_sqs_queue` is a setting of it: so are types that nobody has listed. */
function settingByName(resource: ReviewedResource, relations: Relations): string | undefined {
  const words = resource.type.split("_");
  for (let length = words.length - 1; length > 1; length--) {
    const [first] = relations.used(resource, words.slice(0, length).join("_"), ["policy"]);
    if (first !== undefined) return first;
  }
  return undefined;
}
