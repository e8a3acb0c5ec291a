import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
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
  version.tags = checkedTags(input.Tagging?.TagSet);
  return { VersionId: shownVersionId(bucket, version.versionId) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = operation(DeleteObjectTaggingCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket, ctx);
  version.tags = [];
  return { VersionId: shownVersionId(bucket, version.versionId) };
});

/** @throws InvalidTag when two tags have the same key. */
export function checkedTags(tags: readonly Tag[] = []): Tag[] {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw new ServiceError("InvalidTag", "Cannot provide multiple Tags with the same key", 400);
  return [...tags];
}
