import {
  AccessDeniedException,
  AssociateKmsKeyCommand,
  DisassociateKmsKeyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { livingKey } from "../kms/find-key.ts";
import { requireLogGroup } from "./find.ts";

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

/** The ARN of a key that a group of this ARN may be encrypted with: one of its own region. @throws AccessDeniedException */
export function usableKey(ctx: Context, keyArn: string, groupArn: string): string {
  const [, , , region = "", account = "", resource = ""] = keyArn.split(":");
  const key = livingKey(resource.replace("key/", ""), ctx.in({ account }));
  if (region !== ctx.region || key?.state !== "Enabled")
    throw exception(
      AccessDeniedException,
      `The specified KMS key does not exist or is not allowed to be used with Arn '${groupArn}'`,
    );
  return keyArn;
}
