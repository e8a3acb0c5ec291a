/** A rule that a resource of this stack may break, and why that is right. */
export interface Exception {
  readonly rule: string;
  readonly address: string;
  readonly why: string;
}

/** Every exception, explained: what stands here is reported as accepted, never hidden. */
export const exceptions: readonly Exception[] = [
  {
    rule: "s3-kms-encryption",
    address: "aws_s3_bucket_server_side_encryption_configuration.logs",
    why: "S3 delivers access logs only to buckets whose default encryption is S3's own; the trail's files in it are encrypted with the trail's key.",
  },
];
