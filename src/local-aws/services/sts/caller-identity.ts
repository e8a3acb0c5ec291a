import { GetAccessKeyInfoCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { ServiceError } from "../../errors.ts";
import { accountOfKey } from "../../iam/access-key-id.ts";
import { operation } from "../../operation.ts";

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = operation(GetCallerIdentityCommand, (_input, { caller }) => ({
  Account: caller.account,
  Arn: caller.arn,
  UserId: caller.userId,
}));

/** The account is part of the key's id, so it is told of keys that are not there, too. */
export const getAccessKeyInfo = operation(GetAccessKeyInfoCommand, ({ AccessKeyId = "" }) => {
  const Account = /^\d{12}$/.test(AccessKeyId) ? AccessKeyId : accountOfKey(AccessKeyId);
  if (!Account) throw new ServiceError("ValidationError", "Access key is not valid.");
  return { Account };
});
