import type { Tag } from "@aws-sdk/client-s3";
import type { ConditionKeys } from "../../iam/access.ts";

/** Condition keys by the member of an input that they hold. Source: the Service Authorization Reference, "Amazon S3", 2026. */
const keyOfMember: Readonly<Record<string, string>> = {
  ACL: "s3:x-amz-acl",
  CopySource: "s3:x-amz-copy-source",
  Delimiter: "s3:delimiter",
  GrantFullControl: "s3:x-amz-grant-full-control",
  GrantRead: "s3:x-amz-grant-read",
  GrantReadACP: "s3:x-amz-grant-read-acp",
  GrantWrite: "s3:x-amz-grant-write",
  GrantWriteACP: "s3:x-amz-grant-write-acp",
  IfMatch: "s3:if-match",
  IfNoneMatch: "s3:if-none-match",
  MaxKeys: "s3:max-keys",
  MetadataDirective: "s3:x-amz-metadata-directive",
  ObjectLockLegalHoldStatus: "s3:object-lock-legal-hold",
  ObjectLockMode: "s3:object-lock-mode",
  ObjectLockRetainUntilDate: "s3:object-lock-retain-until-date",
  ObjectOwnership: "s3:x-amz-object-ownership",
  Prefix: "s3:prefix",
  ServerSideEncryption: "s3:x-amz-server-side-encryption",
  SSECustomerAlgorithm: "s3:x-amz-server-side-encryption-customer-algorithm",
  SSEKMSKeyId: "s3:x-amz-server-side-encryption-aws-kms-key-id",
  StorageClass: "s3:x-amz-storage-class",
  WebsiteRedirectLocation: "s3:x-amz-website-redirect-location",
};

/** What a request's headers and query say, as far as policies may ask, and the tags that an object is to have. */
export function requestKeys(input: object, tags: readonly Tag[] = []): ConditionKeys {
  const keys: Record<string, string | readonly string[]> = {};
  for (const member in input) {
    const key = keyOfMember[member];
    const value = key === undefined ? undefined : (input as Record<string, unknown>)[member];
    if (key !== undefined && value !== undefined)
      keys[key] = value instanceof Date ? value.toISOString() : String(value);
  }
  if (tags.length > 0) keys["s3:requestobjecttagkeys"] = tags.map(({ Key = "" }) => Key);
  for (const { Key = "", Value = "" } of tags) keys[`s3:requestobjecttag/${Key.toLowerCase()}`] = Value;
  return keys;
}
