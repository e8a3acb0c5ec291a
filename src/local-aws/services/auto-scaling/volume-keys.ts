import { KMSServiceException } from "@aws-sdk/client-kms";
import { roleCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-roles.ts";
import { findKey } from "../kms/find-key.ts";
import { mayUseKey } from "../kms/use-key.ts";
import type { Blueprint } from "./state.ts";

/**
 * Auto Scaling starts instances as its service-linked role, which has no rights to keys of its own: the policy of a key that encrypts
 * their volumes has to let it in. Source: EC2 Auto Scaling user guide, "Required KMS key policy for use with encrypted volumes".
 */
export function mayUseVolumeKeys({ template }: Blueprint, ctx: Context): boolean {
  const names = (template?.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.KmsKeyId ?? []);
  return [...new Set(names)].every((name) => usable(name, ctx));
}

function usable(name: string, ctx: Context): boolean {
  if (stateOf(name, ctx) !== "Enabled") return false;
  const role = ensureServiceLinkedRole(ctx, "autoscaling.amazonaws.com");
  const via = `ec2.${ctx.region}.amazonaws.com`;
  const asRole = ctx.in({ caller: roleCaller(role, "AutoScaling") });
  return (
    mayUseKey(asRole, name, "kms:GenerateDataKeyWithoutPlaintext", { via }).decision === "allowed" &&
    mayUseKey(asRole, name, "kms:CreateGrant", { via, keys: { "kms:grantisforawsresource": "true" } })
      .decision === "allowed"
  );
}

/** Undefined when there is no such key. */
function stateOf(name: string, ctx: Context): string | undefined {
  try {
    return findKey(name, ctx).state;
  } catch (error) {
    if (error instanceof KMSServiceException || error instanceof ServiceError) return undefined;
    throw error;
  }
}
