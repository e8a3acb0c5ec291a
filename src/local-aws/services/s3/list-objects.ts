import { ListObjectsCommand, ListObjectsV2Command, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { canonicalOwner } from "./canned-acl.ts";
import { findBucket } from "./find-bucket.ts";
import { keyEncoder, listPage, sorted } from "./list-page.ts";
import { currentObject } from "./object-versions.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

const mostKeys = 1000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = operation(ListObjectsV2Command, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { Prefix, Delimiter, StartAfter, ContinuationToken, EncodingType } = input;
  const limit = Math.min(input.MaxKeys ?? mostKeys, mostKeys);
  const after = ContinuationToken === undefined ? StartAfter : fromToken(ContinuationToken);
  const page = listPage(currentKeys(bucket), { prefix: Prefix, delimiter: Delimiter, after, limit });
  const encode = keyEncoder(EncodingType);
  return {
    Name: bucket.name,
    Prefix: encode(Prefix ?? ""),
    Delimiter: encode(Delimiter),
    StartAfter: encode(StartAfter),
    MaxKeys: limit,
    EncodingType,
    KeyCount: page.keys.length + page.prefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken,
    NextContinuationToken: page.next && toToken(page.next),
    Contents: page.keys.map((key) => ({
      ...listed(bucket, key, encode),
      Owner: input.FetchOwner ? canonicalOwner(bucket.owner) : undefined,
    })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects = operation(ListObjectsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { Prefix, Delimiter, Marker, EncodingType } = input;
  const limit = Math.min(input.MaxKeys ?? mostKeys, mostKeys);
  const page = listPage(currentKeys(bucket), { prefix: Prefix, delimiter: Delimiter, after: Marker, limit });
  const encode = keyEncoder(EncodingType);
  return {
    Name: bucket.name,
    Prefix: encode(Prefix ?? ""),
    Delimiter: encode(Delimiter),
    Marker: encode(Marker ?? ""),
    // Without a delimiter, the last key of the page is the next marker.
    NextMarker: Delimiter ? encode(page.next) : undefined,
    MaxKeys: limit,
    EncodingType,
    IsTruncated: page.next !== undefined,
    Contents: page.keys.map((key) => ({
      ...listed(bucket, key, encode),
      Owner: canonicalOwner(bucket.owner),
    })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions = operation(ListObjectVersionsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { Prefix, Delimiter, KeyMarker, VersionIdMarker, EncodingType } = input;
  const limit = Math.min(input.MaxKeys ?? mostKeys, mostKeys);
  const entries = versionEntries(bucket, Prefix, Delimiter);
  const start = firstAfter(entries, KeyMarker, VersionIdMarker);
  const page = entries.slice(start, start + limit);
  const more = limit > 0 && start + limit < entries.length;
  const last = more ? page.at(-1) : undefined;
  const encode = keyEncoder(EncodingType);
  const Owner = canonicalOwner(bucket.owner);
  const versions = page.flatMap(({ version }) => (version ? [version] : []));
  const shown = (version: ObjectVersion) => ({
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: bucket.objects.get(version.key)?.[0] === version,
    LastModified: version.lastModified,
    Owner,
  });
  return {
    Name: bucket.name,
    Prefix: encode(Prefix ?? ""),
    Delimiter: encode(Delimiter),
    KeyMarker: encode(KeyMarker ?? ""),
    VersionIdMarker: VersionIdMarker ?? "",
    NextKeyMarker: encode(last?.key),
    NextVersionIdMarker: last?.version?.versionId,
    MaxKeys: limit,
    EncodingType,
    IsTruncated: more,
    Versions: versions
      .filter(({ deleteMarker }) => !deleteMarker)
      .map((version) => ({
        ...shown(version),
        ETag: version.etag,
        Size: version.body.byteLength,
        StorageClass: "STANDARD" as const,
      })),
    DeleteMarkers: versions.filter(({ deleteMarker }) => deleteMarker).map(shown),
    CommonPrefixes: page.filter(({ version }) => !version).map(({ key }) => ({ Prefix: encode(key) })),
  };
});

function* currentKeys(bucket: Bucket): Generator<string> {
  for (const key of bucket.objects.keys()) if (currentObject(bucket, key)) yield key;
}

function listed(bucket: Bucket, key: string, encode: (key: string) => string) {
  const { lastModified, etag, body, storageClass, checksums, checksumType } = currentObject(
    bucket,
    key,
  ) as ObjectVersion;
  const algorithms = Object.keys(checksums).map((member) => member.slice("Checksum".length) as "CRC32");
  return {
    Key: encode(key),
    LastModified: lastModified,
    ETag: etag,
    Size: body.byteLength,
    StorageClass: storageClass,
    ChecksumAlgorithm: algorithms,
    ChecksumType: algorithms.length > 0 ? checksumType : undefined,
  };
}

/** A version, or without one a common prefix. */
interface VersionEntry {
  readonly key: string;
  readonly version?: ObjectVersion;
}

function versionEntries(bucket: Bucket, prefix = "", delimiter = ""): VersionEntry[] {
  const { keys, prefixes } = listPage(bucket.objects.keys(), {
    prefix,
    delimiter,
    limit: Number.POSITIVE_INFINITY,
  });
  const rolledUp = new Set(prefixes);
  return sorted([...keys, ...prefixes]).flatMap((key): VersionEntry[] =>
    rolledUp.has(key) ? [{ key }] : (bucket.objects.get(key) ?? []).map((version) => ({ key, version })),
  );
}

function firstAfter(entries: readonly VersionEntry[], keyMarker = "", versionIdMarker?: string): number {
  if (keyMarker === "") return 0;
  const exact = entries.findIndex(
    ({ key, version }) => key === keyMarker && version !== undefined && version.versionId === versionIdMarker,
  );
  if (exact >= 0) return exact + 1;
  const after = entries.findIndex(({ key }) => key > keyMarker);
  return after < 0 ? entries.length : after;
}

function toToken(key: string): string {
  return Buffer.from(key).toString("base64");
}

/** @throws ServiceError `InvalidArgument` for what {@link toToken} did not make */
function fromToken(token: string): string {
  const key = Buffer.from(token, "base64").toString();
  if (token === "" || toToken(key) !== token)
    throw new ServiceError("InvalidArgument", "The continuation token provided is incorrect", 400, {
      ArgumentName: "continuation-token",
    });
  return key;
}
