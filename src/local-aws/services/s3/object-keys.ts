import { KMSServiceException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { findKey, mustBeEnabled } from "../kms/find-key.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

/**
 * The ARN of the key that a new object is encrypted under; without a name, of S3's own in the account.
 * @throws KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException: a key's errors, as S3 passes them on
 */
export function encryptionKeyArn(name: string | undefined, bucket: Bucket, ctx: Context): string {
  return usable(name ?? "alias/aws/s3", bucket, ctx);
}

/** @throws as {@link encryptionKeyArn}, when the key of an object cannot decrypt it any more */
export function checkDecryption({ encryption }: ObjectVersion, bucket: Bucket, ctx: Context): void {
  if (encryption.SSEKMSKeyId !== undefined) usable(encryption.SSEKMSKeyId, bucket, ctx);
}

function usable(name: string, { region, owner }: Bucket, ctx: Context): string {
  const account = name.startsWith("arn:") ? name.split(":")[4] : owner;
  try {
    return mustBeEnabled(findKey(name, ctx.in({ region, account }))).arn;
  } catch (error) {
    if (!(error instanceof KMSServiceException)) throw error;
    throw new ServiceError(`KMS.${error.name}`, error.message, 400);
  }
}
