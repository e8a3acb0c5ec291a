import type { Context } from "../../context.ts";
import { iamState } from "./entities.ts";

interface TrustStatement {
  readonly Principal?: string | Record<string, string | string[]>;
}

/**
 * Keeps to whom the roles of an account trust: IAM remembers users and roles by their unique ids, so trust follows one to its new
 * ARN, and of one that is deleted the id is left, which nobody who takes its name has.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function followTrust(ctx: Context, arn: string, to: string): void {
  for (const role of iamState(ctx).roles.values())
    if (role.trustPolicy.includes(JSON.stringify(arn)))
      role.trustPolicy = withPrincipal(role.trustPolicy, arn, to);
}

/** As it was, unless a principal has to be called otherwise. */
function withPrincipal(document: string, arn: string, to: string): string {
  const policy = JSON.parse(document) as { Statement: TrustStatement | TrustStatement[] };
  let found = false;
  const renamed = (name: string) => {
    found ||= name === arn;
    return name === arn ? to : name;
  };
  for (const { Principal } of [policy.Statement].flat())
    if (typeof Principal === "object" && Principal.AWS !== undefined)
      Principal.AWS = Array.isArray(Principal.AWS) ? Principal.AWS.map(renamed) : renamed(Principal.AWS);
  return found ? JSON.stringify(policy) : document;
}
