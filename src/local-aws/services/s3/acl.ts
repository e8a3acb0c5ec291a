import {
  type AccessControlPolicy,
  GetBucketAclCommand,
  GetObjectAclCommand,
  type Grantee,
  type Permission,
  PutBucketAclCommand,
  PutObjectAclCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type AclInput, aclOf, canonicalOwner, isPublicAcl, saysAcl } from "./canned-acl.ts";
import { findBucket } from "./find-bucket.ts";
import { findVersion } from "./object-versions.ts";
import { blockedByPublicAccessBlock } from "./public-block.ts";
import { type Bucket, listsApply } from "./state.ts";

/** A list, and of an object its key and its owner where that is not the bucket's. */
interface ObjectAclInput extends AclInput {
  readonly Key?: string;
  readonly owner?: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl = operation(GetBucketAclCommand, (input, ctx) => findBucket(input, ctx).acl);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const putBucketAcl = operation(PutBucketAclCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  if (!listsApply(bucket)) throw noLists();
  bucket.acl = acceptAcl(input, bucket, "s3:PutBucketAcl", ctx);
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const getObjectAcl = operation(GetObjectAclCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { acl, owner = bucket.owner } = findVersion(input, bucket, ctx);
  return acl ?? aclOf({}, owner);
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const putObjectAcl = operation(PutObjectAclCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const version = findVersion(input, bucket, ctx);
  version.acl = objectAcl({ ...input, owner: version.owner }, bucket, "s3:PutObjectAcl", ctx);
  return {};
});

/**
 * Whose a new object is, and its list. A writer from another account owns what it writes, unless the bucket's owner is to own everything,
 * or prefers to and is given full control.
 * @throws as {@link objectAcl}
 */
export function newObjectAcl(
  input: ObjectAclInput,
  bucket: Bucket,
  ctx: Context,
): { acl?: AccessControlPolicy; owner?: string } {
  const { caller } = ctx;
  const preferred = bucket.ownershipControls?.Rules?.[0]?.ObjectOwnership === "BucketOwnerPreferred";
  const handedOver = preferred && input.ACL === "bucket-owner-full-control";
  const foreign = caller.account !== "" && caller.account !== bucket.owner && listsApply(bucket);
  const owner = foreign && !handedOver ? caller.account : undefined;
  return { acl: objectAcl({ ...input, owner }, bucket, "s3:PutObject", ctx), owner };
}

/**
 * The list of an object; undefined is the owner's full control.
 * @throws AccessControlListNotSupported where the bucket's owner owns everything, AccessDenied where public lists are blocked.
 */
function objectAcl(
  input: ObjectAclInput,
  bucket: Bucket,
  action: `s3:${string}`,
  ctx: Context,
): AccessControlPolicy | undefined {
  if (!saysAcl(input)) return undefined;
  if (!listsApply(bucket)) {
    if (input.ACL === "bucket-owner-full-control") return undefined;
    throw noLists();
  }
  const acl = acceptAcl(input, bucket, action, ctx);
  const permission = toBucketOwner[input.ACL ?? ""];
  if (!permission || input.owner === undefined) return acl;
  const Grantee: Grantee = { ...canonicalOwner(bucket.owner), Type: "CanonicalUser" };
  return { ...acl, Grants: [...(acl.Grants ?? []), { Grantee, Permission: permission }] };
}

/** What canned lists give the bucket's owner in another account's object. */
const toBucketOwner: Readonly<Record<string, Permission>> = {
  "bucket-owner-read": "READ",
  "bucket-owner-full-control": "FULL_CONTROL",
};

/** The list of a new bucket. @throws InvalidBucketAclWithObjectOwnership, InvalidBucketAclWithBlockPublicAccessError */
export function newBucketAcl(input: AclInput, ownership: string, ctx: Context): AccessControlPolicy {
  if (ownership === "BucketOwnerEnforced" && saysAcl(input) && input.ACL !== "private")
    throw new ServiceError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      400,
    );
  const acl = aclOf(input, ctx.account);
  // A new bucket blocks public lists from its first moment.
  if (isPublicAcl(acl))
    throw new ServiceError(
      "InvalidBucketAclWithBlockPublicAccessError",
      "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
      400,
    );
  return acl;
}

/** True for a list that gives nobody but the owner anything: what a bucket needs before it can go without lists. */
export function isOwnersOnly(bucket: Bucket): boolean {
  const { ID } = canonicalOwner(bucket.owner);
  return (bucket.acl.Grants ?? []).every(({ Grantee }) => Grantee?.ID === ID);
}

function acceptAcl(
  input: ObjectAclInput,
  bucket: Bucket,
  action: `s3:${string}`,
  ctx: Context,
): AccessControlPolicy {
  const acl = aclOf(input, input.owner ?? bucket.owner);
  const resource = `arn:aws:s3:::${bucket.name}${input.Key === undefined ? "" : `/${input.Key}`}`;
  if (bucket.publicAccessBlock?.BlockPublicAcls && isPublicAcl(acl))
    throw blockedByPublicAccessBlock("BlockPublicAcls", { action, resource }, ctx);
  return acl;
}

function noLists(): ServiceError {
  return new ServiceError("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);
}
