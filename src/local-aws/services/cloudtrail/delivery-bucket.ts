import {
  InsufficientS3BucketPolicyException,
  InvalidS3PrefixException,
  S3BucketDoesNotExistException,
} from "@aws-sdk/client-cloudtrail";
import { serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type CertainQuestion, mayAccess, note } from "../../iam/authorize.ts";
import { type Bucket, s3Slot } from "../s3/state.ts";
import type { TrailSettings } from "./state.ts";

/** Characters of a prefix. Source: CreateTrail in the CloudTrail API reference, November 2026. */
const longestPrefix = 200;

type Target = Pick<TrailSettings, "bucket" | "keyPrefix" | "kmsKeyArn">;

/**
 * The bucket of a trail, whose policy lets CloudTrail look at it and write under the account's prefix.
 * @throws S3BucketDoesNotExistException, InsufficientS3BucketPolicyException, InvalidS3PrefixException
 */
export function checkBucket(ctx: Context, trailArn: string, target: Target): Bucket {
  const { bucket: name, keyPrefix = "" } = target;
  if (keyPrefix.length > longestPrefix)
    throw exception(InvalidS3PrefixException, `S3 prefix is longer than maximum length: ${longestPrefix}`);
  const bucket = ctx.state(s3Slot).buckets.get(name);
  if (!bucket) throw exception(S3BucketDoesNotExistException, `S3 bucket ${name} does not exist!`);
  if (!mayDeliver(ctx, trailArn, target, bucket))
    throw exception(
      InsufficientS3BucketPolicyException,
      `Incorrect S3 bucket policy is detected for bucket: ${name}`,
    );
  return bucket;
}

/** `[<prefix>/]AWSLogs/<account>/CloudTrail/<region>/`: where a trail's files of one region are. */
export function deliveryFolder({ account, region }: Context, keyPrefix: string | undefined): string {
  return `${keyPrefix ? `${keyPrefix}/` : ""}AWSLogs/${account}/CloudTrail/${region}/`;
}

/** CloudTrail as itself, acting for a trail. */
export function asCloudTrail(ctx: Context, trailArn: string): Context {
  const caller = serviceCaller("cloudtrail.amazonaws.com", {
    sourceArn: trailArn,
    sourceAccount: trailArn.split(":")[4],
  });
  return ctx.in({ caller });
}

export function mayDeliver(ctx: Context, trailArn: string, target: Target, bucket: Bucket): boolean {
  const acting = asCloudTrail(ctx, trailArn);
  return questions(ctx, target, bucket).every((question) => {
    const decision = mayAccess(acting, question);
    note(acting, question, decision);
    return decision.decision === "allowed";
  });
}

/** What CloudTrail does to a bucket. Source: "Amazon S3 bucket policy for CloudTrail" in the user guide, November 2026. */
function questions(ctx: Context, { keyPrefix, kmsKeyArn }: Target, bucket: Bucket): CertainQuestion[] {
  const { name, owner, policy } = bucket;
  const resource = `arn:aws:s3:::${name}`;
  const common = {
    resourceAccount: owner,
    resourcePolicy: {
      kind: "optional" as const,
      name: `bucket policy of ${name}`,
      document: policy ?? '{"Statement":[]}',
    },
  };
  return [
    { ...common, action: "s3:GetBucketAcl", resource },
    {
      ...common,
      action: "s3:PutObject",
      resource: `${resource}/${deliveryFolder(ctx, keyPrefix)}${ctx.account}_CloudTrail_${ctx.region}.json.gz`,
      keys: {
        "s3:x-amz-acl": "bucket-owner-full-control",
        "s3:x-amz-server-side-encryption": kmsKeyArn === undefined ? "AES256" : "aws:kms",
        ...(kmsKeyArn === undefined ? {} : { "s3:x-amz-server-side-encryption-aws-kms-key-id": kmsKeyArn }),
      },
    },
  ];
}
