import { LimitExceededException } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import type { QuotaName } from "../../quotas.ts";
import type { Entity } from "./state.ts";

/**
 * Quotas that no account can have raised; characters without white space. Those that it can stand in the table of all services.
 * Source: "IAM and AWS STS quotas" in the IAM user guide, read in November 2026.
 */
const quotas = {
  ManagedPolicySize: 6144,
  /** Sum over an entity's inline policies. */
  InlinePolicySize: { role: 10240, user: 2048, group: 5120 },
  GroupsPerUser: 10,
  TagsPerResource: 50,
  ClientIdsPerOpenIdConnectProvider: 100,
} as const;

/** What an account has only so many of: the quota's name, and how IAM calls it. */
const perAccount = {
  role: ["iam:roles", "RolesPerAccount"],
  user: ["iam:users", "UsersPerAccount"],
  group: ["iam:groups", "GroupsPerAccount"],
  policy: ["iam:customer-policies", "PoliciesPerAccount"],
  instanceProfile: ["iam:instance-profiles", "InstanceProfilesPerAccount"],
  oidcProvider: ["iam:oidc-providers", "OpenIdConnectProvidersPerAccount"],
} as const satisfies Readonly<Record<string, readonly [QuotaName, string]>>;

/** @throws LimitExceededException when an account has all of a kind that it may have */
export function checkCount(ctx: Context, kind: keyof typeof perAccount, count: number): void {
  const [name, title] = perAccount[kind];
  if (count >= ctx.quota(name)) throw exceeded(title, ctx.quota(name));
}

/** @throws LimitExceededException when a user is in all the groups that it may be in */
export function checkGroupsOfUser(count: number): void {
  if (count >= quotas.GroupsPerUser) throw exceeded("GroupsPerUser", quotas.GroupsPerUser);
}

/** @throws LimitExceededException when there are more tags than something may have */
export function checkTagCount(count: number): void {
  if (count > quotas.TagsPerResource)
    throw exception(LimitExceededException, "The number of tags has reached the maximum limit.");
}

/** @throws LimitExceededException when there are more client ids than a provider may have */
export function checkClientIds(count: number): void {
  const limit = quotas.ClientIdsPerOpenIdConnectProvider;
  if (count > limit) throw exceeded("ClientIdsPerOpenIdConnectProvider", limit);
}

const attachments = {
  role: ["iam:policies-per-role", "PoliciesPerRole"],
  user: ["iam:policies-per-user", "PoliciesPerUser"],
  group: ["iam:policies-per-group", "PoliciesPerGroup"],
} as const satisfies Readonly<Record<string, readonly [QuotaName, string]>>;

/** @throws LimitExceededException when a managed policy's document is too long */
export function checkManagedPolicySize(document: string): void {
  if (lengthOf(document) > quotas.ManagedPolicySize) throw exceeded("PolicySize", quotas.ManagedPolicySize);
}

/** @throws LimitExceededException when a role's trust policy is too long */
export function checkTrustPolicySize(ctx: Context, document: string): void {
  const limit = ctx.quota("iam:trust-policy-length");
  if (lengthOf(document) > limit) throw exceeded("ACLSizePerRole", limit);
}

/** @throws LimitExceededException when an entity's inline policies would be too long together */
export function checkInlinePolicySize(
  { kind, name, inline }: Entity,
  policy: string,
  document: string,
): void {
  const limit = quotas.InlinePolicySize[kind];
  let total = lengthOf(document);
  for (const [other, text] of inline) if (other !== policy) total += lengthOf(text);
  if (total > limit)
    throw exception(
      LimitExceededException,
      `Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`,
    );
}

/** @throws LimitExceededException when an entity has all the managed policies that it may have */
export function checkAttachments(ctx: Context, { kind, attached }: Entity): void {
  const [name, title] = attachments[kind];
  if (attached.size >= ctx.quota(name)) throw exceeded(title, ctx.quota(name));
}

/** @throws LimitExceededException when a managed policy has all the versions that it may have */
export function checkVersions(ctx: Context, { size }: { readonly size: number }): void {
  if (size >= ctx.quota("iam:versions-per-policy"))
    throw exception(
      LimitExceededException,
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    );
}

/** `Quota` numbers of GetAccountSummary. */
export function summaryQuotas({ quota }: Context): Record<string, number> {
  return {
    AccessKeysPerUserQuota: 2,
    AssumeRolePolicySizeQuota: quota("iam:trust-policy-length"),
    AttachedPoliciesPerGroupQuota: quota("iam:policies-per-group"),
    AttachedPoliciesPerRoleQuota: quota("iam:policies-per-role"),
    AttachedPoliciesPerUserQuota: quota("iam:policies-per-user"),
    GroupPolicySizeQuota: quotas.InlinePolicySize.group,
    GroupsPerUserQuota: quotas.GroupsPerUser,
    GroupsQuota: quota("iam:groups"),
    InstanceProfilesQuota: quota("iam:instance-profiles"),
    PoliciesQuota: quota("iam:customer-policies"),
    PolicySizeQuota: quotas.ManagedPolicySize,
    PolicyVersionsInUseQuota: 10000,
    RolePolicySizeQuota: quotas.InlinePolicySize.role,
    RolesQuota: quota("iam:roles"),
    UserPolicySizeQuota: quotas.InlinePolicySize.user,
    UsersQuota: quota("iam:users"),
    VersionsPerPolicyQuota: quota("iam:versions-per-policy"),
  };
}

function exceeded(quota: string, limit: number): LimitExceededException {
  return exception(LimitExceededException, `Cannot exceed quota for ${quota}: ${limit}`);
}

function lengthOf(document: string): number {
  return document.replace(/\s/g, "").length;
}
