import { GetFederationTokenCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { type Operation, operation } from "../../operation.ts";
import { packedPolicySize, sessionPolicies } from "./session-policies.ts";
import { beginSession, withSecondDevice } from "./sessions.ts";

const twelveHours = 12 * 3600;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionToken = writing(
  operation(GetSessionTokenCommand, ({ DurationSeconds = twelveHours, ...input }, ctx) => {
    const { kind, account, arn, userId, administrator } = longLived(ctx, "GetSessionToken");
    const session = { name: "", mfa: withSecondDevice(input) };
    return {
      Credentials: beginSession(ctx, { kind, account, arn, userId, administrator, session }, DurationSeconds),
    };
  }),
);

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
export const getFederationToken = writing(
  operation(GetFederationTokenCommand, (input, ctx) => {
    const { Name: name = "", DurationSeconds = twelveHours, Tags = [] } = input;
    const { account, arn: userArn } = longLived(ctx, "GetFederationToken");
    const arn = `arn:aws:sts::${account}:federated-user/${name}`;
    const userId = `${account}:${name}`;
    // Without a policy the session may do nothing but what resource policies grant it by name.
    const policies = sessionPolicies(ctx, input) ?? [];
    const tags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
    const session = { name, policies, tags };
    return {
      Credentials: beginSession(
        ctx,
        { kind: "user", account, arn, userArn, userId, session },
        DurationSeconds,
      ),
      FederatedUser: { FederatedUserId: userId, Arn: arn },
      PackedPolicySize: packedPolicySize(input),
    };
  }),
);

/** The caller, who must come with a user's own key. @throws ServiceError `AccessDenied` */
function longLived({ caller }: Context, name: string) {
  if (caller.session)
    throw new ServiceError("AccessDenied", `Cannot call ${name} with session credentials`, 403);
  return caller;
}

/** Their names say get, and still they leave something behind that must be kept. */
function writing(reading: Operation): Operation {
  return Object.assign(reading, { readOnly: false });
}
