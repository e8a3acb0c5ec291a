import { NoSuchKey } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { bucketQuestion, requireS3Access } from "./access-question.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

/** What a request for an object's version says. */
export interface VersionInput {
  readonly Key?: string;
  readonly VersionId?: string;
}

/** The newest version of a key when it is not a delete marker. */
export function currentObject(bucket: Bucket, key: string): ObjectVersion | undefined {
  const newest = bucket.objects.get(key)?.[0];
  return newest?.deleteMarker ? undefined : newest;
}

/** A version's id, or what stands for the version from before there were any. */
const anyVersionId = /^(null|[\w.-]{32})$/;

/**
 * The version that a request asks for, the newest where it asks for none. Who may not list the bucket is not told what it lacks.
 * @throws NoSuchKey, AccessDenied, NoSuchVersion, MethodNotAllowed for a delete marker asked for by its version.
 */
export function findVersion(
  { Key: key = "", VersionId }: VersionInput,
  bucket: Bucket,
  ctx: Context,
): ObjectVersion {
  const versions = bucket.objects.get(key);
  if (VersionId === undefined) {
    const newest = versions?.[0];
    if (!newest || newest.deleteMarker)
      requireS3Access(ctx, bucketQuestion("s3:ListBucket", bucket.name, ctx));
    if (!newest) throw exception(NoSuchKey, "The specified key does not exist.", { Key: key });
    if (newest.deleteMarker)
      throw new ServiceError(
        "NoSuchKey",
        "The specified key does not exist.",
        404,
        { Key: key },
        markerHeaders(newest),
      );
    return newest;
  }
  if (!anyVersionId.test(VersionId))
    throw new ServiceError("InvalidArgument", "Invalid version id specified", 400, {
      ArgumentName: "versionId",
      ArgumentValue: VersionId,
    });
  const version = versions?.find(({ versionId }) => versionId === VersionId);
  if (!version) requireS3Access(ctx, bucketQuestion("s3:ListBucketVersions", bucket.name, ctx));
  if (!version)
    throw new ServiceError("NoSuchVersion", "The specified version does not exist.", 404, {
      Key: key,
      VersionId,
    });
  if (version.deleteMarker)
    throw new ServiceError(
      "MethodNotAllowed",
      "The specified method is not allowed against this resource.",
      405,
      { Method: "GET", ResourceType: "DeleteMarker" },
      { ...markerHeaders(version), allow: "DELETE" },
    );
  return version;
}

function markerHeaders({ versionId }: ObjectVersion): Record<string, string> {
  return { "x-amz-delete-marker": "true", "x-amz-version-id": versionId };
}

/** The id that the bucket's next version gets: `null` unless versioning is enabled. */
export function newVersionId({ versioning }: Bucket, ctx: Context): string {
  return versioning === "Enabled" ? ctx.ids.unique("", 32) : "null";
}

/** Puts a version on top of its key's; one without an id of its own replaces the one before it. */
export function addVersion(bucket: Bucket, version: ObjectVersion): void {
  const before = bucket.objects.get(version.key) ?? [];
  const kept = version.versionId === "null" ? before.filter(({ versionId }) => versionId !== "null") : before;
  bucket.objects.set(version.key, [version, ...kept]);
}

/** Removes one version for good. */
export function removeVersion(bucket: Bucket, { key, versionId }: ObjectVersion): void {
  const kept = (bucket.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
  if (kept.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, kept);
}

/** The version id that answers carry: none where versioning was never enabled. */
export function shownVersionId(bucket: Bucket, versionId: string): string | undefined {
  return bucket.versioning === undefined ? undefined : versionId;
}
