import { AssumeRoleWithWebIdentityCommand } from "@aws-sdk/client-sts";
import { nobody } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { requireAccess } from "../../iam/authorize.ts";
import { operation } from "../../operation.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";
import { beginRoleSession, checkDuration } from "./assume-role.ts";
import { packedPolicySize, sessionPolicies } from "./session-policies.ts";
import { accountOfRole, trustOf } from "./trust.ts";
import { type VerifiedToken, verifyToken } from "./web-identity-token.ts";

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export const assumeRoleWithWebIdentity = operation(AssumeRoleWithWebIdentityCommand, (input, ctx) => {
  const { RoleArn = "", RoleSessionName: name = "", DurationSeconds = 3600 } = input;
  const there = ctx.in({ account: accountOfRole(RoleArn), caller: nobody });
  const verified = verifyToken(input.WebIdentityToken ?? "", there);
  const role = trusting(RoleArn, name, verified, there);
  checkDuration(role, DurationSeconds, there);
  const session = { name, policies: sessionPolicies(there, input) };
  return {
    ...beginRoleSession(there, role, session, DurationSeconds, verified.provider.arn),
    PackedPolicySize: packedPolicySize(input),
    SubjectFromWebIdentityToken: verified.claims.sub,
    Provider: verified.provider.arn,
    Audience: verified.audience,
  };
});

/** The role, when its trust policy lets this token's bearer in; who asks learns no more than that. @throws ServiceError `AccessDenied` */
function trusting(
  roleArn: string,
  sessionName: string,
  { provider, claims, audience }: VerifiedToken,
  ctx: Context,
): Role {
  const role = findRole(ctx, roleArn);
  const issuer = provider.url.toLowerCase();
  const bearer = { ...nobody, federatedBy: provider.arn };
  requireAccess(
    ctx.in({ caller: bearer }),
    {
      action: "sts:AssumeRoleWithWebIdentity",
      resource: roleArn,
      resourceAccount: ctx.account,
      resourcePolicy: trustOf(role),
      resourceTags: role && Object.fromEntries(role.tags),
      keys: {
        [`${issuer}:sub`]: claims.sub,
        [`${issuer}:aud`]: audience,
        ...(claims.amr && { [`${issuer}:amr`]: claims.amr }),
        "sts:rolesessionname": sessionName,
        "aws:federatedprovider": provider.arn,
      },
    },
    { code: "AccessDenied", status: 403, message: "Not authorized to perform sts:AssumeRoleWithWebIdentity" },
  );
  // Trusted, so it is there.
  return role as Role;
}
