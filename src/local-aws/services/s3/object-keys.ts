import { KMSServiceException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import type { KeyAction } from "../kms/key-question.ts";
import { requireKey } from "../kms/use-key.ts";
import { accessDenied } from "./access-question.ts";
import type { Bucket, ObjectEncryption } from "./state.ts";

/** What an object's key is used for. */
interface ObjectKeyUse {
  /** The object's key in its bucket. */
  readonly key: string;
  /** With a bucket key, KMS hears of the bucket only. */
  readonly bucketKey: boolean | undefined;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * The ARN of the KMS key that a new object is encrypted under; without a name, of S3's own in the caller's account.
 * @throws KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException: a key's errors, as S3 passes them on;
 * AccessDenied for a caller who may not use it
 */
export function encryptionKeyArn(
  name: string | undefined,
  use: ObjectKeyUse,
  bucket: Bucket,
  ctx: Context,
): string {
  return useObjectKey(name ?? "alias/aws/s3", "kms:GenerateDataKey", use, bucket, ctx);
}

/** Lets KMS open what an object is encrypted with. @throws as {@link encryptionKeyArn} */
export function checkDecryption(
  { key, encryption }: { readonly key: string; readonly encryption: ObjectEncryption },
  bucket: Bucket,
  ctx: Context,
): void {
  const { SSEKMSKeyId: name, BucketKeyEnabled: bucketKey, kmsContext } = encryption;
  if (name !== undefined)
    useObjectKey(name, "kms:Decrypt", { key, bucketKey, encryptionContext: kmsContext }, bucket, ctx);
}

/** Asks KMS for one action on the key of an object. @returns the key's ARN @throws as {@link encryptionKeyArn} */
export function useObjectKey(
  name: string,
  action: KeyAction,
  use: ObjectKeyUse,
  bucket: Bucket,
  ctx: Context,
): string {
  const { region, owner } = bucket;
  const resource = use.bucketKey ? bucket.name : `${bucket.name}/${use.key}`;
  // A name that is no ARN is looked for in the caller's account; a service that writes by itself has none.
  const place = ctx.in({ region, account: ctx.caller.account || owner });
  try {
    return requireKey(
      place,
      name,
      [action],
      {
        encryptionContext: { ...use.encryptionContext, "aws:s3:arn": `arn:aws:s3:::${resource}` },
        via: `s3.${region}.amazonaws.com`,
      },
      accessDenied,
    ).arn;
  } catch (error) {
    if (!(error instanceof KMSServiceException)) throw error;
    throw new ServiceError(`KMS.${error.name}`, error.message, 400);
  }
}
