import {
  type AccessControlPolicy,
  GetBucketAclCommand,
  GetObjectAclCommand,
  PutBucketAclCommand,
  PutObjectAclCommand,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type AclInput, aclOf, canonicalOwner, isPublicAcl, saysAcl } from "./canned-acl.ts";
import { findBucket } from "./find-bucket.ts";
import { findVersion } from "./object-versions.ts";
import type { Bucket } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl = operation(GetBucketAclCommand, (input, ctx) => findBucket(input, ctx).acl);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const putBucketAcl = operation(PutBucketAclCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  if (!listsApply(bucket)) throw noLists();
  bucket.acl = acceptAcl(input, bucket);
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const getObjectAcl = operation(GetObjectAclCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  return findVersion(input, bucket).acl ?? aclOf({}, bucket.owner);
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const putObjectAcl = operation(PutObjectAclCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket);
  version.acl = objectAcl(input, bucket);
  return {};
});

/**
 * The list of a new object; undefined is the owner's full control.
 * @throws AccessControlListNotSupported where the bucket's owner owns everything, AccessDenied where public lists are blocked.
 */
export function objectAcl(input: AclInput, bucket: Bucket): AccessControlPolicy | undefined {
  if (!saysAcl(input)) return undefined;
  if (!listsApply(bucket)) {
    if (input.ACL === "bucket-owner-full-control") return undefined;
    throw noLists();
  }
  return acceptAcl(input, bucket);
}

/** The list of a new bucket. @throws InvalidBucketAclWithObjectOwnership */
export function newBucketAcl(input: AclInput, ownership: string, account: string): AccessControlPolicy {
  if (ownership === "BucketOwnerEnforced" && saysAcl(input) && input.ACL !== "private")
    throw new ServiceError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      400,
    );
  const acl = aclOf(input, account);
  // A new bucket blocks public lists from its first moment.
  if (isPublicAcl(acl)) throw new ServiceError("AccessDenied", "Access Denied", 403);
  return acl;
}

/** True for a list that gives nobody but the owner anything: what a bucket needs before it can go without lists. */
export function isOwnersOnly(bucket: Bucket): boolean {
  const { ID } = canonicalOwner(bucket.owner);
  return (bucket.acl.Grants ?? []).every(({ Grantee }) => Grantee?.ID === ID);
}

function listsApply({ ownershipControls }: Bucket): boolean {
  return ownershipControls?.Rules?.[0]?.ObjectOwnership !== "BucketOwnerEnforced";
}

function acceptAcl(input: AclInput, bucket: Bucket): AccessControlPolicy {
  const acl = aclOf(input, bucket.owner);
  if (bucket.publicAccessBlock?.BlockPublicAcls && isPublicAcl(acl))
    throw new ServiceError("AccessDenied", "Access Denied", 403);
  return acl;
}

function noLists(): ServiceError {
  return new ServiceError("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);
}
