import { bucketActions } from "./bucket-actions.ts";

/**
 * The actions that a bucket's policy may name, in lower case, by what they are done to.
 * Source: the Service Authorization Reference, "Amazon S3", resource types bucket and object, 2026.
 */
export const onBuckets: readonly string[] = lowerCase([
  ...new Set(Object.values(bucketActions)),
  "s3:CreateBucket",
  "s3:CreateBucketMetadataTableConfiguration",
  "s3:DeleteBucketMetadataTableConfiguration",
  "s3:GetBucketAbac",
  "s3:GetBucketMetadataTableConfiguration",
  "s3:GetBucketOwnershipControls",
  "s3:ListBucketMultipartUploads",
  "s3:ListTagsForResource",
  "s3:PutBucketAbac",
  "s3:TagResource",
  "s3:UntagResource",
  "s3:UpdateBucketMetadataInventoryTableConfiguration",
  "s3:UpdateBucketMetadataJournalTableConfiguration",
  "s3:PauseReplication",
]);

export const onObjects: readonly string[] = lowerCase([
  "s3:AbortMultipartUpload",
  "s3:BypassGovernanceRetention",
  "s3:DeleteObject",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersion",
  "s3:DeleteObjectVersionTagging",
  "s3:GetObject",
  "s3:GetObjectAcl",
  "s3:GetObjectAttributes",
  "s3:GetObjectLegalHold",
  "s3:GetObjectRetention",
  "s3:GetObjectTagging",
  "s3:GetObjectTorrent",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionAttributes",
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionTagging",
  "s3:GetObjectVersionTorrent",
  "s3:InitiateReplication",
  "s3:ListMultipartUploadParts",
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:PutObject",
  "s3:PutObjectAcl",
  "s3:PutObjectLegalHold",
  "s3:PutObjectRetention",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionAcl",
  "s3:PutObjectVersionTagging",
  "s3:ReplicateDelete",
  "s3:ReplicateObject",
  "s3:ReplicateTags",
  "s3:RestoreObject",
  "s3:UpdateObjectEncryption",
]);

function lowerCase(actions: readonly string[]): readonly string[] {
  return actions.map((action) => action.toLowerCase());
}
