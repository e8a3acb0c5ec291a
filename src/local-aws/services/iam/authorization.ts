import type { Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
import {
  bounded,
  existing,
  type IamInput,
  keyOwner,
  linkedRole,
  linkedRoleOfTask,
  listing,
  made,
  madePolicy,
  madeProvider,
  policy,
  provider,
  renamedUser,
} from "./access-questions.ts";

/**
 * Source: "Actions, resources, and condition keys for AWS Identity and Access Management (IAM)" in the Service Authorization
 * Reference, read in November 2026. What is not listed knows no resources.
 */
export const iamAuthorization: Authorization = {
  prefix: "iam",
  rules: {
    CreateRole: making(made("role"), "iam:TagRole"),
    CreateUser: making(made("user"), "iam:TagUser"),
    ...about(made("group"), "CreateGroup"),
    CreateInstanceProfile: making(made("instance-profile"), "iam:TagInstanceProfile"),
    CreatePolicy: making(madePolicy, "iam:TagPolicy"),
    CreateOpenIDConnectProvider: making(madeProvider, "iam:TagOpenIDConnectProvider"),
    ...about(
      existing("role"),
      "GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole DeleteRolePermissionsBoundary PutRolePolicy GetRolePolicy DeleteRolePolicy ListRolePolicies AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole DeleteServiceLinkedRole TagRole UntagRole ListRoleTags",
    ),
    ...about(
      existing("user"),
      "GetUser DeleteUser DeleteUserPermissionsBoundary PutUserPolicy GetUserPolicy DeleteUserPolicy ListUserPolicies AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies ListGroupsForUser ListAccessKeys CreateAccessKey UpdateAccessKey DeleteAccessKey TagUser UntagUser ListUserTags",
    ),
    ...about(
      existing("group"),
      "GetGroup DeleteGroup PutGroupPolicy GetGroupPolicy DeleteGroupPolicy ListGroupPolicies AttachGroupPolicy DetachGroupPolicy ListAttachedGroupPolicies AddUserToGroup RemoveUserFromGroup",
    ),
    ...about(
      existing("instance-profile"),
      "GetInstanceProfile DeleteInstanceProfile RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile ListInstanceProfileTags",
    ),
    ...about(bounded("role"), "PutRolePermissionsBoundary"),
    ...about(bounded("user"), "PutUserPermissionsBoundary"),
    ...about(
      policy,
      "GetPolicy DeletePolicy CreatePolicyVersion GetPolicyVersion ListPolicyVersions SetDefaultPolicyVersion DeletePolicyVersion ListEntitiesForPolicy TagPolicy UntagPolicy ListPolicyTags",
    ),
    ...about(
      provider,
      "GetOpenIDConnectProvider DeleteOpenIDConnectProvider AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint TagOpenIDConnectProvider UntagOpenIDConnectProvider ListOpenIDConnectProviderTags",
    ),
    UpdateUser: (input: IamInput, ctx) => [existing("user")(input, ctx), renamedUser(input, ctx)],
    ...about(keyOwner, "GetAccessKeyLastUsed"),
    ...about(linkedRole, "CreateServiceLinkedRole"),
    ...about(linkedRoleOfTask, "GetServiceLinkedRoleDeletionStatus"),
    ...about(listing("role"), "ListRoles"),
    ...about(listing("user"), "ListUsers"),
    ...about(listing("group"), "ListGroups"),
    ...about(listing("instance-profile"), "ListInstanceProfiles"),
    ...about(
      ({ PolicySourceArn = "" }) => ({ resource: PolicySourceArn }),
      "SimulatePrincipalPolicy GetContextKeysForPrincipalPolicy",
    ),
    AddRoleToInstanceProfile: (input: IamInput, ctx) => [
      existing("instance-profile")(input, ctx),
      passRole(existing("role")(input, ctx).resource, "ec2.amazonaws.com", ctx),
    ],
  },
};

/** The rule of an operation that makes something: who gives it tags at once needs the right to tag as well. */
function making(question: (input: IamInput, ctx: Context) => AccessQuestion, tagAction: string): AccessRule {
  return (input: IamInput, ctx) => {
    const asked = question(input, ctx);
    return input.Tags?.length ? [asked, { ...asked, action: tagAction }] : [asked];
  };
}

const anything: readonly AccessQuestion[] = [{}];

/** The rule of these operations, by what they are about. */
function about(
  question: (input: IamInput, ctx: Context) => AccessQuestion,
  names: string,
): Record<string, AccessRule> {
  const rule: AccessRule = (input: IamInput, ctx) =>
    // Nothing of IAM's has a policy of its own that could deny it to the account's administrator.
    ctx.caller.administrator && !ctx.caller.session?.policies ? anything : [question(input, ctx)];
  return Object.fromEntries(names.split(" ").map((name) => [name, rule]));
}
