import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import {
  addNamed,
  deleteConflict,
  encodeDocument,
  iamArn,
  iamState,
  modifiableRole,
  requireNoPolicies,
  requireRole,
  seconds,
} from "./entities.ts";
import { pageByName } from "./pages.ts";
import { boundaryOf, requireBoundary } from "./permissions-boundaries.ts";
import { trustPolicy } from "./policy-document.ts";
import { checkCount, checkTrustPolicySize } from "./quotas.ts";
import type { Role } from "./state.ts";
import { tagList, tagMap } from "./tags.ts";
import { followTrust } from "./trusted-principals.ts";

export const createRole = operation(CreateRoleCommand, (input, ctx) => {
  const {
    RoleName: name = "",
    Path: path = "/",
    AssumeRolePolicyDocument,
    MaxSessionDuration = 3600,
  } = input;
  const { roles } = iamState(ctx);
  checkCount(ctx, "role", [...roles.values()].filter(({ linkedTo }) => !linkedTo).length);
  const role: Role = {
    kind: "role",
    name,
    path,
    id: ctx.ids.unique("AROA", 21),
    arn: iamArn(ctx, "role", path, name),
    created: seconds(ctx),
    inline: new Map(),
    attached: new Set(),
    trustPolicy: checkedTrustPolicy(ctx, AssumeRolePolicyDocument),
    description: input.Description,
    maxSessionSeconds: MaxSessionDuration,
    permissionsBoundary: requireBoundary(ctx, input.PermissionsBoundary),
    tags: tagMap(input.Tags),
  };
  addNamed(roles, role, `Role with name ${name} already exists.`);
  return { Role: describeRole(role) };
});

export const getRole = operation(GetRoleCommand, ({ RoleName }, ctx) => ({
  Role: { ...describeRole(requireRole(ctx, RoleName)), RoleLastUsed: {} },
}));

export const listRoles = operation(ListRolesCommand, (input, ctx) => {
  const { items, page } = pageByName(iamState(ctx).roles.values(), input);
  return { Roles: items.map(summarizeRole), ...page };
});

export const updateRole = operation(
  UpdateRoleCommand,
  ({ RoleName, Description, MaxSessionDuration }, ctx) => {
    const role = modifiableRole(ctx, RoleName);
    if (Description !== undefined) role.description = Description;
    role.maxSessionSeconds = MaxSessionDuration ?? role.maxSessionSeconds;
    return {};
  },
);

/** Open even for the roles of services, as their tags are. */
export const updateRoleDescription = operation(
  UpdateRoleDescriptionCommand,
  ({ RoleName, Description }, ctx) => {
    const role = requireRole(ctx, RoleName);
    role.description = Description;
    return { Role: describeRole(role) };
  },
);

export const updateAssumeRolePolicy = operation(
  UpdateAssumeRolePolicyCommand,
  ({ RoleName, PolicyDocument }, ctx) => {
    const role = modifiableRole(ctx, RoleName);
    role.trustPolicy = checkedTrustPolicy(ctx, PolicyDocument);
    return {};
  },
);

export const deleteRole = operation(DeleteRoleCommand, ({ RoleName }, ctx) => {
  const role = modifiableRole(ctx, RoleName);
  const { roles, instanceProfiles } = iamState(ctx);
  if ([...instanceProfiles.values()].some((profile) => profile.role === role.name))
    throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
  requireNoPolicies(role);
  roles.delete(role.name.toLowerCase());
  followTrust(ctx, role.arn, role.id);
  return {};
});

/** A role as `GetRole` shows it. */
export function describeRole(role: Role) {
  return {
    ...summarizeRole(role),
    PermissionsBoundary: boundaryOf(role),
    Tags: role.tags.size > 0 ? tagList(role.tags) : undefined,
  };
}

/** A role as lists show it: without tags and boundary. */
export function summarizeRole(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

function checkedTrustPolicy(ctx: Context, document: string | undefined): string {
  const checked = trustPolicy(ctx, document);
  checkTrustPolicySize(ctx, checked);
  return checked;
}
