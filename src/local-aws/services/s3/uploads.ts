import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  NoSuchUpload,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { newObjectAcl } from "./acl.ts";
import { canonicalOwner } from "./canned-acl.ts";
import { checksumsOf } from "./checksums.ts";
import { findBucket } from "./find-bucket.ts";
import { keyEncoder } from "./list-page.ts";
import { checkDecryption } from "./object-keys.ts";
import { objectLock } from "./object-lock.ts";
import { checkCustomerKey, headerTags, objectSettings } from "./object-settings.ts";
import type { Bucket, Upload, UploadedPart } from "./state.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload = operation(CreateMultipartUploadCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { ChecksumAlgorithm: checksumAlgorithm, ChecksumType } = input;
  const upload: Upload = {
    id: ctx.ids.unique("", 64),
    key: input.Key ?? "",
    initiated: wholeSeconds(ctx.now()),
    tags: headerTags(input.Tagging),
    ...newObjectAcl(input, bucket, ctx),
    lock: objectLock(input, bucket, ctx),
    ...objectSettings(input, bucket, ctx),
    checksumAlgorithm,
    checksumType: ChecksumType ?? (checksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE"),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    ChecksumAlgorithm: checksumAlgorithm,
    ChecksumType: checksumAlgorithm && upload.checksumType,
    ...upload.encryption,
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart = operation(UploadPartCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const upload = findUpload(input, bucket);
  checkCustomerKey(upload.encryption, input);
  checkDecryption(upload, bucket, ctx);
  const body = new Uint8Array(input.Body ?? []);
  const algorithm = input.ChecksumAlgorithm ?? upload.checksumAlgorithm;
  const checksums = checksumsOf({ ...input, ChecksumAlgorithm: algorithm }, body);
  const { etag } = addPart(upload, input.PartNumber, { body, checksums }, ctx);
  return { ETag: etag, ...checksums, ...upload.encryption };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload = operation(AbortMultipartUploadCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  bucket.uploads.delete(findUpload(input, bucket).id);
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts = operation(ListPartsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const upload = findUpload(input, bucket);
  const limit = Math.min(input.MaxParts ?? 1000, 1000);
  const after = Number(input.PartNumberMarker ?? 0);
  const rest = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
  const page = rest.slice(0, limit);
  const more = rest.length > page.length;
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(after),
    NextPartNumberMarker: more ? String(page.at(-1)?.[0] ?? after) : undefined,
    MaxParts: limit,
    IsTruncated: more,
    Parts: page.map(([PartNumber, { etag, body, lastModified, checksums }]) => ({
      PartNumber,
      ETag: etag,
      Size: body.byteLength,
      LastModified: lastModified,
      ...checksums,
    })),
    Initiator: canonicalOwner(ctx.account),
    Owner: canonicalOwner(bucket.owner),
    StorageClass: upload.storageClass,
    ChecksumAlgorithm: upload.checksumAlgorithm,
    ChecksumType: upload.checksumAlgorithm && upload.checksumType,
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads = operation(ListMultipartUploadsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { Prefix = "", KeyMarker = "", UploadIdMarker, EncodingType } = input;
  const limit = Math.min(input.MaxUploads ?? 1000, 1000);
  const all = [...bucket.uploads.values()]
    .filter(({ key }) => key.startsWith(Prefix))
    .sort((a, b) =>
      a.key === b.key ? a.initiated.getTime() - b.initiated.getTime() : a.key < b.key ? -1 : 1,
    );
  const marked = all.findIndex(({ key, id }) => key === KeyMarker && id === UploadIdMarker);
  const rest = marked >= 0 ? all.slice(marked + 1) : all.filter(({ key }) => key > KeyMarker);
  const page = rest.slice(0, limit);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  const encode = keyEncoder(EncodingType);
  return {
    Bucket: bucket.name,
    Prefix: encode(Prefix),
    KeyMarker: encode(KeyMarker),
    UploadIdMarker: UploadIdMarker ?? "",
    NextKeyMarker: encode(last?.key),
    NextUploadIdMarker: last?.id,
    MaxUploads: limit,
    EncodingType,
    IsTruncated: last !== undefined,
    Uploads: page.map(({ id, key, initiated, storageClass }) => ({
      UploadId: id,
      Key: encode(key),
      Initiated: initiated,
      StorageClass: storageClass,
      Initiator: canonicalOwner(ctx.account),
      Owner: canonicalOwner(bucket.owner),
    })),
  };
});

/** @throws NoSuchUpload */
export function findUpload(input: { Key?: string; UploadId?: string }, bucket: Bucket): Upload {
  const upload = bucket.uploads.get(input.UploadId ?? "");
  if (upload && upload.key === input.Key) return upload;
  throw exception(
    NoSuchUpload,
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { UploadId: input.UploadId },
  );
}

/** Puts a part into an upload; a number's second part replaces its first. */
export function addPart(
  upload: Upload,
  number: number | undefined,
  { body, checksums }: Pick<UploadedPart, "body" | "checksums">,
  ctx: Context,
): UploadedPart {
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  const part = { etag, lastModified: wholeSeconds(ctx.now()), body, checksums };
  upload.parts.set(number ?? 0, part);
  return part;
}
