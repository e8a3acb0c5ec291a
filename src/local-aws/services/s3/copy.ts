import { CopyObjectCommand, UploadPartCopyCommand } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { type InputOf, operation } from "../../operation.ts";
import { newObjectAcl } from "./acl.ts";
import { checksumsOf, computed } from "./checksums.ts";
import { checkCopySource, checkWrite } from "./conditions.ts";
import { copySource } from "./copy-source.ts";
import { bucketAnywhere, findBucket } from "./find-bucket.ts";
import { checkDecryption } from "./object-keys.ts";
import { objectLock } from "./object-lock.ts";
import {
  checkCustomerKey,
  headerTags,
  objectEncryption,
  objectHeaders,
  ownMetadata,
} from "./object-settings.ts";
import { currentObject, findVersion, shownVersionId } from "./object-versions.ts";
import { rangeOf } from "./range.ts";
import type { Bucket, ObjectSettings, ObjectVersion } from "./state.ts";
import { addPart, findUpload } from "./uploads.ts";
import { writeObject } from "./write-object.ts";

type CopyInput = InputOf<typeof CopyObjectCommand>;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject = operation(CopyObjectCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const key = input.Key ?? "";
  const source = findSource(input, ctx);
  checkWrite(currentObject(bucket, key), input);
  if (source.bucket === bucket && source.version.key === key) refuseWithoutChange(input);
  const { body, checksums, tags } = source.version;
  const replaceTags = input.TaggingDirective === "REPLACE";
  const version = writeObject(
    bucket,
    {
      key,
      body,
      settings: settingsOfCopy(input, source.version, bucket, ctx),
      checksums: input.ChecksumAlgorithm
        ? computed(input.ChecksumAlgorithm, body)
        : wholeChecksums(checksums, body),
      tags: replaceTags ? headerTags(input.Tagging) : tags,
      ...newObjectAcl(input, bucket, ctx),
      lock: objectLock(input, bucket, ctx),
    },
    ctx,
  );
  return {
    CopyObjectResult: {
      ETag: version.etag,
      LastModified: version.lastModified,
      ChecksumType: version.checksumType,
      ...version.checksums,
    },
    VersionId: shownVersionId(bucket, version.versionId),
    CopySourceVersionId: shownVersionId(source.bucket, source.version.versionId),
    ...version.encryption,
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy = operation(UploadPartCopyCommand, (input, ctx) => {
  const destination = findBucket(input, ctx);
  const upload = findUpload(input, destination);
  checkDecryption(upload, destination, ctx);
  const { bucket, version } = findSource(input, ctx);
  const range = rangeOf(input.CopySourceRange, version.body.byteLength);
  const body = range ? version.body.slice(range.first, range.last + 1) : version.body;
  const checksums = checksumsOf({ ChecksumAlgorithm: upload.checksumAlgorithm }, body);
  const part = addPart(upload, input.PartNumber, { body, checksums }, ctx);
  return {
    CopyPartResult: { ETag: part.etag, LastModified: part.lastModified, ...checksums },
    CopySourceVersionId: shownVersionId(bucket, version.versionId),
    ...upload.encryption,
  };
});

interface SourceInput {
  readonly CopySource?: string;
  readonly ExpectedSourceBucketOwner?: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
  readonly CopySourceSSECustomerKey?: string;
}

/** The version that `x-amz-copy-source` names. Any region's bucket will do. */
function findSource(input: SourceInput, ctx: Context): { bucket: Bucket; version: ObjectVersion } {
  const { bucket: name, key, versionId } = copySource(input.CopySource);
  const bucket = bucketAnywhere({ Bucket: name, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }, ctx);
  const version = findVersion({ Key: key, VersionId: versionId }, bucket, ctx);
  checkCopySource(version, {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  });
  checkCustomerKey(version.encryption, { SSECustomerKey: input.CopySourceSSECustomerKey });
  checkDecryption(version, bucket, ctx);
  return { bucket, version };
}

/** Headers and metadata travel along unless they are replaced; storage class and encryption never do. */
function settingsOfCopy(
  input: CopyInput,
  source: ObjectVersion,
  bucket: Bucket,
  ctx: Context,
): ObjectSettings {
  const replace = input.MetadataDirective === "REPLACE";
  const { WebsiteRedirectLocation } = input;
  return {
    headers: replace ? objectHeaders(input) : { ...source.headers, WebsiteRedirectLocation },
    metadata: replace ? ownMetadata(input) : source.metadata,
    storageClass: input.StorageClass ?? "STANDARD",
    encryption: objectEncryption(input, bucket, ctx),
  };
}

/** A copy is one object, whatever parts its source came in: a checksum over checksums does not fit it. */
function wholeChecksums(checksums: ObjectVersion["checksums"], body: Uint8Array): ObjectVersion["checksums"] {
  const composite = Object.values(checksums).some((value) => value.includes("-"));
  const [member = ""] = Object.keys(checksums);
  return composite ? computed(member.slice("Checksum".length), body) : checksums;
}

function refuseWithoutChange(input: CopyInput): void {
  const changes = [
    input.MetadataDirective === "REPLACE",
    input.TaggingDirective === "REPLACE",
    input.StorageClass,
    input.WebsiteRedirectLocation,
    input.ServerSideEncryption,
    input.SSECustomerAlgorithm,
    input.ChecksumAlgorithm,
    input.CopySource?.includes("?versionId="),
  ];
  if (!changes.some(Boolean))
    throw new ServiceError(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      400,
    );
}
