import { createHash } from "node:crypto";
import type { AccessControlPolicy, Grant, Grantee, Permission } from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";

const groups = "http://acs.amazonaws.com/groups";
export const allUsers = `${groups}/global/AllUsers`;
export const authenticatedUsers = `${groups}/global/AuthenticatedUsers`;
export const logDelivery = `${groups}/s3/LogDelivery`;

/** Grants beside the owner's, by the name of a canned ACL. Source: the S3 user guide, "Canned ACL", 2026. */
const cannedGrants: Readonly<Record<string, readonly (readonly [group: string, permission: Permission])[]>> =
  {
    private: [],
    "public-read": [[allUsers, "READ"]],
    "public-read-write": [
      [allUsers, "READ"],
      [allUsers, "WRITE"],
    ],
    "authenticated-read": [[authenticatedUsers, "READ"]],
    "log-delivery-write": [
      [logDelivery, "WRITE"],
      [logDelivery, "READ_ACP"],
    ],
    "aws-exec-read": [],
    "bucket-owner-read": [],
    "bucket-owner-full-control": [],
  };

/** ACL of a request: a canned one, grants in headers, or a whole policy. */
export interface AclInput {
  readonly ACL?: string;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWrite?: string;
  readonly GrantWriteACP?: string;
  readonly AccessControlPolicy?: AccessControlPolicy;
}

/** The canonical user of an account: 64 hexadecimal digits, here out of the account's number. */
export function canonicalOwner(account: string): { ID: string } {
  return { ID: createHash("sha256").update(`canonical-user ${account}`).digest("hex") };
}

/** True when a request says anything about access control lists. */
export function saysAcl(input: AclInput): boolean {
  return input.ACL !== undefined || input.AccessControlPolicy !== undefined || headerGrants(input).length > 0;
}

/** The access control list that a request asks for; the owner's full control where it asks for none. */
export function aclOf(input: AclInput, account: string): AccessControlPolicy {
  if (input.AccessControlPolicy) return input.AccessControlPolicy;
  const Owner = canonicalOwner(account);
  const fromHeaders = headerGrants(input);
  if (fromHeaders.length > 0) return { Owner, Grants: fromHeaders };
  const canned = cannedGrants[input.ACL ?? "private"];
  if (!canned)
    throw new ServiceError("InvalidArgument", "Invalid canned ACL", 400, { ArgumentValue: input.ACL ?? "" });
  const own: Grant = { Grantee: { ...Owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" };
  const others = canned.map(
    ([URI, permission]): Grant => ({ Grantee: { URI, Type: "Group" }, Permission: permission }),
  );
  return { Owner, Grants: [own, ...others] };
}

/** True when a list lets everybody, or everybody with an AWS account, in. */
export function isPublicAcl({ Grants = [] }: AccessControlPolicy): boolean {
  return Grants.some(({ Grantee }) => Grantee?.URI === allUsers || Grantee?.URI === authenticatedUsers);
}

function headerGrants(input: AclInput): Grant[] {
  const headers: [Permission, string | undefined][] = [
    ["FULL_CONTROL", input.GrantFullControl],
    ["READ", input.GrantRead],
    ["READ_ACP", input.GrantReadACP],
    ["WRITE", input.GrantWrite],
    ["WRITE_ACP", input.GrantWriteACP],
  ];
  return headers.flatMap(([permission, text]) =>
    grantees(text).map((grantee): Grant => ({ Grantee: grantee, Permission: permission })),
  );
}

/** `id="…", uri="…", emailAddress="…"`. */
function grantees(text = ""): Grantee[] {
  return [...text.matchAll(/(id|uri|emailAddress)\s*=\s*"?([^",]+)"?/gi)].map(([, kind = "", value = ""]) => {
    if (kind.toLowerCase() === "id") return { ID: value, Type: "CanonicalUser" };
    if (kind.toLowerCase() === "uri") return { URI: value, Type: "Group" };
    return { EmailAddress: value, Type: "AmazonCustomerByEmail" };
  });
}
