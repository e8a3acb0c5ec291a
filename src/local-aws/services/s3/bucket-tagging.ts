import {
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { operation } from "../../operation.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging = operation(GetBucketTaggingCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  return { TagSet: mustBeSet(bucket.tags, bucket, "NoSuchTagSet", "The TagSet does not exist") };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const putBucketTagging = operation(PutBucketTaggingCommand, (input, ctx) => {
  const tags = input.Tagging?.TagSet ?? [];
  findBucket(input, ctx).tags = tags.length > 0 ? tags : undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging = operation(DeleteBucketTaggingCommand, (input, ctx) => {
  findBucket(input, ctx).tags = undefined;
  return {};
});
