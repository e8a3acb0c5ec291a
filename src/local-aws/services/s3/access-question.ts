import type { Grant } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import type { ConditionKeys, ResourcePolicy } from "../../iam/access.ts";
import type { CertainQuestion } from "../../iam/authorize.ts";
import { requireAccess } from "../../iam/authorize.ts";
import type { ErrorCode } from "../../service-errors.ts";
import { aclStatements } from "./acl-statements.ts";
import { isPublicPolicy, listOf, type PolicyDocument } from "./public-policy.ts";
import { type Bucket, listsApply, type ObjectVersion, s3Slot } from "./state.ts";

/** How S3 refuses. */
export const accessDenied: ErrorCode = { code: "AccessDenied", status: 403 };

/** What IAM is asked about an action on a bucket, by its policy and its access control list too. */
export function bucketQuestion(
  action: `s3:${string}`,
  name: string,
  ctx: Context,
  keys: ConditionKeys = {},
): CertainQuestion {
  const bucket = ctx.state(s3Slot).buckets.get(name);
  return {
    action,
    resource: `arn:aws:s3:::${name}`,
    resourceAccount: bucket?.owner,
    resourcePolicy: bucket && resourcePolicy(action, bucket, bucket.acl.Grants, ctx),
    keys: withSignature(keys, ctx, bucket),
  };
}

/** An object in a bucket, which need not be there. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** What IAM is asked about an action on an object. An object that another account owns is that account's to allow. */
export function objectQuestion(
  action: `s3:${string}`,
  { bucket: name, key, versionId }: ObjectName,
  ctx: Context,
  keys: ConditionKeys = {},
): CertainQuestion {
  const bucket = ctx.state(s3Slot).buckets.get(name);
  const versions = bucket?.objects.get(key);
  const version = versions?.find((one) => versionId === undefined || one.versionId === versionId);
  return {
    action,
    resource: `arn:aws:s3:::${name}/${key}`,
    resourceAccount: bucket && ownerFor(action, bucket, version),
    resourcePolicy:
      bucket && resourcePolicy(action, bucket, grantsFor(action, bucket, version), ctx, version),
    keys: withVersion(withSignature(keys, ctx, bucket), versionId, version),
  };
}

/** Asks in the middle of a request. @throws ServiceError AccessDenied */
export function requireS3Access(ctx: Context, question: CertainQuestion): void {
  requireAccess(ctx, question, accessDenied);
}

/** What the bucket's list of grants gives: writing and deleting, even of what is another's. */
const byBucketList = new Set(["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]);

function ownerFor(action: string, bucket: Bucket, version: ObjectVersion | undefined): string {
  return (byBucketList.has(action) ? undefined : foreignOwner(bucket, version)) ?? bucket.owner;
}

function grantsFor(action: string, bucket: Bucket, version: ObjectVersion | undefined): Grant[] | undefined {
  return byBucketList.has(action) ? bucket.acl.Grants : version?.acl?.Grants;
}

function foreignOwner(bucket: Bucket, version: ObjectVersion | undefined): string | undefined {
  return listsApply(bucket) ? version?.owner : undefined;
}

function resourcePolicy(
  action: string,
  bucket: Bucket,
  grants: readonly Grant[] | undefined,
  ctx: Context,
  version?: ObjectVersion,
): ResourcePolicy | undefined {
  const { caller } = ctx;
  const foreign = byBucketList.has(action) ? undefined : foreignOwner(bucket, version);
  const inForce = policyInForce(action, bucket, ctx);
  const policy = foreign === undefined ? inForce : inForce && denialsOf(inForce);
  const statements =
    grants && grants.length > 0 && listsApply(bucket)
      ? aclStatements(grants, action, caller, {
          owner: foreign ?? bucket.owner,
          ignorePublic: bucket.publicAccessBlock?.IgnorePublicAcls ?? false,
        })
      : [];
  const name = `bucket policy of ${bucket.name}`;
  if (statements.length === 0)
    return policy === undefined ? undefined : { kind: "optional", name, document: policy };
  const own: PolicyDocument & { Version?: string } =
    policy === undefined ? { Version: "2012-10-17", Statement: [] } : JSON.parse(policy);
  const document = JSON.stringify({ ...own, Statement: [...listOf(own.Statement), ...statements] });
  return {
    kind: "optional",
    name: policy === undefined ? `access control list of ${bucket.name}` : name,
    document,
  };
}

/** All that a bucket's owner has to say about another account's object: who may not have it. */
function denialsOf(policy: string): string {
  const document: PolicyDocument = JSON.parse(policy);
  const denials = listOf(document.Statement).filter(({ Effect }) => Effect === "Deny");
  return JSON.stringify({ ...document, Statement: denials });
}

/** The ways back out of a policy that locks everybody out. */
const rootsAlways = new Set(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]);

/** The bucket's policy as far as it counts: not for the owning account's root at the policy itself, nor a public one for strangers. */
function policyInForce(
  action: string,
  { policy, owner, publicAccessBlock }: Bucket,
  { caller }: Context,
): string | undefined {
  if (caller.account === owner) return caller.kind === "root" && rootsAlways.has(action) ? undefined : policy;
  if (policy === undefined) return undefined;
  const closed = publicAccessBlock?.RestrictPublicBuckets && caller.kind !== "service";
  return closed && isPublicPolicy(JSON.parse(policy)) ? undefined : policy;
}

type Keys = Record<string, string | readonly string[]>;

/** The keys of every request, in one object with the question's own: spreading them together took longer than all the rest. */
function withSignature(own: ConditionKeys, { caller, request }: Context, bucket: Bucket | undefined): Keys {
  const keys: Keys = Object.assign({}, own);
  if (bucket) keys["s3:resourceaccount"] = bucket.owner;
  if (request.secure) keys["s3:tlsversion"] = "1.3";
  if (caller.kind !== "anonymous")
    keys["s3:signatureversion"] = caller.signedRegion === undefined ? "AWS" : "AWS4-HMAC-SHA256";
  return keys;
}

function withVersion(keys: Keys, versionId: string | undefined, version: ObjectVersion | undefined): Keys {
  if (versionId !== undefined) keys["s3:versionid"] = versionId;
  for (const { Key = "", Value = "" } of version?.tags ?? [])
    keys[`s3:existingobjecttag/${Key.toLowerCase()}`] = Value;
  return keys;
}
