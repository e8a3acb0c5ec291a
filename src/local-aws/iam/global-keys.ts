import type { Caller, Context } from "../context.ts";
import { findRole, findUser } from "../services/iam/find.ts";
import type { ConditionKeys } from "./access.ts";
import type { CertainQuestion } from "./authorize.ts";

type Keys = Record<string, string | readonly string[]>;

/**
 * The condition keys that every request has whatever it asks for, then those of this question.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function conditionKeys(ctx: Context, question: CertainQuestion): ConditionKeys {
  const { caller } = ctx;
  return {
    ...requestKeys(ctx),
    ...(caller.kind === "service" ? serviceKeys(caller) : principalKeys(ctx)),
    ...resourceKeys(ctx, question),
    ...question.keys,
  };
}

function requestKeys(ctx: Context): Keys {
  const now = ctx.now();
  const { via = [], kind } = ctx.caller;
  const keys: Keys = {
    "aws:currenttime": now.toISOString(),
    "aws:epochtime": String(Math.floor(now.getTime() / 1000)),
    "aws:requestedregion": ctx.region,
    "aws:securetransport": String(ctx.request.secure),
    "aws:principalisawsservice": String(kind === "service"),
    "aws:viaawsservice": String(via.length > 0),
  };
  // What comes through a service has the service's address, not the caller's: the key is not there.
  if (via.length === 0 && kind !== "service") keys["aws:sourceip"] = ctx.request.sourceIp;
  if (ctx.request.userAgent) keys["aws:useragent"] = ctx.request.userAgent;
  if (via.length > 0) {
    keys["aws:calledvia"] = via;
    keys["aws:calledviafirst"] = via[0] as string;
    keys["aws:calledvialast"] = via.at(-1) as string;
  }
  return keys;
}

function serviceKeys({ service = "", sourceArn, sourceAccount }: Caller): Keys {
  const keys: Keys = {
    "aws:principalservicename": service,
    "aws:principalservicenameslist": [service],
  };
  if (sourceArn) keys["aws:sourcearn"] = sourceArn;
  if (sourceAccount) keys["aws:sourceaccount"] = sourceAccount;
  return keys;
}

function principalKeys(ctx: Context): Keys {
  const { caller } = ctx;
  if (caller.kind === "anonymous") return { "aws:principaltype": "Anonymous", "aws:userid": "anonymous" };
  const { session } = caller;
  const keys: Keys = {
    "aws:principalarn": caller.roleArn ?? caller.arn,
    "aws:principalaccount": caller.account,
    "aws:principaltype": principalType(caller),
    "aws:userid": caller.userId,
    ...tagKeys("aws:principaltag/", principalTags(ctx)),
  };
  if (caller.kind === "user" && !caller.userArn) keys["aws:username"] = nameOf(caller.arn);
  if (session) {
    keys["aws:tokenissuetime"] = session.issued.toISOString();
    keys["aws:multifactorauthpresent"] = "false";
    if (session.sourceIdentity) keys["aws:sourceidentity"] = session.sourceIdentity;
  }
  if (caller.federatedBy) keys["aws:federatedprovider"] = caller.federatedBy;
  return keys;
}

function principalType({ kind, userArn }: Caller): string {
  if (kind === "root") return "Account";
  if (kind === "role") return "AssumedRole";
  return userArn ? "FederatedUser" : "User";
}

/** Tags of the user or role, over which those of its session go. */
function principalTags(ctx: Context): Record<string, string> {
  const { kind, roleArn, userArn, arn, session } = ctx.caller;
  const owner = kind === "role" ? findRole(ctx, roleArn ?? "") : findUser(ctx, userArn ?? arn);
  return { ...Object.fromEntries(owner?.tags ?? []), ...session?.tags };
}

function resourceKeys(ctx: Context, question: CertainQuestion): Keys {
  const { action, resourceAccount = ctx.caller.account, resourceTags, requestTags } = question;
  const keys: Keys = {};
  if (resourceAccount) keys["aws:resourceaccount"] = resourceAccount;
  if (resourceTags) {
    const prefix = action.slice(0, action.indexOf(":")).toLowerCase();
    Object.assign(
      keys,
      tagKeys("aws:resourcetag/", resourceTags),
      tagKeys(`${prefix}:resourcetag/`, resourceTags),
    );
  }
  if (requestTags) {
    Object.assign(keys, tagKeys("aws:requesttag/", requestTags));
    const names = Object.keys(requestTags);
    if (names.length > 0) keys["aws:tagkeys"] = names;
  }
  return keys;
}

/** Keys that end in a tag's name, which counts in any case. */
function tagKeys(prefix: string, tags: Readonly<Record<string, string>>): Keys {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key.toLowerCase(), value]));
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
