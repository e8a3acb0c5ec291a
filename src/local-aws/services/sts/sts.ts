import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { operation } from "../../operation.ts";
import { awsQuery } from "../../protocols/query.ts";
import { service } from "../../service.ts";

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = operation(GetCallerIdentityCommand, (_input, { caller }) => ({
  Account: caller.account,
  Arn: caller.arn,
  UserId: caller.userId,
}));

export const sts = service({
  signingName: "sts",
  protocol: awsQuery({ xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/" }),
  operations: [getCallerIdentity],
  slots: [],
});
