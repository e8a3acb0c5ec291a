import {
  type EncryptionConfig,
  InvalidParameterException,
  InvalidRequestException,
} from "@aws-sdk/client-eks";
import { KMSServiceException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { findKey } from "../kms/find-key.ts";
import { mayUseKey } from "../kms/use-key.ts";

/** What EKS does with the key in the name of whoever makes the cluster. */
const actions = ["kms:DescribeKey", "kms:CreateGrant"] as const;

/**
 * The key that a cluster's secrets are encrypted with: symmetric, enabled, and open to whoever asks for the cluster.
 * @throws InvalidParameterException, InvalidRequestException
 */
export function checkEncryption(configs: readonly EncryptionConfig[] | undefined, ctx: Context): void {
  for (const { provider } of configs ?? []) {
    const name = provider?.keyArn ?? "";
    if (!name) throw exception(InvalidParameterException, "KeyArn is required");
    const key = inEksWords(name, () => findKey(name, ctx));
    for (const action of actions) {
      const use = {
        via: `eks.${ctx.region}.amazonaws.com`,
        keys: action === "kms:CreateGrant" ? { "kms:grantisforawsresource": "true" } : undefined,
      };
      if (mayUseKey(ctx, name, action, use).decision !== "allowed")
        throw exception(InvalidRequestException, `User not authorized to perform ${action} operation`);
    }
    if (key.keyUsage !== "ENCRYPT_DECRYPT") throw invalid(name, "is not a symmetric encryption key");
    if (key.state !== "Enabled") throw invalid(name, `is in state ${key.state}`);
  }
}

function inEksWords<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ServiceError || error instanceof KMSServiceException)
      throw invalid(name, "does not exist");
    throw error;
  }
}

function invalid(name: string, problem: string): InvalidParameterException {
  return exception(
    InvalidParameterException,
    `The KeyArn in encryptionConfig provider, ${name}, ${problem}.`,
  );
}
