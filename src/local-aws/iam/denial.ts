import { deflateRawSync } from "node:zlib";
import type { Caller, Context } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ErrorCode } from "../service-errors.ts";
import type { Decision, MatchedStatement, PolicyType } from "./access.ts";
import type { CertainQuestion } from "./authorize.ts";

/**
 * What AWS calls the kinds of policy. Source: "Troubleshoot access denied error messages" in the IAM user guide, read in
 * November 2026.
 */
const policyNames: Readonly<Record<PolicyType, string>> = {
  identity: "identity-based policy",
  boundary: "permissions boundary",
  session: "session policy",
  resource: "resource-based policy",
};

/** The denying statement that a refusal names: the first that applied. */
export function denyingStatement({ decision, matched }: Decision): MatchedStatement | undefined {
  return decision === "explicitDeny" ? matched.find(({ effect }) => effect === "Deny") : undefined;
}

/** A refusal in AWS's words; a header tells what AWS leaves out: the policy and the statement. */
export function refusal(
  ctx: Context,
  question: CertainQuestion,
  decision: Decision,
  denied: ErrorCode,
): ServiceError {
  const message = denied.message ?? wordsFor(ctx, question, decision, denied.code);
  return new ServiceError(
    denied.code,
    message,
    denied.status,
    {},
    { "x-local-aws-denied-by": reason(decision) },
  );
}

function wordsFor(ctx: Context, question: CertainQuestion, decision: Decision, code: string): string {
  const { action, resourceAccount = ctx.caller.account } = question;
  if (action === "iam:PassRole" && ctx.caller.account !== resourceAccount)
    return "Cross-account pass role is not allowed.";
  if (action.startsWith("s3:") && ctx.caller.account !== resourceAccount) return "Access Denied";
  if (action.startsWith("s3:") && ctx.caller.kind === "anonymous") return "Access Denied";
  if (code !== "UnauthorizedOperation") return sentence(ctx.caller, question, decision);
  const start = `You are not authorized to perform this operation. ${sentence(ctx.caller, question, decision)}`;
  if (!hasResource(question)) return start;
  return `${start}. Encoded authorization failure message: ${encode(ctx, question, decision)}`;
}

/** The services that say nothing about the resource where an action knows none. */
const silentOnStar = new Set(["autoscaling", "ec2", "s3"]);

function hasResource({ resource = "*" }: CertainQuestion): boolean {
  return resource !== "*";
}

function sentence(caller: Caller, question: CertainQuestion, decision: Decision): string {
  const { action, resource = "*", resourceName = resource } = question;
  const service = action.slice(0, action.indexOf(":"));
  const shown = service === "s3" ? `"${resource}"` : resourceName;
  const on = hasResource(question) || !silentOnStar.has(service) ? ` on resource: ${shown}` : "";
  const start = `User: ${callerName(caller)} is not authorized to perform: ${action}${on}`;
  return `${start}${because(action, decision)}`;
}

function because(action: string, { decision, by = "identity" }: Decision): string {
  if (decision === "explicitDeny")
    return ` with an explicit deny in ${by === "identity" ? "an" : "a"} ${policyNames[by]}`;
  // STS keeps to itself which of the two sides is missing: the caller's policies or the role's trust.
  if (action === "sts:AssumeRole" || action === "sts:TagSession") return "";
  return ` because no ${policyNames[by]} allows the ${action} action`;
}

/** How refusals and logs call a caller; whoever comes with a token is called by the provider of it. */
export function callerName({ kind, arn, service = "", federatedBy = "anonymous" }: Caller): string {
  if (kind === "service") return service;
  return kind === "anonymous" ? federatedBy : arn;
}

function reason(decision: Decision): string {
  const denying = denyingStatement(decision);
  if (!denying) return `${decision.by ?? "identity"}; no statement allows it`;
  const text = `${denying.type}; policy="${denying.policy}"; statement="${denying.statement}"`;
  return text.replace(/[^\x20-\x7e]/g, "?");
}

/** EC2's encoded message, which `sts:DecodeAuthorizationMessage` reads; AWS encrypts it. */
function encode(ctx: Context, { action, resource }: CertainQuestion, decision: Decision): string {
  const { caller } = ctx;
  const message = {
    allowed: false,
    explicitDeny: decision.decision === "explicitDeny",
    matchedStatements: {
      items: decision.matched.map(({ policy, statement, effect }) => ({
        statementId: statement,
        effect: effect.toUpperCase(),
        policy,
      })),
    },
    failures: { items: [] },
    context: {
      principal: { id: caller.userId, arn: caller.arn },
      action,
      resource,
      conditions: { items: [] },
    },
  };
  return deflateRawSync(JSON.stringify(message)).toString("base64url");
}
