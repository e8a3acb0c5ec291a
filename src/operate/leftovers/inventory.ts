import type { StateResource } from "../../terraform/state-addresses.ts";
import type { AwsPlace } from "../access.ts";
import { findTagged } from "../tagged.ts";
import { existence, existenceOfArn, type Look } from "./existence.ts";
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
  /** One for each region of the deployment, its main one first. */
  readonly places: readonly [AwsPlace, ...AwsPlace[]];
  /** Tags that everything of the deployment carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the state held before the destroy: IAM's roles are in no tag index. */
  readonly before: readonly StateResource[];
}

/**
 * What of a deployment AWS still has: by its tags, and by the names of what the state held. AWS's tag index is late, so what it lists is read before it is
 * called left.
 */
export async function inventoryAfter({ places, tags, before }: InventoryProps): Promise<Inventory> {
  const looks = new Map<string, Look>();
  const unread: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      unread.push(`${what}: ${reasonOf(error)}`);
      return undefined;
    }
  };
  for (const place of places) looks.set(place.region, await existence(place));
  const read = async (arn: string, address?: string) => {
    const look = looks.get(arn.split(":")[3] ?? "") ?? looks.get(places[0].region);
    const found = look && (await attempt(arn, () => existenceOfArn(look, arn)));
    return found?.there ? [{ id: arn, address, goesOn: found.goesOn }] : [];
  };
  try {
    const listed = await Promise.all(
      places.map((place) =>
        attempt(`what carries our tags in ${place.region} (tag:GetResources)`, () => findTagged(place, tags)),
      ),
    );
    const arns = new Map(before.flatMap(byName));
    for (const { arn, tags } of listed.flatMap((one) => one ?? []))
      arns.set(arn, tags.TerraformAddress ?? arns.get(arn));
    const there = (await Promise.all([...arns].map(([arn, address]) => read(arn, address)))).flat();
    return {
      left: there.filter(({ goesOn }) => !goesOn),
      pending: there.filter(({ goesOn }) => goesOn),
      unread,
    };
  } finally {
    for (const look of looks.values()) look.close();
  }
}

/** What is read whatever the tags say, by its ARN. */
function byName({ type, address, attributes: { arn } }: StateResource): [string, string | undefined][] {
  return READ_BY_NAME.has(type) && typeof arn === "string" ? [[arn, address]] : [];
}

/** Kinds that hold data, cost money or give access. IAM's roles are in no tag index. */
const READ_BY_NAME: ReadonlySet<string> = new Set([
  "aws_cloudtrail",
  "aws_cloudwatch_log_group",
  "aws_ecr_repository",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_s3_bucket",
]);
