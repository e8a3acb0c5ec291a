import type { AccessControlPolicy, ChecksumType, Tag } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { type ObjectLock, retentionByDefault } from "./object-lock.ts";
import { etagOf } from "./object-settings.ts";
import { addVersion, newVersionId } from "./object-versions.ts";
import { beginReplication } from "./replicate.ts";
import type { Bucket, Checksums, ObjectSettings, ObjectVersion } from "./state.ts";
import { wholeSeconds } from "./whole-seconds.ts";

export interface NewObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly settings: ObjectSettings;
  readonly checksums: Checksums;
  /** @default "FULL_OBJECT" */
  readonly checksumType?: ChecksumType;
  /** @default the MD5 of the body, or an arbitrary value under a key */
  readonly etag?: string;
  readonly tags?: readonly Tag[];
  readonly acl?: AccessControlPolicy;
  /** @default the bucket's owner */
  readonly owner?: string;
  /** @default the bucket's default retention */
  readonly lock?: ObjectLock;
  readonly partSizes?: readonly number[];
}

/** Puts an object into a bucket as its newest version. What may be refused was refused before. */
export function writeObject(bucket: Bucket, object: NewObject, ctx: Context): ObjectVersion {
  const { key, body, settings, checksums, checksumType = "FULL_OBJECT", tags = [], acl, partSizes } = object;
  const version: ObjectVersion = {
    key,
    ...settings,
    versionId: newVersionId(bucket, ctx),
    deleteMarker: false,
    lastModified: wholeSeconds(ctx.now()),
    etag: object.etag ?? etagOf(body, settings.encryption, ctx),
    body,
    checksums,
    checksumType: Object.keys(checksums).length > 0 ? checksumType : undefined,
    tags: [...tags],
    acl,
    owner: object.owner,
    partSizes,
    ...(object.lock ?? retentionByDefault(bucket, ctx)),
  };
  addVersion(bucket, version);
  beginReplication(bucket, version, ctx);
  return version;
}
