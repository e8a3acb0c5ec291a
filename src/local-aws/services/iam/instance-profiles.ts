import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  LimitExceededException,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import {
  addNamed,
  deleteConflict,
  iamArn,
  iamState,
  modifiableRole,
  noSuchEntity,
  requireNamed,
  requireRole,
  seconds,
} from "./entities.ts";
import { pageByName } from "./pages.ts";
import { checkCount } from "./quotas.ts";
import { summarizeRole } from "./roles.ts";
import type { InstanceProfile } from "./state.ts";
import { tagList, tagMap } from "./tags.ts";

export const createInstanceProfile = operation(CreateInstanceProfileCommand, (input, ctx) => {
  const { InstanceProfileName: name = "", Path: path = "/", Tags } = input;
  checkCount(ctx, "instanceProfile", iamState(ctx).instanceProfiles.size);
  const profile: InstanceProfile = {
    name,
    path,
    id: ctx.ids.unique("AIPA", 21),
    arn: iamArn(ctx, "instance-profile", path, name),
    created: seconds(ctx),
    tags: tagMap(Tags),
  };
  addNamed(iamState(ctx).instanceProfiles, profile, `Instance Profile ${name} already exists.`);
  return { InstanceProfile: describeProfile(ctx, profile) };
});

export const getInstanceProfile = operation(GetInstanceProfileCommand, ({ InstanceProfileName }, ctx) => ({
  InstanceProfile: describeProfile(ctx, requireInstanceProfile(ctx, InstanceProfileName)),
}));

export const listInstanceProfiles = operation(ListInstanceProfilesCommand, (input, ctx) => {
  const { items, page } = pageByName(iamState(ctx).instanceProfiles.values(), input);
  return { InstanceProfiles: items.map((profile) => describeProfile(ctx, profile)), ...page };
});

export const listInstanceProfilesForRole = operation(ListInstanceProfilesForRoleCommand, (input, ctx) => {
  const { name } = requireRole(ctx, input.RoleName);
  const holding = [...iamState(ctx).instanceProfiles.values()].filter(({ role }) => role === name);
  const { items, page } = pageByName(holding, input);
  return { InstanceProfiles: items.map((profile) => describeProfile(ctx, profile)), ...page };
});

export const addRoleToInstanceProfile = operation(
  AddRoleToInstanceProfileCommand,
  ({ InstanceProfileName, RoleName }, ctx) => {
    const profile = requireInstanceProfile(ctx, InstanceProfileName);
    const role = modifiableRole(ctx, RoleName);
    if (profile.role !== undefined)
      throw exception(
        LimitExceededException,
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
      );
    profile.role = role.name;
    return {};
  },
);

export const removeRoleFromInstanceProfile = operation(
  RemoveRoleFromInstanceProfileCommand,
  ({ InstanceProfileName, RoleName = "" }, ctx) => {
    const profile = requireInstanceProfile(ctx, InstanceProfileName);
    if (profile.role !== RoleName)
      throw noSuchEntity(
        `The role with name ${RoleName} cannot be found in Instance Profile ${profile.name}.`,
      );
    delete profile.role;
    return {};
  },
);

export const deleteInstanceProfile = operation(
  DeleteInstanceProfileCommand,
  ({ InstanceProfileName }, ctx) => {
    const profile = requireInstanceProfile(ctx, InstanceProfileName);
    if (profile.role !== undefined)
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    iamState(ctx).instanceProfiles.delete(profile.name.toLowerCase());
    return {};
  },
);

/** @throws NoSuchEntityException */
export function requireInstanceProfile(ctx: Context, name = ""): InstanceProfile {
  return requireNamed(iamState(ctx).instanceProfiles, name, `Instance Profile ${name} cannot be found.`);
}

export function describeProfile(ctx: Context, { name, path, id, arn, created, role, tags }: InstanceProfile) {
  return {
    Path: path,
    InstanceProfileName: name,
    InstanceProfileId: id,
    Arn: arn,
    CreateDate: created,
    Roles: role === undefined ? [] : [summarizeRole(requireRole(ctx, role))],
    Tags: tagList(tags),
  };
}
