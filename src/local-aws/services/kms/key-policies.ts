import {
  GetKeyPolicyCommand,
  ListKeyPoliciesCommand,
  MalformedPolicyDocumentException,
  NotFoundException,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findKeyById, mustBeCustomers } from "./find-key.ts";

/** A key has one policy, of this name. */
const onlyPolicy = "default";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy = operation(GetKeyPolicyCommand, ({ KeyId, PolicyName = onlyPolicy }, ctx) => {
  const { policy } = findKeyById(KeyId, ctx);
  if (PolicyName !== onlyPolicy) throw exception(NotFoundException, "No such policy exists");
  return { Policy: policy, PolicyName };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const putKeyPolicy = operation(PutKeyPolicyCommand, ({ KeyId, Policy }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "PutKeyPolicy", ctx);
  key.policy = checkedPolicy(Policy ?? "");
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies = operation(ListKeyPoliciesCommand, ({ KeyId }, ctx) => {
  findKeyById(KeyId, ctx);
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

/** @throws MalformedPolicyDocumentException when it is no policy document */
export function checkedPolicy(policy: string): string {
  try {
    const document = JSON.parse(policy) as { Statement?: unknown } | null;
    if (document?.Statement) return policy;
  } catch {
    // Told below, as every other thing that is no policy.
  }
  throw exception(MalformedPolicyDocumentException, "Policy contains invalid JSON or no statement.");
}
