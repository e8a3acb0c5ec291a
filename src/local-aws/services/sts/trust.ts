import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import type { ResourcePolicy } from "../../iam/access.ts";
import type { CertainQuestion } from "../../iam/authorize.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";
import { withSecondDevice } from "./sessions.ts";

const roleArn = /^arn:aws:iam::(\d{12}):role\/./;

/** Account of a role's ARN. @throws ServiceError `ValidationError` when it is none */
export function accountOfRole(arn: string): string {
  const account = roleArn.exec(arn)?.[1];
  if (account === undefined) throw new ServiceError("ValidationError", `${arn} is invalid`);
  return account;
}

/** A role's trust policy, as the policy of a resource; of a role that is not there one that lets nobody in. */
export function trustOf(role: Role | undefined): ResourcePolicy {
  return {
    kind: "required",
    name: role ? `trust policy of ${role.name}` : "trust policy of a role that does not exist",
    document: role?.trustPolicy ?? '{"Statement":[]}',
  };
}

/**
 * What who assumes a role is asked: for the role itself, and for what the session is to carry.
 * @throws ServiceError `AccessDenied` for a federated user, who takes on no roles
 */
export function assumeRoleQuestions(input: AssumeRoleCommandInput, ctx: Context): CertainQuestion[] {
  const { RoleArn = "", RoleSessionName = "", ExternalId } = input;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html, November 2026
  if (ctx.caller.userArn) throw notAuthorized("sts:AssumeRole", RoleArn, ctx);
  const identity = sourceIdentity(input, ctx);
  const role = findRole(ctx, RoleArn);
  const tags = sessionTags(input, ctx);
  const keys: Record<string, string | string[]> = { "sts:rolesessionname": RoleSessionName };
  if (withSecondDevice(input)) Object.assign(keys, secondDevice);
  if (ExternalId !== undefined) keys["sts:externalid"] = ExternalId;
  if (identity !== undefined) keys["sts:sourceidentity"] = identity;
  // What STS asks about the tags of a role, it asks in the words of IAM.
  for (const [key, value] of role?.tags ?? []) keys[`iam:resourcetag/${key.toLowerCase()}`] = value;
  if (tags.transitive.length > 0) keys["sts:transitivetagkeys"] = tags.transitive;
  const question = {
    action: "sts:AssumeRole",
    resource: RoleArn,
    resourceAccount: accountOfRole(RoleArn),
    resourcePolicy: trustOf(role),
    resourceTags: role && Object.fromEntries(role.tags),
    requestTags: tags.all,
    keys,
  };
  const others = [
    ...(Object.keys(tags.all).length > 0 ? ["sts:TagSession"] : []),
    ...(identity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
  return [question, ...others.map((action) => ({ ...question, action }))];
}

/** Who is behind a session, by its own word; where the session that asks has said so already, that stays. @throws ServiceError `AccessDenied` */
export function sourceIdentity(
  { RoleArn = "", SourceIdentity }: Pick<AssumeRoleCommandInput, "RoleArn" | "SourceIdentity">,
  ctx: Context,
): string | undefined {
  const known = ctx.caller.session?.sourceIdentity;
  if (known === undefined || SourceIdentity === undefined || SourceIdentity === known)
    return known ?? SourceIdentity;
  throw notAuthorized("sts:SetSourceIdentity", RoleArn, ctx);
}

/** How STS refuses a role, whatever the reason. */
export function notAuthorized(action: string, roleArn: string, { caller }: Context): ServiceError {
  return new ServiceError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
    403,
  );
}

const secondDevice = { "aws:multifactorauthpresent": "true", "aws:multifactorauthage": "0" };

interface SessionTags {
  readonly all: Record<string, string>;
  /** Keys of those that the next role's session takes over. */
  readonly transitive: string[];
}

/** The tags of a role's session: those asked for, over the transitive ones of the session that asks. */
export function sessionTags(
  { Tags = [], TransitiveTagKeys = [] }: Pick<AssumeRoleCommandInput, "Tags" | "TransitiveTagKeys">,
  { caller: { session } }: Context,
): SessionTags {
  const inherited = session?.transitiveTags ?? [];
  const kept = inherited.map((key) => [key, session?.tags?.[key] ?? ""] as const);
  const asked = Tags.map(({ Key = "", Value = "" }) => [Key, Value] as const);
  return {
    all: Object.fromEntries([...asked, ...kept]),
    transitive: [...new Set([...inherited, ...TransitiveTagKeys])],
  };
}
