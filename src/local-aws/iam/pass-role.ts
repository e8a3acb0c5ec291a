import type { Context } from "../context.ts";
import { findRole } from "../services/iam/find.ts";
import type { AccessQuestion } from "./authorization.ts";

/**
 * What a caller is asked who hands a role to a service, such as `eks.amazonaws.com`: `iam:PassRole` on the role. It stands in the
 * rule beside the operation's own question; the role need not exist.
 */
export function passRole(roleArn: string | undefined, service: string, ctx: Context): AccessQuestion {
  const resource = roleArn ?? "*";
  const role = findRole(ctx, resource);
  return {
    action: "iam:PassRole",
    resource,
    resourceAccount: resource.split(":")[4] || undefined,
    keys: { "iam:passedtoservice": service },
    resourceTags: role && Object.fromEntries(role.tags),
  };
}
