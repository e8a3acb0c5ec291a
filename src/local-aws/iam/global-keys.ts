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
  const keys: Keys = {};
  addRequest(keys, ctx);
  if (ctx.caller.kind === "service") addService(keys, ctx.caller);
  else if (ctx.caller.kind === "anonymous") addNobody(keys);
  else addPrincipal(keys, ctx);
  addResource(keys, ctx, question);
  return Object.assign(keys, question.keys);
}

function addRequest(keys: Keys, { now, caller: { via = noServices, kind }, region, request }: Context): void {
  const time = now();
  keys["aws:currenttime"] = time.toISOString();
  keys["aws:epochtime"] = String(Math.floor(time.getTime() / 1000));
  keys["aws:requestedregion"] = region;
  keys["aws:securetransport"] = String(request.secure);
  keys["aws:principalisawsservice"] = String(kind === "service");
  keys["aws:viaawsservice"] = String(via.length > 0);
  if (request.userAgent) keys["aws:useragent"] = request.userAgent;
  // What comes through a service has the service's address, not the caller's: the key is not there.
  if (via.length === 0 && kind !== "service") keys["aws:sourceip"] = request.sourceIp;
  if (via.length === 0) return;
  keys["aws:calledvia"] = via;
  keys["aws:calledviafirst"] = via[0] as string;
  keys["aws:calledvialast"] = via.at(-1) as string;
}

const noServices: readonly string[] = [];

function addService(keys: Keys, { service = "", sourceArn, sourceAccount }: Caller): void {
  keys["aws:principalservicename"] = service;
  keys["aws:principalservicenameslist"] = [service];
  if (sourceArn) keys["aws:sourcearn"] = sourceArn;
  if (sourceAccount) keys["aws:sourceaccount"] = sourceAccount;
}

function addNobody(keys: Keys): void {
  keys["aws:principaltype"] = "Anonymous";
  keys["aws:userid"] = "anonymous";
}

function addPrincipal(keys: Keys, ctx: Context): void {
  const { caller } = ctx;
  const { session } = caller;
  keys["aws:principalarn"] = caller.roleArn ?? caller.arn;
  keys["aws:principalaccount"] = caller.account;
  keys["aws:principaltype"] = principalType(caller);
  keys["aws:userid"] = caller.userId;
  addPrincipalTags(keys, ctx);
  if (caller.kind === "user" && !caller.userArn) keys["aws:username"] = nameOf(caller.arn);
  if (caller.federatedBy) keys["aws:federatedprovider"] = caller.federatedBy;
  if (!session) return;
  keys["aws:tokenissuetime"] = session.issued.toISOString();
  keys["aws:multifactorauthpresent"] = String(session.mfa ?? false);
  if (session.mfa)
    keys["aws:multifactorauthage"] = String(
      Math.floor((ctx.now().getTime() - session.issued.getTime()) / 1000),
    );
  if (session.sourceIdentity) keys["aws:sourceidentity"] = session.sourceIdentity;
}

function principalType({ kind, userArn }: Caller): string {
  if (kind === "root") return "Account";
  if (kind === "role") return "AssumedRole";
  return userArn ? "FederatedUser" : "User";
}

/** Tags of the user or role, over which those of its session go. */
function addPrincipalTags(keys: Keys, ctx: Context): void {
  const { kind, roleArn, userArn, arn, session } = ctx.caller;
  const owner = kind === "role" ? findRole(ctx, roleArn ?? "") : findUser(ctx, userArn ?? arn);
  if (owner) for (const [key, value] of owner.tags) keys[`aws:principaltag/${key.toLowerCase()}`] = value;
  if (session?.tags) addTags(keys, "aws:principaltag/", session.tags);
}

function addResource(keys: Keys, { caller }: Context, question: CertainQuestion): void {
  const { action, resourceAccount = caller.account, resourceTags, requestTags } = question;
  if (resourceAccount) keys["aws:resourceaccount"] = resourceAccount;
  if (resourceTags) {
    const prefix = action.slice(0, action.indexOf(":")).toLowerCase();
    addTags(keys, "aws:resourcetag/", resourceTags);
    addTags(keys, `${prefix}:resourcetag/`, resourceTags);
  }
  if (!requestTags) return;
  addTags(keys, "aws:requesttag/", requestTags);
  const names = Object.keys(requestTags);
  if (names.length > 0) keys["aws:tagkeys"] = names;
}

/** Keys that end in a tag's name, which counts in any case. */
function addTags(keys: Keys, prefix: string, tags: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(tags)) keys[prefix + key.toLowerCase()] = tags[key] as string;
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
