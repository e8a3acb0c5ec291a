import {
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { operation } from "../../operation.ts";
import {
  encodeDocument,
  modifiableRole,
  noSuchEntity,
  requireGroup,
  requireRole,
  requireUser,
} from "./entities.ts";
import { page } from "./pages.ts";
import { identityPolicy } from "./policy-document.ts";
import { checkInlinePolicySize } from "./quotas.ts";
import type { Entity } from "./state.ts";

export const putRolePolicy = operation(PutRolePolicyCommand, (input, ctx) =>
  put(modifiableRole(ctx, input.RoleName), input),
);
export const putUserPolicy = operation(PutUserPolicyCommand, (input, ctx) =>
  put(requireUser(ctx, input.UserName), input),
);
export const putGroupPolicy = operation(PutGroupPolicyCommand, (input, ctx) =>
  put(requireGroup(ctx, input.GroupName), input),
);

export const getRolePolicy = operation(GetRolePolicyCommand, ({ RoleName, PolicyName }, ctx) => ({
  RoleName,
  ...get(requireRole(ctx, RoleName), PolicyName),
}));
export const getUserPolicy = operation(GetUserPolicyCommand, ({ UserName, PolicyName }, ctx) => ({
  UserName,
  ...get(requireUser(ctx, UserName), PolicyName),
}));
export const getGroupPolicy = operation(GetGroupPolicyCommand, ({ GroupName, PolicyName }, ctx) => ({
  GroupName,
  ...get(requireGroup(ctx, GroupName), PolicyName),
}));

export const deleteRolePolicy = operation(DeleteRolePolicyCommand, ({ RoleName, PolicyName }, ctx) =>
  remove(modifiableRole(ctx, RoleName), PolicyName),
);
export const deleteUserPolicy = operation(DeleteUserPolicyCommand, ({ UserName, PolicyName }, ctx) =>
  remove(requireUser(ctx, UserName), PolicyName),
);
export const deleteGroupPolicy = operation(DeleteGroupPolicyCommand, ({ GroupName, PolicyName }, ctx) =>
  remove(requireGroup(ctx, GroupName), PolicyName),
);

export const listRolePolicies = operation(ListRolePoliciesCommand, (input, ctx) =>
  list(requireRole(ctx, input.RoleName), input),
);
export const listUserPolicies = operation(ListUserPoliciesCommand, (input, ctx) =>
  list(requireUser(ctx, input.UserName), input),
);
export const listGroupPolicies = operation(ListGroupPoliciesCommand, (input, ctx) =>
  list(requireGroup(ctx, input.GroupName), input),
);

function put(
  entity: Entity,
  { PolicyName = "", PolicyDocument }: { PolicyName: string | undefined; PolicyDocument: string | undefined },
): Record<string, never> {
  const document = identityPolicy(PolicyDocument);
  checkInlinePolicySize(entity, PolicyName, document);
  entity.inline.set(PolicyName, document);
  return {};
}

function get(entity: Entity, name = ""): { PolicyName: string; PolicyDocument: string } {
  const document = entity.inline.get(name);
  if (document === undefined) throw notFound(entity, name);
  return { PolicyName: name, PolicyDocument: encodeDocument(document) };
}

function remove(entity: Entity, name = ""): Record<string, never> {
  if (!entity.inline.delete(name)) throw notFound(entity, name);
  return {};
}

function list(entity: Entity, input: { Marker?: string; MaxItems?: number }) {
  const { items, page: about } = page(entity.inline.keys(), (name) => name, input);
  return { PolicyNames: items, ...about };
}

function notFound({ kind }: Entity, name: string) {
  return noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
}
