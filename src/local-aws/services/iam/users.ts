import {
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { accessKeysSlot } from "./access-key-state.ts";
import {
  addNamed,
  deleteConflict,
  iamArn,
  iamState,
  noSuchEntity,
  requireNoPolicies,
  requireUser,
  seconds,
} from "./entities.ts";
import { pageByName } from "./pages.ts";
import { boundaryOf, requireBoundary } from "./permissions-boundaries.ts";
import { checkCount } from "./quotas.ts";
import type { User } from "./state.ts";
import { tagList, tagMap } from "./tags.ts";
import { followTrust } from "./trusted-principals.ts";

export const createUser = operation(CreateUserCommand, (input, ctx) => {
  const { UserName: name = "", Path: path = "/", PermissionsBoundary, Tags } = input;
  checkCount(ctx, "user", iamState(ctx).users.size);
  const user: User = {
    kind: "user",
    name,
    path,
    id: ctx.ids.unique("AIDA", 21),
    arn: iamArn(ctx, "user", path, name),
    created: seconds(ctx),
    inline: new Map(),
    attached: new Set(),
    permissionsBoundary: requireBoundary(ctx, PermissionsBoundary),
    tags: tagMap(Tags),
  };
  addNamed(iamState(ctx).users, user, `User with name ${name} already exists.`);
  return { User: describeUser(user) };
});

/** Without a name it is the caller who is asked for. */
export const getUser = operation(GetUserCommand, ({ UserName }, ctx) => ({
  User: describeUser(userOrCaller(ctx, UserName)),
}));

export const listUsers = operation(ListUsersCommand, (input, ctx) => {
  const { items, page } = pageByName(iamState(ctx).users.values(), input);
  return { Users: items.map((user) => ({ ...describeUser(user), Tags: undefined })), ...page };
});

export const updateUser = operation(UpdateUserCommand, ({ UserName, NewUserName, NewPath }, ctx) => {
  const user = requireUser(ctx, UserName);
  const { users, groups } = iamState(ctx);
  const { name: oldName, arn: oldArn } = user;
  users.delete(oldName.toLowerCase());
  const name = NewUserName ?? oldName;
  try {
    addNamed(users, { ...user, name }, `User with name ${name} already exists.`);
  } catch (error) {
    users.set(oldName.toLowerCase(), user);
    throw error;
  }
  user.name = name;
  user.path = NewPath ?? user.path;
  user.arn = iamArn(ctx, "user", user.path, name);
  users.set(name.toLowerCase(), user);
  for (const group of groups.values()) if (group.users.delete(oldName)) group.users.add(name);
  for (const key of ctx.state(accessKeysSlot).keys.values())
    if (key.userName === oldName) key.userName = name;
  followTrust(ctx, oldArn, user.arn);
  return {};
});

export const deleteUser = operation(DeleteUserCommand, ({ UserName }, ctx) => {
  const user = requireUser(ctx, UserName);
  const { users, groups } = iamState(ctx);
  if ([...groups.values()].some((group) => group.users.has(user.name)))
    throw deleteConflict("Cannot delete entity, must remove users from group first.");
  if ([...ctx.state(accessKeysSlot).keys.values()].some((key) => key.userName === user.name))
    throw deleteConflict("Cannot delete entity, must delete access keys first.");
  requireNoPolicies(user);
  users.delete(user.name.toLowerCase());
  followTrust(ctx, user.arn, user.id);
  return {};
});

/** The user of this name; without one whoever asks, who then must be a user. @throws NoSuchEntityException, ServiceError `ValidationError` */
export function userOrCaller(ctx: Context, name: string | undefined): User {
  if (name !== undefined) return requireUser(ctx, name);
  if (ctx.caller.kind !== "user" || ctx.caller.userArn)
    throw new ServiceError("ValidationError", "Must specify userName when calling with non-User credentials");
  return callingUser(ctx);
}

function callingUser(ctx: Context): User {
  const { arn } = ctx.caller;
  const user = [...iamState(ctx).users.values()].find((one) => one.arn === arn);
  if (!user) throw noSuchEntity(`The user of ${arn} cannot be found.`);
  return user;
}

export function describeUser(user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.created,
    PermissionsBoundary: boundaryOf(user),
    Tags: user.tags.size > 0 ? tagList(user.tags) : undefined,
  };
}
