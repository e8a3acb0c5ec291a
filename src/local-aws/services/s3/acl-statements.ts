import type { Grant, Grantee, Permission } from "@aws-sdk/client-s3";
import type { Caller } from "../../context.ts";
import { allUsers, authenticatedUsers, canonicalOwner, logDelivery } from "./canned-acl.ts";

interface AclStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*" | { readonly AWS: string } | { readonly Service: string };
  readonly Action: string;
  readonly Resource: "*";
}

/**
 * Actions that a grant allows, on a bucket or on an object as the list is one's or the other's.
 * Source: the S3 user guide, "Mapping of ACL permissions and access policy permissions", 2026.
 */
const permitted: Readonly<Record<Exclude<Permission, "FULL_CONTROL">, readonly string[]>> = {
  READ: [
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:ListBucketMultipartUploads",
    "s3:GetObject",
    "s3:GetObjectVersion",
  ],
  WRITE: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  READ_ACP: ["s3:GetBucketAcl", "s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
  WRITE_ACP: ["s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
};
const everything = new Set(Object.values(permitted).flat());

/** What the grants of an access control list let this caller do, as statements of a policy. */
export function aclStatements(
  grants: readonly Grant[],
  action: string,
  caller: Caller,
  { owner, ignorePublic }: { owner: string; ignorePublic: boolean },
): AclStatement[] {
  return grants.flatMap(({ Grantee: grantee, Permission: permission }) => {
    const allows = permission === "FULL_CONTROL" ? everything.has(action) : permits(permission, action);
    const Principal = allows ? principalOf(grantee, caller, owner, ignorePublic) : undefined;
    if (!Principal) return [];
    return [
      { Sid: `AccessControlList${permission}`, Effect: "Allow", Principal, Action: action, Resource: "*" },
    ];
  });
}

function permits(permission: Exclude<Permission, "FULL_CONTROL"> | undefined, action: string): boolean {
  return permission !== undefined && permitted[permission].includes(action);
}

function principalOf(
  grantee: Grantee | undefined,
  caller: Caller,
  owner: string,
  ignorePublic: boolean,
): AclStatement["Principal"] | undefined {
  if (grantee?.URI === logDelivery) return { Service: "logging.s3.amazonaws.com" };
  const signed = caller.account !== "";
  if (grantee?.URI === allUsers || (grantee?.URI === authenticatedUsers && signed))
    return ignorePublic ? undefined : "*";
  // The owner's own account needs no grant: there, identity policies decide.
  if (!signed || caller.account === owner || grantee?.ID !== canonicalOwner(caller.account).ID)
    return undefined;
  return { AWS: `arn:aws:iam::${caller.account}:root` };
}
