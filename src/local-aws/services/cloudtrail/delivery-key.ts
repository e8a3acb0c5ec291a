import {
  InsufficientEncryptionPolicyException,
  InvalidKmsKeyIdException,
  KmsException,
  KmsKeyNotFoundException,
} from "@aws-sdk/client-cloudtrail";
import { KMSServiceException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { note } from "../../iam/authorize.ts";
import { findKey } from "../kms/find-key.ts";
import { type KeyAction, keyQuestion } from "../kms/key-question.ts";
import type { Key } from "../kms/state.ts";
import { mayUseKey } from "../kms/use-key.ts";
import type { Bucket } from "../s3/state.ts";
import { asCloudTrail, deliveryFolder } from "./delivery-bucket.ts";
import type { TrailSettings } from "./state.ts";

/**
 * The ARN of the key that an id, an alias or an ARN of either names: what a trail shows, however it was told.
 * @throws InvalidKmsKeyIdException, KmsKeyNotFoundException
 */
export function trailKeyArn(ctx: Context, name: string): string {
  if (!/^(alias\/.+|(mrk-)?[0-9a-f-]{32,36}|arn:[\w-]+:kms:[\w-]+:\d{12}:(key|alias)\/.+)$/.test(name))
    throw exception(InvalidKmsKeyIdException, `KMS key ID ${name} is not valid.`);
  return keyOf(ctx, name).arn;
}

/**
 * A trail's key: it lives where the bucket is, and its policy lets CloudTrail encrypt for this trail.
 * @throws KmsKeyNotFoundException, KmsException, InsufficientEncryptionPolicyException
 */
export function checkKey(
  ctx: Context,
  trailArn: string,
  { kmsKeyArn, keyPrefix }: TrailSettings,
  bucket: Bucket,
): void {
  if (kmsKeyArn === undefined) return;
  const key = keyOf(ctx, kmsKeyArn);
  if (kmsKeyArn.split(":")[3] !== bucket.region) throw notFound(kmsKeyArn);
  if (key.state !== "Enabled") throw unusable(key);
  const object = `arn:aws:s3:::${bucket.name}/${deliveryFolder(ctx, keyPrefix)}`;
  if (!actionsOn(bucket).every((action) => mayEncrypt(ctx, trailArn, key, action, object)))
    throw exception(
      InsufficientEncryptionPolicyException,
      `Insufficient permissions to access S3 bucket ${bucket.name} or KMS key ${key.arn}.`,
    );
}

/**
 * What CloudTrail does with a key; with a bucket key it also has to read.
 * Source: "Configure AWS KMS key policies for CloudTrail" in the user guide, November 2026.
 */
function actionsOn({ encryption: { Rules = [] } }: Bucket): KeyAction[] {
  const hasBucketKey = Rules.some(({ BucketKeyEnabled }) => BucketKeyEnabled);
  return ["kms:GenerateDataKey", "kms:DescribeKey", ...(hasBucketKey ? (["kms:Decrypt"] as const) : [])];
}

function mayEncrypt(ctx: Context, trailArn: string, key: Key, action: KeyAction, object: string): boolean {
  const [, , , region] = key.arn.split(":");
  const acting = asCloudTrail(ctx, trailArn).in({ region });
  const isDescribing = action === "kms:DescribeKey";
  const encryptionContext = { "aws:cloudtrail:arn": trailArn, "aws:s3:arn": object };
  const use = isDescribing ? {} : { encryptionContext };
  const decision = mayUseKey(acting, key.arn, action, use);
  note(acting, keyQuestion(key, action, acting, use), decision);
  return decision.decision === "allowed";
}

/** The key of this name in the region that the name tells. @throws KmsKeyNotFoundException */
function keyOf(ctx: Context, name: string): Key {
  const region = name.startsWith("arn:") ? name.split(":")[3] : ctx.region;
  try {
    return findKey(name, ctx.in({ region }));
  } catch (error) {
    if (error instanceof KMSServiceException || error instanceof ServiceError) throw notFound(name);
    throw error;
  }
}

function notFound(name: string): KmsKeyNotFoundException {
  return exception(KmsKeyNotFoundException, `KMS key ${name} is not found.`);
}

/** CloudTrail no longer has an error of its own for a key that is disabled. */
function unusable({ arn, state }: Key): KmsException {
  const why = state === "Disabled" ? "is disabled" : "is pending deletion";
  return exception(KmsException, `KMS key ${arn} ${why}.`);
}
