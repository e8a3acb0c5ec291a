import type { StateResource } from "../../terraform/state-addresses.ts";
import type { AwsPlace } from "../access.ts";
import { findTagged } from "../tagged.ts";
import { existence, existenceOfArn } from "./existence.ts";
import { reasonOf } from "./leftovers.ts";

/** Something that a destroy should have removed, and AWS still has. */
export interface Remaining {
  /** Its ARN, or Terraform's type and what it is called. */
  readonly id: string;
  /** Terraform's address, where it is known. */
  readonly address?: string;
  /** AWS deletes it by itself then (ISO 8601): a key. */
  readonly goesOn?: string;
}

export interface Inventory {
  /** What is really left: it was read, or cannot be. */
  readonly left: readonly Remaining[];
  /** What AWS deletes by itself later: keys. */
  readonly pending: readonly Remaining[];
  /** What could not be looked at, and why. */
  readonly unread: readonly string[];
}

export interface InventoryProps {
  readonly place: AwsPlace;
  /** Tags that everything of the deployment carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the state held before the destroy: IAM's roles are in no tag index. */
  readonly before: readonly StateResource[];
}

/**
 * What of a deployment AWS still has: by its tags, and by the names of what the state held. AWS's tag index is late, so what it lists is read before it is
 * called left.
 */
export async function inventoryAfter({ place, tags, before }: InventoryProps): Promise<Inventory> {
  const look = await existence(place);
  const unread: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      unread.push(`${what}: ${reasonOf(error)}`);
      return undefined;
    }
  };
  try {
    const tagged =
      (await attempt("resources by tag (tag:GetResources)", () => findTagged(place, tags))) ?? [];
    const byTag = await Promise.all(
      tagged.map(async ({ arn, tags: { TerraformAddress: address } }) => {
        const found = await attempt(arn, () => existenceOfArn(look, arn));
        return found && { ...found, id: arn, address };
      }),
    );
    const named = before.flatMap((resource) => {
      const check = look.ofResource(resource);
      return check ? [{ resource, check }] : [];
    });
    const byName = await Promise.all(
      named.map(async ({ resource: { address, type, attributes }, check }) => {
        const found = await attempt(address, check);
        return found && { ...found, id: String(attributes.arn ?? `${type} ${attributes.id}`), address };
      }),
    );
    const all = new Map([...byTag, ...byName].flatMap((one) => (one ? [[one.id, one] as const] : [])));
    const there = [...all.values()].filter(({ there }) => there);
    const plain = ({ id, address, goesOn }: (typeof there)[number]): Remaining => ({ id, address, goesOn });
    return {
      left: there.filter(({ goesOn }) => !goesOn).map(plain),
      pending: there.filter(({ goesOn }) => goesOn).map(plain),
      unread,
    };
  } finally {
    look.close();
  }
}
