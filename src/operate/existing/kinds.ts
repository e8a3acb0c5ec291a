import { bucketKind } from "./buckets.ts";
import { clusterKinds } from "./clusters.ts";
import { keyKinds } from "./keys.ts";
import type { ExistingKind } from "./kind.ts";
import { namedKinds } from "./named.ts";
import { networkKinds } from "./network.ts";

/** Why a type needs no search: its create is a put. Source: the provider's create functions, 5.100, and AWS's API references, read 2026-11. */
const settings: Readonly<Record<string, string>> = {
  aws_autoscaling_group_tag: "CreateOrUpdateTags sets",
  aws_default_security_group: "the VPC's own, taken over by the provider itself",
  aws_ecr_lifecycle_policy: "PutLifecyclePolicy sets",
  aws_ecr_replication_configuration: "PutReplicationConfiguration sets, one for a registry",
  aws_eks_access_policy_association: "AssociateAccessPolicy sets",
  aws_iam_role_policy: "PutRolePolicy sets, by role and name",
  aws_iam_role_policy_attachment: "AttachRolePolicy of what is attached changes nothing",
  aws_s3_bucket_lifecycle_configuration: "PutBucketLifecycleConfiguration sets",
  aws_s3_bucket_logging: "PutBucketLogging sets",
  aws_s3_bucket_ownership_controls: "PutBucketOwnershipControls sets",
  aws_s3_bucket_policy: "PutBucketPolicy sets",
  aws_s3_bucket_public_access_block: "PutPublicAccessBlock sets",
  aws_s3_bucket_replication_configuration: "PutBucketReplication sets",
  aws_s3_bucket_server_side_encryption_configuration: "PutBucketEncryption sets",
  aws_s3_bucket_versioning: "PutBucketVersioning sets",
};

const all: readonly ExistingKind[] = [
  ...networkKinds,
  ...keyKinds,
  ...namedKinds,
  ...clusterKinds,
  bucketKind,
  ...Object.entries(settings).map(([type, note]) => ({ type, by: "setting" as const, note })),
];

/** How each type that is declared here is found again, by Terraform's name of the type. */
export const existingKinds: ReadonlyMap<string, ExistingKind> = new Map(all.map((one) => [one.type, one]));
