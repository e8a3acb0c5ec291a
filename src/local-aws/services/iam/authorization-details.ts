import { GetAccountAuthorizationDetailsCommand } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { awsManagedPolicies } from "./aws-managed-policy.ts";
import { encodeDocument, iamState } from "./entities.ts";
import { findPolicy } from "./find.ts";
import { describeGroup } from "./groups.ts";
import { describeProfile } from "./instance-profiles.ts";
import { countUses, describePolicy } from "./managed-policies.ts";
import { page } from "./pages.ts";
import { describeRole } from "./roles.ts";
import type { Entity, Group, ManagedPolicy, Role, User } from "./state.ts";
import { describeUser } from "./users.ts";

/** Everything that says who may do what: users, groups, roles, and the managed policies; of AWS's own those that are used. */
export const getAccountAuthorizationDetails = operation(
  GetAccountAuthorizationDetailsCommand,
  (input, ctx) => {
    const wanted = everything(ctx).filter(({ kind }) => !input.Filter?.length || input.Filter.includes(kind));
    const { items, page: about } = page(wanted, ({ kind, of }) => `${kind}/${of.name}`, input);
    const uses = countUses(iamState(ctx));
    return {
      UserDetailList: items.flatMap((item) => (item.kind === "User" ? userDetail(ctx, item.of) : [])),
      GroupDetailList: items.flatMap((item) => (item.kind === "Group" ? groupDetail(ctx, item.of) : [])),
      RoleDetailList: items.flatMap((item) => (item.kind === "Role" ? roleDetail(ctx, item.of) : [])),
      Policies: items.flatMap((item) =>
        item.kind === "LocalManagedPolicy" || item.kind === "AWSManagedPolicy"
          ? { ...describePolicy(item.of, uses), PolicyVersionList: versions(item.of) }
          : [],
      ),
      ...about,
    };
  },
);

type Item =
  | { readonly kind: "User"; readonly of: User }
  | { readonly kind: "Group"; readonly of: Group }
  | { readonly kind: "Role"; readonly of: Role }
  | { readonly kind: "LocalManagedPolicy" | "AWSManagedPolicy"; readonly of: ManagedPolicy };

function everything(ctx: Context): Item[] {
  const state = iamState(ctx);
  const { attached, bounding } = countUses(state);
  const used = [...awsManagedPolicies().values()].filter(({ arn }) => attached.has(arn) || bounding.has(arn));
  return [
    ...[...state.users.values()].map((of) => ({ kind: "User" as const, of })),
    ...[...state.groups.values()].map((of) => ({ kind: "Group" as const, of })),
    ...[...state.roles.values()].map((of) => ({ kind: "Role" as const, of })),
    ...[...state.policies.values()].map((of) => ({ kind: "LocalManagedPolicy" as const, of })),
    ...used.map((of) => ({ kind: "AWSManagedPolicy" as const, of })),
  ];
}

function userDetail(ctx: Context, user: User) {
  const groups = [...iamState(ctx).groups.values()].filter(({ users }) => users.has(user.name));
  return {
    ...describeUser(user),
    UserPolicyList: inline(user),
    GroupList: groups.map(({ name }) => name),
    AttachedManagedPolicies: attached(ctx, user),
  };
}

function groupDetail(ctx: Context, group: Group) {
  return {
    ...describeGroup(group),
    GroupPolicyList: inline(group),
    AttachedManagedPolicies: attached(ctx, group),
  };
}

function roleDetail(ctx: Context, role: Role) {
  const profiles = [...iamState(ctx).instanceProfiles.values()].filter((one) => one.role === role.name);
  return {
    ...describeRole(role),
    InstanceProfileList: profiles.map((profile) => describeProfile(ctx, profile)),
    RolePolicyList: inline(role),
    AttachedManagedPolicies: attached(ctx, role),
    RoleLastUsed: {},
  };
}

function inline(entity: Entity) {
  return [...entity.inline].map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }));
}

function attached(ctx: Context, entity: Entity) {
  return [...entity.attached].flatMap((PolicyArn) => {
    const policy = findPolicy(ctx, PolicyArn);
    return policy ? [{ PolicyName: policy.name, PolicyArn }] : [];
  });
}

/** The newest first. */
function versions({ versions: all, defaultVersion }: ManagedPolicy) {
  return [...all].reverse().map(([VersionId, { document, created }]) => ({
    VersionId,
    Document: encodeDocument(document),
    IsDefaultVersion: VersionId === defaultVersion,
    CreateDate: created,
  }));
}
