import { LimitExceededException, MalformedPolicyDocumentException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { mayAccess } from "../../iam/authorize.ts";
import { policyProblems } from "../../iam/grammar.ts";
import { unknownPrincipals } from "../iam/unknown-principals.ts";
import { keyQuestion } from "./key-question.ts";
import type { Key } from "./state.ts";

/** Largest document in bytes. Source: the KMS developer guide, "Resource quotas", 2026. */
const mostBytes = 32 * 1024;

/**
 * Refuses a policy that KMS would not take for a key: no policy at all, one that names who is not there, or one that would lock
 * its writer out.
 * @throws MalformedPolicyDocumentException, LimitExceededException
 */
export function checkKeyPolicy(
  policy: string,
  key: Key,
  { BypassPolicyLockoutSafetyCheck: bypass }: { readonly BypassPolicyLockoutSafetyCheck?: boolean },
  ctx: Context,
): void {
  const [problem] = policyProblems(policy, "resource");
  if (problem) throw malformed(problem.message);
  if (Buffer.byteLength(policy) > mostBytes)
    throw exception(LimitExceededException, `A key policy has at most ${mostBytes} bytes.`);
  if (unknownPrincipals(JSON.parse(policy), ctx).length > 0)
    throw malformed("Policy contains a statement with one or more invalid principals.");
  if (!bypass && !keepsItsWriter({ ...key, policy, grants: new Map() }, ctx))
    throw malformed("The new key policy will not allow you to update the key policy in the future.");
}

/** Whether the key's policy itself, whatever the writer's identity policies are, would let it be written again. */
function keepsItsWriter(key: Key, ctx: Context): boolean {
  const { session, ...caller } = ctx.caller;
  const everything = {
    ...caller,
    administrator: true,
    ...(session && { session: { ...session, policies: undefined } }),
  };
  const question = keyQuestion(key, "kms:PutKeyPolicy", ctx);
  return mayAccess(ctx.in({ caller: everything }), question).decision === "allowed";
}

function malformed(message: string): MalformedPolicyDocumentException {
  return exception(MalformedPolicyDocumentException, message);
}
