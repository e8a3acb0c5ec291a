import { createHash } from "node:crypto";
import { type CompletedPart, CompleteMultipartUploadCommand } from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { composite, computed } from "./checksums.ts";
import { checkWrite, unquoted } from "./conditions.ts";
import { findBucket } from "./find-bucket.ts";
import { checkDecryption } from "./object-keys.ts";
import { currentObject, shownVersionId } from "./object-versions.ts";
import type { Checksums, Upload, UploadedPart } from "./state.ts";
import { findUpload } from "./uploads.ts";
import { writeObject } from "./write-object.ts";

/** Smallest size in bytes of every part but the last. */
const smallestPart = 5 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload = operation(CompleteMultipartUploadCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const upload = findUpload(input, bucket);
  const parts = chosenParts(input.MultipartUpload?.Parts ?? [], upload);
  checkWrite(currentObject(bucket, upload.key), input);
  checkDecryption(upload, bucket, ctx);
  const body = new Uint8Array(Buffer.concat(parts.map((part) => part.body)));
  const { key, tags, acl, owner, lock, headers, metadata, storageClass, encryption } = upload;
  const version = writeObject(
    bucket,
    {
      key,
      body,
      tags,
      acl,
      owner,
      lock,
      settings: { headers, metadata, storageClass, encryption },
      etag: etagOfParts(parts),
      checksums: checksumsOfWhole(upload, parts, body),
      checksumType: upload.checksumAlgorithm ? upload.checksumType : "FULL_OBJECT",
      partSizes: parts.map((part) => part.body.byteLength),
    },
    ctx,
  );
  bucket.uploads.delete(upload.id);
  return {
    Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(key).replaceAll("%2F", "/")}`,
    Bucket: bucket.name,
    Key: key,
    ETag: version.etag,
    ChecksumType: version.checksumType,
    ...version.checksums,
    VersionId: shownVersionId(bucket, version.versionId),
    ...encryption,
  };
});

function chosenParts(listed: readonly CompletedPart[], { parts }: Upload): UploadedPart[] {
  if (listed.length === 0)
    throw new ServiceError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
      400,
    );
  const numbers = listed.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, i) => i > 0 && number <= (numbers[i - 1] ?? 0)))
    throw new ServiceError(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
      400,
    );
  const chosen = listed.map(({ PartNumber = 0, ETag = "" }) => {
    const part = parts.get(PartNumber);
    if (!part || unquoted(part.etag) !== unquoted(ETag))
      throw new ServiceError(
        "InvalidPart",
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { PartNumber: String(PartNumber), ETag },
      );
    return part;
  });
  if (chosen.slice(0, -1).some(({ body }) => body.byteLength < smallestPart))
    throw new ServiceError(
      "EntityTooSmall",
      "Your proposed upload is smaller than the minimum allowed size",
      400,
    );
  return chosen;
}

/** MD5 over the parts' MD5s, and how many there were. */
function etagOfParts(parts: readonly UploadedPart[]): string {
  const digests = parts.map(({ etag }) => Buffer.from(unquoted(etag), "hex"));
  return `"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}"`;
}

function checksumsOfWhole(upload: Upload, parts: readonly UploadedPart[], body: Uint8Array): Checksums {
  const { checksumAlgorithm = "CRC64NVME", checksumType } = upload;
  if (!upload.checksumAlgorithm || checksumType === "FULL_OBJECT") return computed(checksumAlgorithm, body);
  return composite(
    checksumAlgorithm,
    parts.map(({ checksums }) => checksums),
  );
}
