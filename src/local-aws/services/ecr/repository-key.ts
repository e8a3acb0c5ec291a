import { type EncryptionConfiguration, KmsException } from "@aws-sdk/client-ecr";
import { type GrantOperation, KMSServiceException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { livingKey } from "../kms/find-key.ts";
import { issueGrant } from "../kms/grants.ts";
import type { Key } from "../kms/state.ts";
import { requireKey } from "../kms/use-key.ts";
import type { Repository } from "./state.ts";

const granted: readonly GrantOperation[] = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "RetireGrant",
  "DescribeKey",
];

/**
 * The encryption of a new repository, and the grants under which ECR uses its key.
 * @throws KmsException when the key is not there or not enabled
 */
export function takeKey(
  asked: EncryptionConfiguration | undefined,
  repositoryArn: string,
  ctx: Context,
): Pick<Repository, "encryption" | "grants"> {
  const encryptionType = asked?.encryptionType ?? "AES256";
  if (encryptionType === "AES256") return { encryption: { encryptionType }, grants: [] };
  const key = usableKey(asked?.kmsKey ?? "alias/aws/ecr", repositoryArn, ctx);
  const principal = `ecr.${ctx.region}.amazonaws.com`;
  const grant = issueGrant(
    key,
    {
      GranteePrincipal: principal,
      RetiringPrincipal: principal,
      Operations: [...granted],
      Constraints: { EncryptionContextSubset: { "aws:ecr:arn": repositoryArn } },
    },
    ctx,
  );
  return { encryption: { encryptionType, kmsKey: key.arn }, grants: [grant.id] };
}

/** Retires the grants of a repository that goes; a key that went before took them along. */
export function releaseKey({ encryption, grants }: Repository, ctx: Context): void {
  const keyId = encryption.kmsKey?.split("/").at(-1);
  const key = keyId === undefined ? undefined : livingKey(keyId, ctx);
  for (const id of grants) key?.grants.delete(id);
}

/** What KMS says to the use of a repository's key: nothing when there is none, or it can be used. */
export function keyProblem({ encryption: { kmsKey } }: Repository, ctx: Context): string | undefined {
  if (kmsKey === undefined) return undefined;
  const key = livingKey(kmsKey.split("/").at(-1) ?? "", ctx);
  if (!key) return "NotFoundException";
  if (key.state === "Enabled") return undefined;
  return key.state === "Disabled" ? "DisabledException" : "KMSInvalidStateException";
}

/** @throws KmsException when images can neither be encrypted nor decrypted */
export function requireRepositoryKey(repository: Repository, ctx: Context): void {
  const kmsError = keyProblem(repository, ctx);
  if (kmsError !== undefined)
    throw exception(KmsException, `The KMS key ${repository.encryption.kmsKey} cannot be used.`, {
      kmsError,
    });
}

/** ECR asks in its caller's name: who makes a repository has to be allowed to hand out use of the key. */
function usableKey(name: string, repositoryArn: string, ctx: Context): Key {
  const via = `ecr.${ctx.region}.amazonaws.com`;
  const keys = {
    "kms:grantisforawsresource": "true",
    "kms:granteeprincipal": via,
    "kms:retiringprincipal": via,
    "kms:grantoperations": granted,
    "kms:grantconstrainttype": "EncryptionContextSubset",
  };
  const encryptionContext = { "aws:ecr:arn": repositoryArn };
  try {
    requireKey(ctx, name, ["kms:DescribeKey"], { via });
    return requireKey(ctx, name, ["kms:CreateGrant"], { via, keys, encryptionContext });
  } catch (error) {
    if (!(error instanceof ServiceError) && !(error instanceof KMSServiceException)) throw error;
    throw exception(KmsException, error.message, { kmsError: error.name });
  }
}
