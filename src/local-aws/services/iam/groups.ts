import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { operation } from "../../operation.ts";
import {
  addNamed,
  deleteConflict,
  iamArn,
  iamState,
  requireGroup,
  requireNoPolicies,
  requireUser,
  seconds,
} from "./entities.ts";
import { page, pageByName } from "./pages.ts";
import { checkCount, checkGroupsOfUser } from "./quotas.ts";
import type { Group } from "./state.ts";
import { describeUser } from "./users.ts";

export const createGroup = operation(
  CreateGroupCommand,
  ({ GroupName: name = "", Path: path = "/" }, ctx) => {
    checkCount(ctx, "group", iamState(ctx).groups.size);
    const group: Group = {
      kind: "group",
      name,
      path,
      id: ctx.ids.unique("AGPA", 21),
      arn: iamArn(ctx, "group", path, name),
      created: seconds(ctx),
      inline: new Map(),
      attached: new Set(),
      users: new Set(),
    };
    addNamed(iamState(ctx).groups, group, `Group with name ${name} already exists.`);
    return { Group: describeGroup(group) };
  },
);

export const getGroup = operation(GetGroupCommand, (input, ctx) => {
  const group = requireGroup(ctx, input.GroupName);
  const { items, page: about } = page(group.users, (name) => name, input);
  const users = items.map((name) => describeUser(requireUser(ctx, name)));
  return { Group: describeGroup(group), Users: users, ...about };
});

export const listGroups = operation(ListGroupsCommand, (input, ctx) => {
  const { items, page: about } = pageByName(iamState(ctx).groups.values(), input);
  return { Groups: items.map(describeGroup), ...about };
});

export const listGroupsForUser = operation(ListGroupsForUserCommand, (input, ctx) => {
  const { name } = requireUser(ctx, input.UserName);
  const groups = [...iamState(ctx).groups.values()].filter(({ users }) => users.has(name));
  const { items, page: about } = pageByName(groups, input);
  return { Groups: items.map(describeGroup), ...about };
});

export const addUserToGroup = operation(AddUserToGroupCommand, ({ GroupName, UserName }, ctx) => {
  const { users } = requireGroup(ctx, GroupName);
  const { name } = requireUser(ctx, UserName);
  const others = [...iamState(ctx).groups.values()].filter((group) => group.users.has(name));
  if (!users.has(name)) checkGroupsOfUser(others.length);
  users.add(name);
  return {};
});

export const removeUserFromGroup = operation(RemoveUserFromGroupCommand, ({ GroupName, UserName }, ctx) => {
  requireGroup(ctx, GroupName).users.delete(requireUser(ctx, UserName).name);
  return {};
});

export const deleteGroup = operation(DeleteGroupCommand, ({ GroupName }, ctx) => {
  const group = requireGroup(ctx, GroupName);
  if (group.users.size > 0) throw deleteConflict("Cannot delete entity, must remove users from group first.");
  requireNoPolicies(group);
  iamState(ctx).groups.delete(group.name.toLowerCase());
  return {};
});

export function describeGroup({ name, path, id, arn, created }: Group) {
  return { Path: path, GroupName: name, GroupId: id, Arn: arn, CreateDate: created };
}
