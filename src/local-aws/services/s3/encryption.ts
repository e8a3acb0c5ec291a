import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type ServerSideEncryptionConfiguration,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket } from "./find-bucket.ts";

/** What every bucket has since January 2023, and falls back to. */
export function defaultEncryption(): ServerSideEncryptionConfiguration {
  return {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const getBucketEncryption = operation(GetBucketEncryptionCommand, (input, ctx) => ({
  ServerSideEncryptionConfiguration: findBucket(input, ctx).encryption,
}));

/** S3 does not look at the key before it is used. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const putBucketEncryption = operation(PutBucketEncryptionCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  for (const { ApplyServerSideEncryptionByDefault: rule } of input.ServerSideEncryptionConfiguration?.Rules ??
    [])
    if (rule?.KMSMasterKeyID !== undefined && rule.SSEAlgorithm === "AES256")
      throw new ServiceError(
        "InvalidArgument",
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        400,
        { ArgumentName: "ApplyServerSideEncryptionByDefault" },
      );
  const Rules = (input.ServerSideEncryptionConfiguration?.Rules ?? []).map((rule) => ({
    ...rule,
    BucketKeyEnabled: rule.BucketKeyEnabled ?? false,
  }));
  bucket.encryption = { Rules };
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const deleteBucketEncryption = operation(DeleteBucketEncryptionCommand, (input, ctx) => {
  findBucket(input, ctx).encryption = defaultEncryption();
  return {};
});
