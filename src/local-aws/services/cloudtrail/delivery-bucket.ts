import {
  InsufficientS3BucketPolicyException,
  InvalidS3PrefixException,
  S3BucketDoesNotExistException,
} from "@aws-sdk/client-cloudtrail";
import { serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import { type CertainQuestion, mayAccess, note } from "../../iam/authorize.ts";
import { bucketQuestion, objectQuestion } from "../s3/access-question.ts";
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
  if (!mayDeliver(ctx, trailArn, target))
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

export function mayDeliver(ctx: Context, trailArn: string, target: Target): boolean {
  const acting = asCloudTrail(ctx, trailArn);
  return questions(acting, target).every((question) => {
    const decision = mayAccess(acting, question);
    note(acting, question, decision);
    return decision.decision === "allowed";
  });
}

/** What CloudTrail does to a bucket. Source: "Amazon S3 bucket policy for CloudTrail" in the user guide, November 2026. */
function questions(acting: Context, { bucket, keyPrefix, kmsKeyArn }: Target): CertainQuestion[] {
  const { account, region } = acting;
  const key = `${deliveryFolder(acting, keyPrefix)}${account}_CloudTrail_${region}.json.gz`;
  const encryption: ConditionKeys =
    kmsKeyArn === undefined
      ? { "s3:x-amz-server-side-encryption": "AES256" }
      : {
          "s3:x-amz-server-side-encryption": "aws:kms",
          "s3:x-amz-server-side-encryption-aws-kms-key-id": kmsKeyArn,
        };
  return [
    bucketQuestion("s3:GetBucketAcl", bucket, acting),
    objectQuestion("s3:PutObject", { bucket, key }, acting, {
      "s3:x-amz-acl": "bucket-owner-full-control",
      ...encryption,
    }),
  ];
}
