import { type ReplicationRule, type ReplicationRuleFilter, ReplicationRuleStatus } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { transition } from "../../schedule.ts";
import { objectQuestion, requireS3Access } from "./access-question.ts";
import { checkDecryption, useObjectKey } from "./object-keys.ts";
import { addVersion } from "./object-versions.ts";
import { asReplicationRole } from "./replication-role.ts";
import { type Bucket, listsApply, type ObjectEncryption, type ObjectVersion, s3Slot } from "./state.ts";

/** What waits to be copied. */
interface Pending {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** Seconds until a small object is at its destination. "Most objects … in seconds": the S3 user guide, "S3 Replication Time Control", 2026. */
const replicationSeconds = 15;

/** Sets a new version or delete marker on its way, where the bucket replicates such as it. */
export function beginReplication(bucket: Bucket, version: ObjectVersion, ctx: Context): void {
  if (!ruleFor(bucket, version)) return;
  if (!version.deleteMarker) version.replication = "PENDING";
  const { key, versionId } = version;
  ctx.after(replicationSeconds, objectReplicated, { bucket: bucket.name, key, versionId });
}

/** S3 copies as the role that it was given: where one permission is missing, the object stays behind as `FAILED`. */
export const objectReplicated = transition<Pending>("s3:object-replicated", (pending, ctx) => {
  const bucket = ctx.state(s3Slot).buckets.get(pending.bucket);
  const versions = bucket?.objects.get(pending.key) ?? [];
  const version = versions.find(({ versionId }) => versionId === pending.versionId);
  const rule = bucket && version && ruleFor(bucket, version);
  if (!rule) return;
  try {
    replicate(bucket, version, rule, ctx);
    if (!version.deleteMarker) version.replication = "COMPLETED";
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (!version.deleteMarker) version.replication = "FAILED";
  }
});

function replicate(bucket: Bucket, version: ObjectVersion, rule: ReplicationRule, ctx: Context): void {
  const destination = destinationOf(rule, ctx);
  const acting = asReplicationRole(bucket, ctx);
  const { key, versionId, tags } = version;
  const source = { bucket: bucket.name, key, versionId };
  const target = { bucket: destination.name, key };
  if (version.deleteMarker) requireS3Access(acting, objectQuestion("s3:ReplicateDelete", target, acting));
  else {
    requireS3Access(acting, objectQuestion("s3:GetObjectVersionForReplication", source, acting));
    requireS3Access(acting, objectQuestion("s3:GetObjectVersionAcl", source, acting));
    requireS3Access(acting, objectQuestion("s3:ReplicateObject", target, acting));
    checkDecryption(version, bucket, acting);
  }
  if (tags.length > 0) {
    requireS3Access(acting, objectQuestion("s3:GetObjectVersionTagging", source, acting));
    requireS3Access(acting, objectQuestion("s3:ReplicateTags", target, acting));
  }
  addVersion(destination, {
    ...version,
    ...(version.deleteMarker ? {} : { encryption: encryptionOf(version, rule, destination, acting) }),
    tags: [...tags],
    storageClass: rule.Destination?.StorageClass ?? version.storageClass,
    owner: listsApply(destination) && destination.owner !== bucket.owner ? bucket.owner : undefined,
    replication: "REPLICA",
  });
}

/** Replicas of what a KMS key encrypts are under the key that the rule names; all others as their source. */
function encryptionOf(
  { key, encryption }: ObjectVersion,
  { Destination }: ReplicationRule,
  destination: Bucket,
  acting: Context,
): ObjectEncryption {
  const name = Destination?.EncryptionConfiguration?.ReplicaKmsKeyID;
  if (encryption.SSEKMSKeyId === undefined) return encryption;
  const bucketKey = destination.encryption.Rules?.[0]?.BucketKeyEnabled || undefined;
  const SSEKMSKeyId = useObjectKey(
    name ?? "alias/aws/s3",
    "kms:Encrypt",
    { key, bucketKey },
    destination,
    acting,
  );
  return { ...encryption, SSEKMSKeyId, BucketKeyEnabled: bucketKey };
}

function destinationOf({ Destination }: ReplicationRule, ctx: Context): Bucket {
  const name = Destination?.Bucket?.split(":").at(-1) ?? "";
  const found = ctx.state(s3Slot).buckets.get(name);
  if (found?.versioning !== "Enabled")
    throw new ServiceError("InvalidRequest", "Destination bucket must have versioning enabled.", 400);
  return found;
}

/** The rule under which a version is replicated: of those that take it, the one with the highest priority. */
function ruleFor({ replication }: Bucket, version: ObjectVersion): ReplicationRule | undefined {
  if (!replication || version.replication === "REPLICA") return undefined;
  return [...(replication.Rules ?? [])]
    .sort((a, b) => (b.Priority ?? 0) - (a.Priority ?? 0))
    .find((rule) => rule.Status === ReplicationRuleStatus.Enabled && takes(rule, version));
}

function takes(rule: ReplicationRule, version: ObjectVersion): boolean {
  const { SourceSelectionCriteria: criteria, DeleteMarkerReplication: markers, Filter, Prefix } = rule;
  const encrypted = version.encryption.SSEKMSKeyId !== undefined;
  if (encrypted && criteria?.SseKmsEncryptedObjects?.Status !== "Enabled") return false;
  if (version.deleteMarker && Filter && markers?.Status !== "Enabled") return false;
  const prefix = Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? "";
  return version.key.startsWith(prefix) && hasTags(Filter, version);
}

function hasTags(filter: ReplicationRuleFilter | undefined, { tags }: ObjectVersion): boolean {
  const wanted = [...(filter?.Tag ? [filter.Tag] : []), ...(filter?.And?.Tags ?? [])];
  return wanted.every(({ Key, Value }) => tags.some((tag) => tag.Key === Key && tag.Value === Value));
}
