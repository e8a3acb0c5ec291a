import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { faultOf } from "../../fault.ts";
import { operation } from "../../operation.ts";
import { requireS3Access } from "./access-question.ts";
import { newObjectAcl } from "./acl.ts";
import { checksumsOf } from "./checksums.ts";
import { checkRead, checkWrite } from "./conditions.ts";
import { deleteObjectVersion } from "./delete-version.ts";
import { describeObject, type ReadInput } from "./describe-object.ts";
import { findBucket } from "./find-bucket.ts";
import { deleteQuestions } from "./object-authorization.ts";
import { checkDecryption } from "./object-keys.ts";
import { objectLock } from "./object-lock.ts";
import { checkCustomerKey, headerTags, objectSettings } from "./object-settings.ts";
import { currentObject, findVersion, shownVersionId } from "./object-versions.ts";
import type { Bucket, ObjectVersion } from "./state.ts";
import { writeObject } from "./write-object.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = operation(PutObjectCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const key = input.Key ?? "";
  checkWrite(currentObject(bucket, key), input);
  // A copy of its own: the request's bytes may be a corner of a large network buffer.
  const body = new Uint8Array(input.Body ?? []);
  const version = writeObject(
    bucket,
    {
      key,
      body,
      settings: objectSettings(input, bucket, ctx),
      checksums: checksumsOf(input, body),
      tags: headerTags(input.Tagging),
      ...newObjectAcl(input, bucket, ctx),
      lock: objectLock(input, bucket, ctx),
    },
    ctx,
  );
  return {
    ETag: version.etag,
    VersionId: shownVersionId(bucket, version.versionId),
    ChecksumType: version.checksumType,
    ...version.checksums,
    ...version.encryption,
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = operation(GetObjectCommand, (input, ctx) => {
  const { bucket, version } = readable(input, ctx);
  checkDecryption(version, bucket, ctx);
  const { range, ...described } = describeObject(version, bucket, input);
  return {
    ...described,
    CacheControl: input.ResponseCacheControl ?? described.CacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? described.ContentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? described.ContentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? described.ContentLanguage,
    ContentType: input.ResponseContentType ?? described.ContentType,
    Body: range ? version.body.subarray(range.first, range.last + 1) : version.body,
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject = operation(HeadObjectCommand, (input, ctx) => {
  const { bucket, version } = readable(input, ctx);
  // A checksum is of the plain bytes.
  if (input.ChecksumMode === "ENABLED") checkDecryption(version, bucket, ctx);
  const { range: _, ...described } = describeObject(version, bucket, input);
  return described;
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject = operation(DeleteObjectCommand, (input, ctx) => {
  const { DeleteMarker, VersionId } = deleteObjectVersion(findBucket(input, ctx), input, ctx);
  return { DeleteMarker, VersionId };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects = operation(DeleteObjectsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { BypassGovernanceRetention } = input;
  const results = (input.Delete?.Objects ?? []).map(({ Key, VersionId, ETag }) => {
    const asked = { Key, VersionId };
    try {
      for (const question of deleteQuestions(
        { Bucket: bucket.name, ...asked, BypassGovernanceRetention },
        ctx,
      ))
        requireS3Access(ctx, question);
      const gone = deleteObjectVersion(bucket, { ...asked, IfMatch: ETag, BypassGovernanceRetention }, ctx);
      const marker = gone.DeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: gone.VersionId } : {};
      return { Deleted: { ...asked, ...marker } };
    } catch (error) {
      const fault = faultOf(error, "com.amazonaws.s3");
      if (!fault) throw error;
      return { Error: { ...asked, Code: fault.code, Message: fault.message } };
    }
  });
  return {
    Deleted: input.Delete?.Quiet ? [] : results.flatMap(({ Deleted }) => (Deleted ? [Deleted] : [])),
    Errors: results.flatMap(({ Error: refused }) => (refused ? [refused] : [])),
  };
});

function readable(input: ReadInput, ctx: Context): { bucket: Bucket; version: ObjectVersion } {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket, ctx);
  checkCustomerKey(version.encryption, input);
  checkRead(version, input);
  return { bucket, version };
}
