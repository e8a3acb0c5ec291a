import type { ReadConditions } from "./conditions.ts";
import type { BucketInput } from "./find-bucket.ts";
import type { EncryptionInput } from "./object-settings.ts";
import { shownVersionId, type VersionInput } from "./object-versions.ts";
import { type ByteRange, partRange, rangeOf } from "./range.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

/** What `GetObject` and `HeadObject` have in common. */
export interface ReadInput extends BucketInput, VersionInput, ReadConditions, EncryptionInput {
  readonly Range?: string;
  readonly PartNumber?: number;
  readonly ChecksumMode?: "ENABLED";
}

/** The headers of an object's answer, and which part of its bytes was asked for. */
export function describeObject(version: ObjectVersion, bucket: Bucket, input: ReadInput) {
  const { headers, storageClass, partSizes, tags, retention, body } = version;
  const { ExpiresString, ...others } = headers;
  const size = body.byteLength;
  const range = askedRange(input, version);
  return {
    range,
    AcceptRanges: "bytes",
    LastModified: version.lastModified,
    ContentLength: range ? range.last - range.first + 1 : size,
    ContentRange: range && `bytes ${range.first}-${range.last}/${size}`,
    ETag: version.etag,
    VersionId: shownVersionId(bucket, version.versionId),
    Metadata: version.metadata,
    // S3 leaves its standard class out.
    StorageClass: storageClass === "STANDARD" ? undefined : storageClass,
    PartsCount: input.PartNumber === undefined ? undefined : partSizes?.length,
    ReplicationStatus: version.replication,
    TagCount: tags.length > 0 ? tags.length : undefined,
    ObjectLockMode: retention?.Mode,
    ObjectLockRetainUntilDate: retention?.RetainUntilDate,
    ObjectLockLegalHoldStatus: version.legalHold,
    Expires: ExpiresString === undefined ? undefined : new Date(ExpiresString),
    ...others,
    ...version.encryption,
    // A checksum of the whole says nothing of a part.
    ...(input.ChecksumMode === "ENABLED" && !range
      ? { ...version.checksums, ChecksumType: version.checksumType }
      : {}),
  };
}

function askedRange(
  { Range, PartNumber }: ReadInput,
  { body, partSizes }: ObjectVersion,
): ByteRange | undefined {
  if (PartNumber === undefined) return rangeOf(Range, body.byteLength);
  return body.byteLength === 0 ? undefined : partRange(PartNumber, partSizes ?? [body.byteLength]);
}
