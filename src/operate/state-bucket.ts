import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { type AwsAccess, clientOptions } from "./access.ts";
import { Bucket, type Mending, PermissionMissing, type Requirement } from "./state-bucket/bucket.ts";
import { encryption } from "./state-bucket/encryption.ts";
import { createBucket, findBucket, ownPartition } from "./state-bucket/finding.ts";
import { hastyRules, lifecycle } from "./state-bucket/lifecycle.ts";
import { ownership } from "./state-bucket/ownership.ts";
import { policy } from "./state-bucket/policy.ts";
import { publicAccessBlock } from "./state-bucket/public-access.ts";
import { StateBucketRefused } from "./state-bucket/refused.ts";
import { versioning } from "./state-bucket/versioning.ts";

export interface StateBucketProps {
  readonly bucket: string;
  /** Key of the environment's state in it, such as `dev/terraform.tfstate`. */
  readonly key: string;
  /** The account that must own it, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** How to reach AWS. @default the SDK's own search for endpoint and credentials */
  readonly access?: AwsAccess;
}

export interface StateBucketResult {
  readonly bucket: string;
  readonly created: boolean;
  /** Settings that were missing or other than they must be, and are set now, such as `versioning`. */
  readonly set: readonly string[];
  /** How each of them was before. */
  readonly was: Readonly<Record<string, string>>;
  /** What others set, and the tool leaves alone, although it endangers the state. */
  readonly warnings: readonly string[];
}

/** In the order in which they are mended. */
const requirements: readonly Requirement[] = [
  publicAccessBlock,
  ownership,
  versioning,
  encryption,
  policy,
  lifecycle,
];

/**
 * Makes the bucket for Terraform's state, or mends the settings of the one that is there: versioned, encrypted, closed to the public, TLS only,
 * states never deleted, old versions kept for 90 days. Refuses credentials and buckets of another account before it changes anything.
 *
 * @throws StateBucketRefused
 */
export async function ensureStateBucket(props: StateBucketProps): Promise<StateBucketResult> {
  const config = clientOptions(props);
  const sts = new STSClient(config);
  const s3 = new S3Client(config);
  try {
    const partition = await ownPartition(sts, props);
    const found = await findBucket(s3, props);
    const created = !found && (await createBucket(s3, props));
    const bucket = new Bucket(s3, { ...props, partition, young: !found });
    const was = await mendAll(bucket);
    return {
      bucket: props.bucket,
      created,
      set: Object.keys(was),
      was,
      warnings: created ? [] : await hastyRules(bucket),
    };
  } finally {
    sts.destroy();
    s3.destroy();
  }
}

/** Looks at everything at once, mends one after the other, and then names every permission that was missing. */
async function mendAll(bucket: Bucket): Promise<Record<string, string>> {
  const refused: string[] = [];
  const unlessRefused = (error: unknown): undefined => {
    if (!(error instanceof PermissionMissing)) throw error;
    refused.push(error.permission);
  };
  const checks = await Promise.all(
    requirements.map(
      async ({ name, check }): Promise<readonly [string, Mending | undefined]> => [
        name,
        await check(bucket).catch(unlessRefused),
      ],
    ),
  );
  const was: Record<string, string> = {};
  for (const [name, mending] of checks) {
    if (!mending) continue;
    const done = await mending.mend().then(() => true, unlessRefused);
    if (done) was[name] = mending.was;
  }
  if (refused.length > 0) throw permissionsMissing(bucket, refused, Object.keys(was));
  return was;
}

function permissionsMissing(
  { arn, props }: Bucket,
  permissions: readonly string[],
  mended: readonly string[],
): StateBucketRefused {
  const done = mended.length > 0 ? ` ${mended.join(", ")}: set.` : "";
  return new StateBucketRefused(
    `The settings of the state bucket s3://${props.bucket} could not all be checked or set.${done}`,
    ...permissions.map((permission) => ({
      received: `${permission} is refused`,
      expected: `${permission} on ${arn}`,
      fix: "add it to the policy of these credentials, or let an administrator run this command once",
    })),
  );
}
