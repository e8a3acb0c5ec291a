import type { Tag } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
import { iamState } from "./entities.ts";
import { findPolicy } from "./find.ts";
import { linkedRoleName } from "./service-linked-roles.ts";

/** The members of IAM's inputs that say what a request is about. */
interface IamInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly InstanceProfileName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly OpenIDConnectProviderArn?: string;
  readonly PolicySourceArn?: string;
  readonly Url?: string;
  readonly Path?: string;
  readonly PathPrefix?: string;
  readonly PermissionsBoundary?: string;
  readonly AWSServiceName?: string;
  readonly CustomSuffix?: string;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
}

type Kind = "role" | "user" | "group" | "instance-profile";
const collections = {
  role: "roles",
  user: "users",
  group: "groups",
  "instance-profile": "instanceProfiles",
} as const;

const nameMembers = {
  role: "RoleName",
  user: "UserName",
  group: "GroupName",
  "instance-profile": "InstanceProfileName",
} as const satisfies Record<Kind, keyof IamInput>;

/** What already has a name: its ARN with its path, its tags, and the boundary that is on it. */
function existing(kind: Kind): (input: IamInput, ctx: Context) => AccessQuestion {
  return (input, ctx) => {
    const name = input[nameMembers[kind]] ?? (kind === "user" ? callingUserName(ctx) : "");
    const found = iamState(ctx)[collections[kind]].get(name.toLowerCase());
    const boundary = found && "permissionsBoundary" in found ? found.permissionsBoundary : undefined;
    const { requestTags, keys } = requested(input);
    return {
      resource: found?.arn ?? iam(ctx, `${kind}/${name}`),
      resourceTags: found && "tags" in found ? Object.fromEntries(found.tags) : undefined,
      requestTags,
      keys: {
        ...keys,
        ...(boundary && { "iam:permissionsboundary": boundary }),
        ...(input.PolicyArn && { "iam:policyarn": input.PolicyArn }),
      },
    };
  };
}

/** What is about to be made: under the path that it is to have. */
function made(kind: Kind): (input: IamInput, ctx: Context) => AccessQuestion {
  return (input, ctx) => ({
    resource: iam(ctx, `${kind}${input.Path ?? "/"}${input[nameMembers[kind]]}`),
    keys: input.PermissionsBoundary ? { "iam:permissionsboundary": input.PermissionsBoundary } : {},
    ...requested(input),
  });
}

/** The boundary counts that is to be put on, not the one that is there. */
function bounded(kind: "role" | "user"): (input: IamInput, ctx: Context) => AccessQuestion {
  return (input, ctx) => ({
    ...existing(kind)(input, ctx),
    keys: { "iam:permissionsboundary": input.PermissionsBoundary ?? "" },
  });
}

function policy({ PolicyArn = "", ...input }: IamInput, ctx: Context): AccessQuestion {
  const tags = findPolicy(ctx, PolicyArn)?.tags;
  return { resource: PolicyArn, resourceTags: tags && Object.fromEntries(tags), ...requested(input) };
}

function provider({ OpenIDConnectProviderArn = "", ...input }: IamInput, ctx: Context): AccessQuestion {
  const tags = iamState(ctx).oidcProviders.get(OpenIDConnectProviderArn)?.tags;
  return {
    resource: OpenIDConnectProviderArn,
    resourceTags: tags && Object.fromEntries(tags),
    ...requested(input),
  };
}

function linkedRole({ AWSServiceName = "", CustomSuffix }: IamInput, ctx: Context): AccessQuestion {
  const name = linkedRoleName(AWSServiceName, CustomSuffix) ?? "*";
  return {
    resource: iam(ctx, `role/aws-service-role/${AWSServiceName}/${name}`),
    keys: { "iam:awsservicename": AWSServiceName },
  };
}

function requested({ Tags, TagKeys }: IamInput): Pick<AccessQuestion, "requestTags" | "keys"> {
  if (Tags) return { requestTags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])) };
  return TagKeys ? { keys: { "aws:tagkeys": [...TagKeys] } } : {};
}

function iam({ account }: Context, resource: string): string {
  return `arn:aws:iam::${account}:${resource}`;
}

function callingUserName({ caller }: Context): string {
  return caller.kind === "user" ? caller.arn.slice(caller.arn.lastIndexOf("/") + 1) : "";
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

/** A list of everything under a path. */
function listing(kind: string): (input: IamInput, ctx: Context) => AccessQuestion {
  return ({ PathPrefix = "/" }, ctx) => ({ resource: iam(ctx, kind + PathPrefix) });
}

/**
 * Source: "Actions, resources, and condition keys for AWS Identity and Access Management (IAM)" in the Service Authorization
 * Reference, read in November 2026. What is not listed knows no resources.
 */
export const iamAuthorization: Authorization = {
  prefix: "iam",
  rules: {
    ...about(made("role"), "CreateRole"),
    ...about(made("user"), "CreateUser"),
    ...about(made("group"), "CreateGroup"),
    ...about(made("instance-profile"), "CreateInstanceProfile"),
    ...about(
      existing("role"),
      "GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole DeleteRolePermissionsBoundary PutRolePolicy GetRolePolicy DeleteRolePolicy ListRolePolicies AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole DeleteServiceLinkedRole TagRole UntagRole ListRoleTags",
    ),
    ...about(
      existing("user"),
      "GetUser UpdateUser DeleteUser DeleteUserPermissionsBoundary PutUserPolicy GetUserPolicy DeleteUserPolicy ListUserPolicies AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies ListGroupsForUser ListAccessKeys CreateAccessKey UpdateAccessKey DeleteAccessKey TagUser UntagUser ListUserTags",
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
    ...about(linkedRole, "CreateServiceLinkedRole"),
    ...about(listing("role"), "ListRoles"),
    ...about(listing("user"), "ListUsers"),
    ...about(listing("group"), "ListGroups"),
    ...about(listing("instance-profile"), "ListInstanceProfiles"),
    ...about(
      ({ PolicySourceArn = "" }) => ({ resource: PolicySourceArn }),
      "SimulatePrincipalPolicy GetContextKeysForPrincipalPolicy",
    ),
    CreatePolicy: ({ PolicyName, Path = "/", ...input }: IamInput, ctx) => [
      { resource: iam(ctx, `policy${Path}${PolicyName}`), ...requested(input) },
    ],
    CreateOpenIDConnectProvider: ({ Url = "", ...input }: IamInput, ctx) => [
      {
        resource: iam(ctx, `oidc-provider/${Url.replace("https://", "").replace(/\/$/, "")}`),
        ...requested(input),
      },
    ],
    AddRoleToInstanceProfile: (input: IamInput, ctx) => [
      existing("instance-profile")(input, ctx),
      passRole(existing("role")(input, ctx).resource, "ec2.amazonaws.com", ctx),
    ],
  },
};
