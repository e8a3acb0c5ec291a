import { MalformedPolicyDocumentException } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { findRole, findUser } from "./find.ts";

interface PolicyStatement {
  readonly Sid?: unknown;
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/** The document of an identity policy, unchanged. @throws MalformedPolicyDocumentException */
export function identityPolicy(document = ""): string {
  const sids = new Set<unknown>();
  for (const statement of statementsOf(document, "Syntax errors in policy.")) {
    const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
    if (Effect !== "Allow" && Effect !== "Deny") throw malformed("Syntax errors in policy.");
    if (Principal !== undefined || NotPrincipal !== undefined)
      throw malformed("Policy document should not specify a principal.");
    if (isEmpty(Action) && isEmpty(NotAction)) throw malformed("Policy statement must contain actions.");
    if (isEmpty(Resource) && isEmpty(NotResource))
      throw malformed("Policy statement must contain resources.");
    if (Sid !== undefined && Sid !== "" && sids.has(Sid))
      throw malformed("Statement IDs (SID) in a single policy must be unique.");
    sids.add(Sid);
  }
  return document;
}

/** What is wrong with the document of an identity policy, in IAM's words; undefined when nothing is. */
export function identityPolicyProblem(document: string): string | undefined {
  try {
    identityPolicy(document);
    return undefined;
  } catch (error) {
    if (error instanceof MalformedPolicyDocumentException) return error.message;
    throw error;
  }
}

/** The document of a role's trust policy, unchanged. @throws MalformedPolicyDocumentException */
export function trustPolicy(ctx: Context, document = ""): string {
  for (const statement of statementsOf(document, "This policy contains invalid Json")) {
    const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
    if (Effect !== "Allow" && Effect !== "Deny") throw malformed("Missing required field Effect");
    if (Resource !== undefined || NotResource !== undefined) throw malformed("Has prohibited field Resource");
    if (Principal === undefined && NotPrincipal === undefined)
      throw malformed("Missing required field Principal");
    if (isEmpty(Action) && isEmpty(NotAction)) throw malformed("Missing required field Action");
    checkPrincipals(ctx, Principal);
  }
  return document;
}

function statementsOf(document: string, syntaxError: string): PolicyStatement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformed(syntaxError);
  }
  if (!isObject(parsed)) throw malformed(syntaxError);
  const { Version, Statement } = parsed;
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17")
    throw malformed("The policy must contain a valid version string.");
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  if (statements.length === 0 || !statements.every(isObject)) throw malformed("Syntax errors in policy.");
  return statements;
}

/** A trust policy may not name a role or user of this account that does not exist. */
function checkPrincipals(ctx: Context, principal: unknown): void {
  if (!isObject(principal)) return;
  const { AWS = [] } = principal;
  for (const name of [AWS].flat()) {
    const [, kind] = /^arn:aws:iam::(?:\d{12}):(role|user)\//.exec(String(name)) ?? [];
    const own = String(name).split(":")[4] === ctx.account;
    const find = kind === "role" ? findRole : findUser;
    if (kind && own && !find(ctx, String(name)))
      throw malformed(`Invalid principal in policy: "AWS":"${name}"`);
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): MalformedPolicyDocumentException {
  return exception(MalformedPolicyDocumentException, message);
}
