import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  EntityAlreadyExistsException,
  GetPolicyCommand,
  ListPoliciesCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { awsManagedPolicies } from "./aws-managed-policy.ts";
import { deleteConflict, iamArn, iamState, noSuchEntity, seconds } from "./entities.ts";
import { findPolicy } from "./find.ts";
import { pageByName } from "./pages.ts";
import { identityPolicy } from "./policy-document.ts";
import { checkCount, checkManagedPolicySize } from "./quotas.ts";
import type { IamState, ManagedPolicy } from "./state.ts";
import { tagList, tagMap } from "./tags.ts";

export const createPolicy = operation(CreatePolicyCommand, (input, ctx) => {
  const { PolicyName: name = "", Path: path = "/" } = input;
  const document = identityPolicy(input.PolicyDocument, "managed");
  checkManagedPolicySize(document);
  const { policies } = iamState(ctx);
  if ([...policies.values()].some((policy) => policy.name.toLowerCase() === name.toLowerCase()))
    throw exception(
      EntityAlreadyExistsException,
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  checkCount(ctx, "policy", policies.size);
  const created = seconds(ctx);
  const policy: ManagedPolicy = {
    name,
    path,
    id: ctx.ids.unique("ANPA", 21),
    arn: iamArn(ctx, "policy", path, name),
    description: input.Description,
    created,
    updated: created,
    tags: tagMap(input.Tags),
    defaultVersion: "v1",
    versions: new Map([["v1", { document, created }]]),
    lastVersion: 1,
  };
  policies.set(policy.arn, policy);
  return { Policy: describePolicy(policy, unused) };
});

export const getPolicy = operation(GetPolicyCommand, ({ PolicyArn }, ctx) => {
  const policy = requirePolicy(ctx, PolicyArn);
  const { Description, Tags } = { Description: policy.description, Tags: tagList(policy.tags) };
  return { Policy: { ...describePolicy(policy, countUses(iamState(ctx))), Description, Tags } };
});

export const listPolicies = operation(ListPoliciesCommand, (input, ctx) => {
  const { Scope = "All", OnlyAttached = false, PolicyUsageFilter } = input;
  const state = iamState(ctx);
  const uses = countUses(state);
  const all = [
    ...(Scope === "AWS" ? [] : state.policies.values()),
    ...(Scope === "Local" ? [] : awsManagedPolicies().values()),
  ].filter(
    ({ arn }) =>
      (!OnlyAttached || uses.attached.has(arn)) &&
      (PolicyUsageFilter !== "PermissionsPolicy" || uses.attached.has(arn)) &&
      (PolicyUsageFilter !== "PermissionsBoundary" || uses.bounding.has(arn)),
  );
  const { items, page } = pageByName(all, input);
  return { Policies: items.map((policy) => describePolicy(policy, uses)), ...page };
});

export const deletePolicy = operation(DeletePolicyCommand, ({ PolicyArn }, ctx) => {
  const policy = requireOwnPolicy(ctx, PolicyArn);
  const state = iamState(ctx);
  const { attached, bounding } = countUses(state);
  if (attached.has(policy.arn) || bounding.has(policy.arn))
    throw deleteConflict("Cannot delete a policy attached to entities.");
  if (policy.versions.size > 1)
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  state.policies.delete(policy.arn);
  return {};
});

/** A managed policy, AWS's or one's own. @throws NoSuchEntityException */
export function requirePolicy(ctx: Context, arn = ""): ManagedPolicy {
  const policy = findPolicy(ctx, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** A managed policy that the account may change. @throws NoSuchEntityException, ServiceError `AccessDenied` on AWS's own */
export function requireOwnPolicy(ctx: Context, arn = ""): ManagedPolicy {
  if (arn.startsWith("arn:aws:iam::aws:"))
    throw new ServiceError("AccessDenied", "Policy is outside your own account.", 403);
  return requirePolicy(ctx, arn);
}

/** How many entities use each managed policy, by ARN. */
interface PolicyUses {
  readonly attached: ReadonlyMap<string, number>;
  readonly bounding: ReadonlyMap<string, number>;
}

const unused: PolicyUses = { attached: new Map(), bounding: new Map() };

export function countUses({ roles, users, groups }: IamState): PolicyUses {
  const attached = new Map<string, number>();
  const bounding = new Map<string, number>();
  const count = (counts: Map<string, number>, arn: string) => counts.set(arn, (counts.get(arn) ?? 0) + 1);
  for (const entities of [roles, users, groups])
    for (const entity of entities.values()) for (const arn of entity.attached) count(attached, arn);
  for (const entities of [roles, users])
    for (const { permissionsBoundary } of entities.values())
      if (permissionsBoundary) count(bounding, permissionsBoundary);
  return { attached, bounding };
}

export function describePolicy(policy: ManagedPolicy, { attached, bounding }: PolicyUses) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attached.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: bounding.get(policy.arn) ?? 0,
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
  };
}
