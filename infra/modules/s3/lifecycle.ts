import type { S3BucketLifecycleConfigurationRule } from "@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";

/** How long a bucket keeps what, and how cheaply. All in days. */
export interface BucketLifecycle {
  /** When objects move to `tier`. @default 30 */
  readonly tierAfterDays?: number;
  /** Where they move: by how often they are read, or to an archive that still answers at once. @default "INTELLIGENT_TIERING" */
  readonly tier?: "INTELLIGENT_TIERING" | "GLACIER_IR";
  /** When current objects are deleted. @default never */
  readonly expireAfterDays?: number;
  /** When overwritten and deleted versions go for good. @default 90 */
  readonly noncurrentDays?: number;
  /** When uploads that were never completed are cleared away. @default 7 */
  readonly abandonedUploadDays?: number;
}

/** The rules of the bucket's one lifecycle configuration (the provider waits close to a minute for each configuration). */
export function lifecycleRules(lifecycle: BucketLifecycle): S3BucketLifecycleConfigurationRule[] {
  const { tierAfterDays = 30, tier = "INTELLIGENT_TIERING", expireAfterDays } = lifecycle;
  const { noncurrentDays = 90, abandonedUploadDays = 7 } = lifecycle;
  const everything = { status: "Enabled", filter: [{}] };
  const rules: S3BucketLifecycleConfigurationRule[] = [
    { id: "tier", ...everything, transition: [{ days: tierAfterDays, storageClass: tier }] },
    {
      id: "expire-noncurrent",
      ...everything,
      noncurrentVersionExpiration: [{ noncurrentDays }],
      // A delete marker with nothing left under it only slows listings down.
      expiration: [{ expiredObjectDeleteMarker: true }],
    },
    {
      id: "abort-uploads",
      ...everything,
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: abandonedUploadDays }],
    },
  ];
  if (expireAfterDays === undefined) return rules;
  return [...rules, { id: "expire", ...everything, expiration: [{ days: expireAfterDays }] }];
}
