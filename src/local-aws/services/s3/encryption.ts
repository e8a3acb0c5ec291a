import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type ServerSideEncryptionConfiguration,
} from "@aws-sdk/client-s3";
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

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const putBucketEncryption = operation(PutBucketEncryptionCommand, (input, ctx) => {
  const Rules = (input.ServerSideEncryptionConfiguration?.Rules ?? []).map((rule) => ({
    ...rule,
    BucketKeyEnabled: rule.BucketKeyEnabled ?? false,
  }));
  findBucket(input, ctx).encryption = { Rules };
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const deleteBucketEncryption = operation(DeleteBucketEncryptionCommand, (input, ctx) => {
  findBucket(input, ctx).encryption = defaultEncryption();
  return {};
});
