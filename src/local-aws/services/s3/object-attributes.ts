import { GetObjectAttributesCommand } from "@aws-sdk/client-s3";
import { operation } from "../../operation.ts";
import { unquoted } from "./conditions.ts";
import { findBucket } from "./find-bucket.ts";
import { checkCustomerKey } from "./object-settings.ts";
import { findVersion, shownVersionId } from "./object-versions.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const getObjectAttributes = operation(GetObjectAttributesCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket, ctx);
  checkCustomerKey(version.encryption, input);
  const asked = new Set(input.ObjectAttributes);
  const { partSizes, checksums, checksumType } = version;
  return {
    LastModified: version.lastModified,
    VersionId: shownVersionId(bucket, version.versionId),
    ETag: asked.has("ETag") ? unquoted(version.etag) : undefined,
    Checksum: asked.has("Checksum") ? { ...checksums, ChecksumType: checksumType } : undefined,
    ObjectParts: asked.has("ObjectParts") && partSizes ? { TotalPartsCount: partSizes.length } : undefined,
    StorageClass: asked.has("StorageClass") ? version.storageClass : undefined,
    ObjectSize: asked.has("ObjectSize") ? version.body.byteLength : undefined,
  };
});
