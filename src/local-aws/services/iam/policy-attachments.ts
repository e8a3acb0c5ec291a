import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  InvalidInputException,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
  PolicyNotAttachableException,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import {
  iamState,
  modifiableRole,
  noSuchEntity,
  requireGroup,
  requireRole,
  requireUser,
} from "./entities.ts";
import { findPolicy } from "./find.ts";
import { requirePolicy } from "./managed-policies.ts";
import { page } from "./pages.ts";
import { checkAttachments } from "./quotas.ts";
import type { Entity, Role, User } from "./state.ts";

export const attachRolePolicy = operation(AttachRolePolicyCommand, ({ RoleName, PolicyArn }, ctx) =>
  attach(ctx, modifiableRole(ctx, RoleName), PolicyArn),
);
export const attachUserPolicy = operation(AttachUserPolicyCommand, ({ UserName, PolicyArn }, ctx) =>
  attach(ctx, requireUser(ctx, UserName), PolicyArn),
);
export const attachGroupPolicy = operation(AttachGroupPolicyCommand, ({ GroupName, PolicyArn }, ctx) =>
  attach(ctx, requireGroup(ctx, GroupName), PolicyArn),
);

export const detachRolePolicy = operation(DetachRolePolicyCommand, ({ RoleName, PolicyArn }, ctx) =>
  detach(modifiableRole(ctx, RoleName), PolicyArn),
);
export const detachUserPolicy = operation(DetachUserPolicyCommand, ({ UserName, PolicyArn }, ctx) =>
  detach(requireUser(ctx, UserName), PolicyArn),
);
export const detachGroupPolicy = operation(DetachGroupPolicyCommand, ({ GroupName, PolicyArn }, ctx) =>
  detach(requireGroup(ctx, GroupName), PolicyArn),
);

export const listAttachedRolePolicies = operation(ListAttachedRolePoliciesCommand, (input, ctx) =>
  list(ctx, requireRole(ctx, input.RoleName), input),
);
export const listAttachedUserPolicies = operation(ListAttachedUserPoliciesCommand, (input, ctx) =>
  list(ctx, requireUser(ctx, input.UserName), input),
);
export const listAttachedGroupPolicies = operation(ListAttachedGroupPoliciesCommand, (input, ctx) =>
  list(ctx, requireGroup(ctx, input.GroupName), input),
);

export const listEntitiesForPolicy = operation(ListEntitiesForPolicyCommand, (input, ctx) => {
  const { PolicyArn = "", EntityFilter, PathPrefix = "/", PolicyUsageFilter } = input;
  requirePolicy(ctx, PolicyArn);
  const { roles, users, groups } = iamState(ctx);
  const bounds = PolicyUsageFilter === "PermissionsBoundary";
  const uses = (entity: Role | User | Entity): boolean =>
    (bounds
      ? "permissionsBoundary" in entity && entity.permissionsBoundary === PolicyArn
      : entity.attached.has(PolicyArn)) &&
    entity.path.startsWith(PathPrefix) &&
    (EntityFilter === undefined || EntityFilter.toLowerCase() === entity.kind);
  const using = [...groups.values(), ...users.values(), ...roles.values()].filter(uses);
  const { items, page: about } = page(using, ({ kind, name }) => `${kind}/${name}`, input);
  const ofKind = (kind: Entity["kind"]): Entity[] => items.filter((entity) => entity.kind === kind);
  return {
    PolicyGroups: ofKind("group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    PolicyUsers: ofKind("user").map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyRoles: ofKind("role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    ...about,
  };
});

/** The policies of service-linked roles, which nothing else can have. */
const ofServices = "arn:aws:iam::aws:policy/aws-service-role/";

function attach(ctx: Context, entity: Entity, arn = ""): Record<string, never> {
  if (!/^arn:aws:iam::(aws|\d{12}):policy\/./.test(arn))
    throw exception(InvalidInputException, `ARN ${arn} is not valid.`);
  if (arn.startsWith(ofServices))
    throw exception(
      PolicyNotAttachableException,
      `Cannot attach a Service Role Policy to a Customer ${entity.kind === "role" ? "Role" : "User"}.`,
    );
  if (!findPolicy(ctx, arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (!entity.attached.has(arn)) checkAttachments(ctx, entity);
  entity.attached.add(arn);
  return {};
}

function detach(entity: Entity, arn = ""): Record<string, never> {
  if (!entity.attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  return {};
}

function list(
  ctx: Context,
  { attached }: Entity,
  input: { PathPrefix?: string; Marker?: string; MaxItems?: number },
) {
  const policies = [...attached].flatMap((arn) => findPolicy(ctx, arn) ?? []);
  const inPath = policies.filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
  const { items, page: about } = page(inPath, ({ arn }) => arn, input);
  return {
    AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })),
    ...about,
  };
}
