import {
  GetKeyPolicyCommand,
  ListKeyPoliciesCommand,
  NotFoundException,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findKeyById, mustBeCustomers, mustBeOwn } from "./find-key.ts";
import { checkKeyPolicy } from "./key-policy-check.ts";

/** A key has one policy, of this name. */
const onlyPolicy = "default";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy = operation(GetKeyPolicyCommand, ({ KeyId, PolicyName = onlyPolicy }, ctx) => {
  const { policy } = mustBeOwn(findKeyById(KeyId, ctx), "GetKeyPolicy", ctx);
  if (PolicyName !== onlyPolicy) throw exception(NotFoundException, "No such policy exists");
  return { Policy: policy, PolicyName };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const putKeyPolicy = operation(PutKeyPolicyCommand, (input, ctx) => {
  const { KeyId, Policy = "", PolicyName = onlyPolicy } = input;
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "PutKeyPolicy", ctx);
  if (PolicyName !== onlyPolicy) throw exception(NotFoundException, "No such policy exists");
  checkKeyPolicy(Policy, key, input, ctx);
  key.policy = Policy;
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies = operation(ListKeyPoliciesCommand, ({ KeyId }, ctx) => {
  mustBeOwn(findKeyById(KeyId, ctx), "ListKeyPolicies", ctx);
  return { PolicyNames: [onlyPolicy], Truncated: false };
});

/** The policy that a key gets when its maker gives none: the account may do everything, by IAM. */
export function defaultPolicy(account: string): string {
  const statement = {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Id: "key-default-1", Statement: [statement] }, undefined, 2);
}
