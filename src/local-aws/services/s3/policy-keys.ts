/** S3's condition keys in lower case. Source: the Service Authorization Reference, "Amazon S3", November 2026. */
const keys = new Set([
  ...["accessgrantsinstancearn", "accesspointnetworkorigin", "authtype", "dataaccesspointaccount"],
  ...["dataaccesspointarn", "delimiter", "destinationregion", "existingjoboperation", "existingjobpriority"],
  ...["if-match", "if-none-match", "inventoryaccessibleoptionalfields", "isreplicationpauserequest"],
  ...["jobsuspendedcause", "locationconstraint", "max-keys", "object-lock-legal-hold", "object-lock-mode"],
  ...["object-lock-remaining-retention-days", "object-lock-retain-until-date", "objectcreationoperation"],
  ...["prefix", "requestjoboperation", "requestjobpriority", "requestobjecttagkeys", "resourceaccount"],
  ...["signatureage", "signatureversion", "tlsversion", "versionid", "x-amz-acl", "x-amz-bucket-namespace"],
  ...["x-amz-content-sha256", "x-amz-copy-source", "x-amz-grant-full-control", "x-amz-grant-read"],
  ...["x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp", "x-amz-metadata-directive"],
  ...["x-amz-object-ownership", "x-amz-server-side-encryption", "x-amz-storage-class"],
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-website-redirect-location",
]);

/** The keys that a tag's key follows. */
const tagKeys = /^(accesspointtag|buckettag|existingobjecttag|requestobjecttag)\/./;

/** Whether a condition key claims to be S3's and is not. */
export function isUnknownKey(key: string): boolean {
  const [service, name = ""] = key.toLowerCase().split(/:(.*)/s);
  return service === "s3" && !keys.has(name) && !tagKeys.test(name);
}
