import { KmsKeyDisabledException, KmsKeyNotFoundException } from "@aws-sdk/client-cloudtrail";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { livingKey } from "../kms/find-key.ts";
import { kmsSlot } from "../kms/state.ts";

/**
 * The ARN of the key that an id, an alias or an ARN of either names: what a trail shows, however it was told.
 * @throws KmsKeyNotFoundException, KmsKeyDisabledException
 */
export function trailKeyArn(ctx: Context, name: string): string {
  const [, , , region = ctx.region, account = ctx.account, resource = name] = name.split(":");
  const place = ctx.in({ region, account });
  const keyId = resource.startsWith("alias/")
    ? place.state(kmsSlot).aliases.get(resource)?.target
    : resource.replace("key/", "");
  const key = keyId === undefined ? undefined : livingKey(keyId, place);
  if (!key || key.state === "PendingDeletion")
    throw exception(KmsKeyNotFoundException, `KMS key ${arn(place, "kms", resource)} is not found.`);
  if (key.state === "Disabled") throw exception(KmsKeyDisabledException, `KMS key ${key.arn} is disabled.`);
  return key.arn;
}
