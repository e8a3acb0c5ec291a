import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { operation } from "../../operation.ts";
import { findBucket } from "./find-bucket.ts";
import { findVersion, shownVersionId } from "./object-versions.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging = operation(GetObjectTaggingCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { tags, versionId } = findVersion(input, bucket, ctx);
  return { TagSet: tags, VersionId: shownVersionId(bucket, versionId) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging = operation(PutObjectTaggingCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket, ctx);
  version.tags = input.Tagging?.TagSet ?? [];
  return { VersionId: shownVersionId(bucket, version.versionId) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = operation(DeleteObjectTaggingCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket, ctx);
  version.tags = [];
  return { VersionId: shownVersionId(bucket, version.versionId) };
});
