import type { Context } from "../../context.ts";
import { checkWrite } from "./conditions.ts";
import { refuseLocked } from "./object-lock.ts";
import { addVersion, currentObject, newVersionId, removeVersion } from "./object-versions.ts";
import { beginReplication } from "./replicate.ts";
import type { Bucket, ObjectVersion } from "./state.ts";
import { wholeSeconds } from "./whole-seconds.ts";

export interface DeleteInput {
  readonly Key?: string;
  readonly VersionId?: string;
  readonly IfMatch?: string;
  readonly BypassGovernanceRetention?: boolean;
}

/** What was removed or, where versions are kept, put on top. */
export interface Deletion {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

/**
 * Deletes a version for good, or the object as its bucket's versioning has it: with a delete marker. Nothing to delete is a success.
 * @throws PreconditionFailed, AccessDenied for what object lock protects.
 */
export function deleteObjectVersion(bucket: Bucket, input: DeleteInput, ctx: Context): Deletion {
  const { Key: key = "", VersionId, IfMatch } = input;
  const versions = bucket.objects.get(key) ?? [];
  if (VersionId !== undefined) {
    const version = versions.find(({ versionId }) => versionId === VersionId);
    if (IfMatch !== undefined) checkWrite(version, { Key: key, IfMatch });
    if (version) remove(bucket, version, input, ctx);
    return { VersionId, DeleteMarker: version?.deleteMarker || undefined };
  }
  if (IfMatch !== undefined) checkWrite(currentObject(bucket, key), { Key: key, IfMatch });
  if (bucket.versioning === undefined) {
    for (const version of versions) remove(bucket, version, input, ctx);
    return {};
  }
  const marker = deleteMarker(key, newVersionId(bucket, ctx), ctx);
  addVersion(bucket, marker);
  beginReplication(bucket, marker, ctx);
  return { DeleteMarker: true, VersionId: marker.versionId };
}

function remove(bucket: Bucket, version: ObjectVersion, input: DeleteInput, ctx: Context): void {
  refuseLocked(version, input, ctx);
  removeVersion(bucket, version);
}

function deleteMarker(key: string, versionId: string, ctx: Context): ObjectVersion {
  return {
    key,
    versionId,
    deleteMarker: true,
    lastModified: wholeSeconds(ctx.now()),
    etag: "",
    body: new Uint8Array(),
    checksums: {},
    headers: {},
    metadata: {},
    storageClass: "STANDARD",
    encryption: {},
    tags: [],
  };
}
