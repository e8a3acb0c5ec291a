import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { roleCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";
import { packedPolicySize, sessionPolicies } from "./session-policies.ts";
import { beginSession, withSecondDevice } from "./sessions.ts";
import { accountOfRole, notAuthorized, sessionTags, sourceIdentity } from "./trust.ts";

const hour = 3600;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = operation(AssumeRoleCommand, (input, ctx) => {
  const { RoleArn = "", RoleSessionName: name = "", DurationSeconds = hour } = input;
  const role = findRole(ctx, RoleArn);
  if (!role) throw notAuthorized("sts:AssumeRole", RoleArn, ctx);
  checkDuration(role, DurationSeconds, ctx);
  const tags = sessionTags(input, ctx);
  const session = {
    name,
    policies: sessionPolicies(ctx.in({ account: accountOfRole(RoleArn) }), input),
    tags: tags.all,
    transitiveTags: tags.transitive,
    mfa: withSecondDevice(input),
    sourceIdentity: sourceIdentity(input, ctx),
  };
  return {
    PackedPolicySize: packedPolicySize(input),
    ...beginRoleSession(ctx, role, session, DurationSeconds),
  };
});

type SessionParts = Parameters<typeof beginSession>[1]["session"];

/** Begins a role's session. `federatedBy` is the identity provider that vouched for who takes it on. */
export function beginRoleSession(
  ctx: Context,
  role: Role,
  session: SessionParts,
  durationSeconds: number,
  federatedBy?: string,
) {
  const caller = { ...roleCaller(role, session.name), federatedBy, session };
  return {
    Credentials: beginSession(ctx, caller, durationSeconds),
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    SourceIdentity: session.sourceIdentity,
  };
}

/** @throws ServiceError `ValidationError` */
export function checkDuration(role: Role, seconds: number, { caller }: Context): void {
  if (caller.kind === "role" && seconds > hour)
    throw new ServiceError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  if (seconds > role.maxSessionSeconds)
    throw new ServiceError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
}
