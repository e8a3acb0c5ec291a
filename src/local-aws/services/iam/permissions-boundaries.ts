import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
  PermissionsBoundaryAttachmentType,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { modifiableRole, noSuchEntity, requireUser } from "./entities.ts";
import { findPolicy } from "./find.ts";

interface Bounded {
  readonly name: string;
  permissionsBoundary?: string;
}

export const putRolePermissionsBoundary = operation(
  PutRolePermissionsBoundaryCommand,
  ({ RoleName, PermissionsBoundary }, ctx) => {
    modifiableRole(ctx, RoleName).permissionsBoundary = requireBoundary(ctx, PermissionsBoundary);
    return {};
  },
);

export const deleteRolePermissionsBoundary = operation(
  DeleteRolePermissionsBoundaryCommand,
  ({ RoleName }, ctx) => removeBoundary(modifiableRole(ctx, RoleName), "role"),
);

export const putUserPermissionsBoundary = operation(
  PutUserPermissionsBoundaryCommand,
  ({ UserName, PermissionsBoundary }, ctx) => {
    requireUser(ctx, UserName).permissionsBoundary = requireBoundary(ctx, PermissionsBoundary);
    return {};
  },
);

export const deleteUserPermissionsBoundary = operation(
  DeleteUserPermissionsBoundaryCommand,
  ({ UserName }, ctx) => removeBoundary(requireUser(ctx, UserName), "user"),
);

/** A boundary that may be set: none, or a managed policy that exists. @throws NoSuchEntityException */
export function requireBoundary(ctx: Context, arn: string | undefined): string | undefined {
  if (arn !== undefined && !findPolicy(ctx, arn))
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

/** The boundary as roles and users show it. */
export function boundaryOf({ permissionsBoundary }: Bounded) {
  return permissionsBoundary === undefined
    ? undefined
    : {
        PermissionsBoundaryType: PermissionsBoundaryAttachmentType.Policy,
        PermissionsBoundaryArn: permissionsBoundary,
      };
}

function removeBoundary(entity: Bounded, kind: "role" | "user"): Record<string, never> {
  if (entity.permissionsBoundary === undefined)
    throw noSuchEntity(`The ${kind} with name ${entity.name} does not have a permissions boundary.`);
  delete entity.permissionsBoundary;
  return {};
}
