import {
  AccessDeniedException,
  AssociateKmsKeyCommand,
  DisassociateKmsKeyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { mayAccess, note } from "../../iam/authorize.ts";
import { operation } from "../../operation.ts";
import { livingKey } from "../kms/find-key.ts";
import { type KeyAction, keyQuestion } from "../kms/key-question.ts";
import type { Key } from "../kms/state.ts";
import { requireLogGroup } from "./find.ts";

/**
 * What CloudWatch Logs does with a key, always in the encryption context of the group.
 * Source: "Encrypt log data in CloudWatch Logs using AWS KMS" in the user guide, November 2026.
 */
const actions: readonly KeyAction[] = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
];

export const associateKmsKey = operation(
  AssociateKmsKeyCommand,
  ({ logGroupName, resourceIdentifier, kmsKeyId = "" }, ctx) => {
    const group = requireLogGroup(ctx, logGroupName ?? resourceIdentifier);
    group.kmsKeyId = usableKey(ctx, kmsKeyId, group.arn);
    return {};
  },
);

export const disassociateKmsKey = operation(
  DisassociateKmsKeyCommand,
  ({ logGroupName, resourceIdentifier }, ctx) => {
    requireLogGroup(ctx, logGroupName ?? resourceIdentifier).kmsKeyId = undefined;
    return {};
  },
);

/**
 * The ARN of a key that a group of this ARN may be encrypted with: one of its own region, enabled, symmetric, whose policy lets
 * CloudWatch Logs use it for this group.
 * @throws AccessDeniedException
 */
export function usableKey(ctx: Context, keyArn: string, groupArn: string): string {
  const [, , , region = "", account = "", resource = ""] = keyArn.split(":");
  const key = livingKey(resource.replace("key/", ""), ctx.in({ account }));
  if (!key || region !== ctx.region || !isUsable(ctx, key, groupArn))
    throw exception(
      AccessDeniedException,
      `The specified KMS key does not exist or is not allowed to be used with Arn '${groupArn}'`,
    );
  return keyArn;
}

function isUsable(ctx: Context, key: Key, groupArn: string): boolean {
  if (key.state !== "Enabled" || key.keyUsage !== "ENCRYPT_DECRYPT") return false;
  const acting = ctx.in({
    caller: serviceCaller(`logs.${ctx.region}.amazonaws.com`, {
      sourceArn: groupArn,
      sourceAccount: ctx.account,
    }),
  });
  return actions.every((action) => {
    const question = keyQuestion(key, action, acting, { encryptionContext: { "aws:logs:arn": groupArn } });
    const decision = mayAccess(acting, question);
    note(acting, question, decision);
    return decision.decision === "allowed";
  });
}
