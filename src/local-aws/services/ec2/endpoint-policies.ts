import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { policyProblems } from "../../iam/grammar.ts";
import { unknownPrincipals } from "../iam/unknown-principals.ts";

/** Without a policy of its own an endpoint lets everything through. */
const everything = JSON.stringify({
  Version: "2008-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

/** An endpoint's policy as EC2 keeps it. @throws ServiceError `InvalidPolicyDocument`, also for a role or user that is not there */
export function endpointPolicy(ctx: Context, document: string | undefined): string {
  if (!document) return everything;
  const [problem] = policyProblems(document, "resource");
  if (problem) throw new ServiceError("InvalidPolicyDocument", problem.message);
  const policy = JSON.parse(document) as object;
  // Of a principal that is not there EC2 says no more than this.
  if (unknownPrincipals(policy, ctx).length > 0)
    throw new ServiceError("InvalidPolicyDocument", "UnknownError");
  return JSON.stringify(policy);
}
