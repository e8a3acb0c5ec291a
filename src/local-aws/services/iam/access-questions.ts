import type { Tag } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import type { AccessQuestion } from "../../iam/authorization.ts";
import { accessKeysSlot } from "./access-key-state.ts";
import { iamState } from "./entities.ts";
import { findPolicy } from "./find.ts";
import { linkedRoleName } from "./service-linked-roles.ts";

/** The members of IAM's inputs that say what a request is about. */
export interface IamInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly NewUserName?: string;
  readonly NewPath?: string;
  readonly AccessKeyId?: string;
  readonly DeletionTaskId?: string;
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
export function existing(kind: Kind): (input: IamInput, ctx: Context) => AccessQuestion {
  return (input, ctx) => {
    const name = input[nameMembers[kind]] ?? (kind === "user" ? callingUserName(ctx) : "");
    const found = iamState(ctx)[collections[kind]].get(name.toLowerCase());
    const boundary = found && "permissionsBoundary" in found ? found.permissionsBoundary : undefined;
    const { requestTags, keys } = requested(input);
    return {
      resource: found?.arn ?? iam(ctx, `${kind}/${name}`),
      resourceName: `${kind.replace("-", " ")} ${name}`,
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

/** As what a user is to go on: who renames one needs the right to both names. */
export function renamedUser(input: IamInput, ctx: Context): AccessQuestion {
  const { UserName = "", NewUserName = UserName, NewPath } = input;
  const path = NewPath ?? iamState(ctx).users.get(UserName.toLowerCase())?.path ?? "/";
  return { ...existing("user")(input, ctx), resource: iam(ctx, `user${path}${NewUserName}`) };
}

/** The user whose access key it is. */
export function keyOwner({ AccessKeyId = "" }: IamInput, ctx: Context): AccessQuestion {
  const key = ctx.state(accessKeysSlot).keys.get(AccessKeyId);
  return key
    ? { ...existing("user")({ UserName: key.userName }, ctx), resourceName: `access key ${AccessKeyId}` }
    : {};
}

/** What is about to be made: under the path that it is to have. */
export function made(kind: Kind): (input: IamInput, ctx: Context) => AccessQuestion {
  return (input, ctx) => ({
    resource: iam(ctx, `${kind}${input.Path ?? "/"}${input[nameMembers[kind]]}`),
    keys: input.PermissionsBoundary ? { "iam:permissionsboundary": input.PermissionsBoundary } : {},
    ...requested(input),
  });
}

/** The boundary counts that is to be put on, not the one that is there. */
export function bounded(kind: "role" | "user"): (input: IamInput, ctx: Context) => AccessQuestion {
  return (input, ctx) => ({
    ...existing(kind)(input, ctx),
    keys: { "iam:permissionsboundary": input.PermissionsBoundary ?? "" },
  });
}

/** A managed policy that is there. */
export function policy({ PolicyArn = "", ...input }: IamInput, ctx: Context): AccessQuestion {
  const tags = findPolicy(ctx, PolicyArn)?.tags;
  return {
    resource: PolicyArn,
    resourceName: `policy ${PolicyArn}`,
    resourceTags: tags && Object.fromEntries(tags),
    ...requested(input),
  };
}

/** An OIDC provider that is there. */
export function provider(
  { OpenIDConnectProviderArn = "", ...input }: IamInput,
  ctx: Context,
): AccessQuestion {
  const tags = iamState(ctx).oidcProviders.get(OpenIDConnectProviderArn)?.tags;
  return {
    resource: OpenIDConnectProviderArn,
    resourceTags: tags && Object.fromEntries(tags),
    ...requested(input),
  };
}

/** A service-linked role, and whose it is: `iam:AWSServiceName`. */
export function linkedRole({ AWSServiceName = "", CustomSuffix }: IamInput, ctx: Context): AccessQuestion {
  const name = linkedRoleName(AWSServiceName, CustomSuffix) ?? "*";
  return {
    resource: iam(ctx, `role/aws-service-role/${AWSServiceName}/${name}`),
    keys: { "iam:awsservicename": AWSServiceName },
  };
}

/** The service-linked role that a task deletes: `task/aws-service-role/<service>/<role>/<uuid>`. */
export function linkedRoleOfTask({ DeletionTaskId = "" }: IamInput, ctx: Context): AccessQuestion {
  return { resource: iam(ctx, DeletionTaskId.replace(/^task/, "role").replace(/\/[^/]*$/, "")) };
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

/** A managed policy that is about to be made. */
export function madePolicy({ PolicyName, Path = "/", ...input }: IamInput, ctx: Context): AccessQuestion {
  return { resource: iam(ctx, `policy${Path}${PolicyName}`), ...requested(input) };
}

/** An OIDC provider that is about to be made: its URL names it. */
export function madeProvider({ Url = "", ...input }: IamInput, ctx: Context): AccessQuestion {
  const issuer = Url.replace("https://", "").replace(/\/$/, "");
  return { resource: iam(ctx, `oidc-provider/${issuer}`), ...requested(input) };
}

/** A list of everything under a path. */
export function listing(kind: string): (input: IamInput, ctx: Context) => AccessQuestion {
  return ({ PathPrefix = "/" }, ctx) => ({ resource: iam(ctx, kind + PathPrefix) });
}
