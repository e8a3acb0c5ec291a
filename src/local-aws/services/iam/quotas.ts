import { LimitExceededException } from "@aws-sdk/client-iam";
import { exception } from "../../errors.ts";
import type { Entity } from "./state.ts";

/**
 * IAM's default quotas that deployments run into; characters without white space.
 * Source: "IAM and AWS STS quotas" in the IAM user guide, read in November 2026.
 */
const quotas = {
  ManagedPolicySize: 6144,
  /** Sum over an entity's inline policies. */
  InlinePolicySize: { role: 10240, user: 2048, group: 5120 },
  PoliciesPerEntity: 10,
  ACLSizePerRole: 2048,
  VersionsPerPolicy: 5,
} as const;

const entityNames = { role: "Role", user: "User", group: "Group" } as const;

/** @throws LimitExceededException when a managed policy's document is too long */
export function checkManagedPolicySize(document: string): void {
  if (lengthOf(document) > quotas.ManagedPolicySize) throw exceeded("PolicySize", quotas.ManagedPolicySize);
}

/** @throws LimitExceededException when a role's trust policy is too long */
export function checkTrustPolicySize(document: string): void {
  if (lengthOf(document) > quotas.ACLSizePerRole) throw exceeded("ACLSizePerRole", quotas.ACLSizePerRole);
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
export function checkAttachments({ kind, attached }: Entity): void {
  if (attached.size >= quotas.PoliciesPerEntity)
    throw exceeded(`PoliciesPer${entityNames[kind]}`, quotas.PoliciesPerEntity);
}

/** @throws LimitExceededException when a managed policy has all the versions that it may have */
export function checkVersions({ size }: { readonly size: number }): void {
  if (size >= quotas.VersionsPerPolicy)
    throw exception(
      LimitExceededException,
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    );
}

/** `Quota` numbers of GetAccountSummary. */
export const summaryQuotas: Readonly<Record<string, number>> = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: quotas.ACLSizePerRole,
  AttachedPoliciesPerGroupQuota: quotas.PoliciesPerEntity,
  AttachedPoliciesPerRoleQuota: quotas.PoliciesPerEntity,
  AttachedPoliciesPerUserQuota: quotas.PoliciesPerEntity,
  GroupPolicySizeQuota: quotas.InlinePolicySize.group,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: quotas.ManagedPolicySize,
  PolicyVersionsInUseQuota: 10000,
  RolePolicySizeQuota: quotas.InlinePolicySize.role,
  RolesQuota: 1000,
  UserPolicySizeQuota: quotas.InlinePolicySize.user,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: quotas.VersionsPerPolicy,
};

function exceeded(quota: string, limit: number): LimitExceededException {
  return exception(LimitExceededException, `Cannot exceed quota for ${quota}: ${limit}`);
}

function lengthOf(document: string): number {
  return document.replace(/\s/g, "").length;
}
