import {
  ListInstanceProfileTagsCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  TagInstanceProfileCommand,
  TagOpenIDConnectProviderCommand,
  TagPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagInstanceProfileCommand,
  UntagOpenIDConnectProviderCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import { operation } from "../../operation.ts";
import { requireRole, requireUser } from "./entities.ts";
import { requireInstanceProfile } from "./instance-profiles.ts";
import { requireOwnPolicy, requirePolicy } from "./managed-policies.ts";
import { requireOidcProvider } from "./oidc-providers.ts";
import { addTags, removeTags, tagPage } from "./tags.ts";

export const tagRole = operation(TagRoleCommand, ({ RoleName, Tags }, ctx) => {
  addTags(requireRole(ctx, RoleName).tags, Tags);
  return {};
});
export const untagRole = operation(UntagRoleCommand, ({ RoleName, TagKeys }, ctx) => {
  removeTags(requireRole(ctx, RoleName).tags, TagKeys);
  return {};
});
export const listRoleTags = operation(ListRoleTagsCommand, (input, ctx) =>
  tagPage(requireRole(ctx, input.RoleName).tags, input),
);

export const tagUser = operation(TagUserCommand, ({ UserName, Tags }, ctx) => {
  addTags(requireUser(ctx, UserName).tags, Tags);
  return {};
});
export const untagUser = operation(UntagUserCommand, ({ UserName, TagKeys }, ctx) => {
  removeTags(requireUser(ctx, UserName).tags, TagKeys);
  return {};
});
export const listUserTags = operation(ListUserTagsCommand, (input, ctx) =>
  tagPage(requireUser(ctx, input.UserName).tags, input),
);

export const tagPolicy = operation(TagPolicyCommand, ({ PolicyArn, Tags }, ctx) => {
  addTags(requireOwnPolicy(ctx, PolicyArn).tags, Tags);
  return {};
});
export const untagPolicy = operation(UntagPolicyCommand, ({ PolicyArn, TagKeys }, ctx) => {
  removeTags(requireOwnPolicy(ctx, PolicyArn).tags, TagKeys);
  return {};
});
export const listPolicyTags = operation(ListPolicyTagsCommand, (input, ctx) =>
  tagPage(requirePolicy(ctx, input.PolicyArn).tags, input),
);

export const tagOpenIdConnectProvider = operation(
  TagOpenIDConnectProviderCommand,
  ({ OpenIDConnectProviderArn, Tags }, ctx) => {
    addTags(requireOidcProvider(ctx, OpenIDConnectProviderArn).tags, Tags);
    return {};
  },
);
export const untagOpenIdConnectProvider = operation(
  UntagOpenIDConnectProviderCommand,
  ({ OpenIDConnectProviderArn, TagKeys }, ctx) => {
    removeTags(requireOidcProvider(ctx, OpenIDConnectProviderArn).tags, TagKeys);
    return {};
  },
);
export const listOpenIdConnectProviderTags = operation(ListOpenIDConnectProviderTagsCommand, (input, ctx) =>
  tagPage(requireOidcProvider(ctx, input.OpenIDConnectProviderArn).tags, input),
);

export const tagInstanceProfile = operation(
  TagInstanceProfileCommand,
  ({ InstanceProfileName, Tags }, ctx) => {
    addTags(requireInstanceProfile(ctx, InstanceProfileName).tags, Tags);
    return {};
  },
);
export const untagInstanceProfile = operation(
  UntagInstanceProfileCommand,
  ({ InstanceProfileName, TagKeys }, ctx) => {
    removeTags(requireInstanceProfile(ctx, InstanceProfileName).tags, TagKeys);
    return {};
  },
);
export const listInstanceProfileTags = operation(ListInstanceProfileTagsCommand, (input, ctx) =>
  tagPage(requireInstanceProfile(ctx, input.InstanceProfileName).tags, input),
);
