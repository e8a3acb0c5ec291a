import type {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  ReEncryptCommand,
  Tag,
} from "@aws-sdk/client-kms";
import { arn, type Context } from "../../context.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import type { InputOf } from "../../operation.ts";
import { type EncryptionContext, makerOf } from "./envelope.ts";
import { aliasIn } from "./find-key.ts";
import { createGrant, retireGrant } from "./grant-authorization.ts";
import { callerKeys, type KeyAction, type KeyUse } from "./key-question.ts";
import { lookUp, onNamed } from "./named-key.ts";
import { kmsSlot } from "./state.ts";

interface KeyInput {
  readonly KeyId?: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
  readonly PendingWindowInDays?: number;
  readonly RotationPeriodInDays?: number;
  readonly BypassPolicyLockoutSafetyCheck?: boolean;
}

/** What requests to KMS ask IAM. Source: the Service Authorization Reference, "AWS Key Management Service", 2026. */
export const kmsAuthorization: Authorization = {
  prefix: "kms",
  rules: {
    ...onKey("DescribeKey", "UpdateKeyDescription", "EnableKey", "DisableKey", "CancelKeyDeletion"),
    ...onKey("GetKeyPolicy", "ListKeyPolicies", "ListResourceTags", "TagResource", "UntagResource"),
    ...onKey("PutKeyPolicy", "ScheduleKeyDeletion", "EnableKeyRotation", "DisableKeyRotation"),
    ...onKey("GetKeyRotationStatus", "RotateKeyOnDemand", "ListKeyRotations", "ListGrants", "RevokeGrant"),
    ...onKey("Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
    CreateKey: createKey,
    CreateAlias: (input: InputOf<typeof CreateAliasCommand>, ctx) => [
      onAlias(input.AliasName, "kms:CreateAlias", ctx),
      ...onNamed(input.TargetKeyId, "kms:CreateAlias", ctx),
    ],
    UpdateAlias: (input: InputOf<typeof CreateAliasCommand>, ctx) => [
      onAlias(input.AliasName, "kms:UpdateAlias", ctx),
      ...onNamed(targetOf(input.AliasName, ctx), "kms:UpdateAlias", ctx),
      ...onNamed(input.TargetKeyId, "kms:UpdateAlias", ctx),
    ],
    DeleteAlias: ({ AliasName }: InputOf<typeof CreateAliasCommand>, ctx) => [
      onAlias(AliasName, "kms:DeleteAlias", ctx),
      ...onNamed(targetOf(AliasName, ctx), "kms:DeleteAlias", ctx),
    ],
    Decrypt: (input: InputOf<typeof DecryptCommand>, ctx) =>
      onMaker(input.CiphertextBlob, "kms:Decrypt", ctx, {
        ...withAlgorithm(input.EncryptionContext),
        requestAlias: aliasIn(input.KeyId ?? ""),
      }),
    ReEncrypt: reEncrypt,
    CreateGrant: createGrant,
    RetireGrant: retireGrant,
  },
};

function onKey(...operations: readonly string[]): Record<string, AccessRule> {
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      (input: KeyInput, ctx: Context) => {
        const questions = onNamed(input.KeyId, `kms:${operation}`, ctx, useOf(operation, input));
        const requestTags = input.Tags && tagMap(input.Tags);
        return requestTags ? questions.map((question) => ({ ...question, requestTags })) : questions;
      },
    ]),
  );
}

const cryptographic = new Set(["Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"]);

function useOf(operation: string, input: KeyInput): KeyUse {
  if (cryptographic.has(operation)) return withAlgorithm(input.EncryptionContext);
  const { PendingWindowInDays: window, RotationPeriodInDays: period, TagKeys: tagKeys } = input;
  return {
    keys: {
      ...(window === undefined ? {} : { "kms:schedulekeydeletionpendingwindowindays": String(window) }),
      ...(period === undefined ? {} : { "kms:rotationperiodindays": String(period) }),
      ...(tagKeys === undefined ? {} : { "aws:tagkeys": tagKeys }),
      ...(operation === "PutKeyPolicy" ? bypassKey(input) : {}),
    },
  };
}

function withAlgorithm(encryptionContext: EncryptionContext | undefined): KeyUse {
  return { encryptionContext, keys: { "kms:encryptionalgorithm": "SYMMETRIC_DEFAULT" } };
}

/** A ciphertext names its key itself. */
function onMaker(
  ciphertext: Uint8Array | undefined,
  action: KeyAction,
  ctx: Context,
  use: KeyUse,
): readonly AccessQuestion[] {
  const { keyId, account } = makerOf(ciphertext);
  return onNamed(arn(ctx.in({ account }), "kms", `key/${keyId}`), action, ctx, use);
}

function reEncrypt(input: InputOf<typeof ReEncryptCommand>, ctx: Context): readonly AccessQuestion[] {
  const { SourceEncryptionContext, DestinationEncryptionContext, DestinationKeyId = "" } = input;
  const source = makerOf(input.CiphertextBlob).keyId;
  const same = { "kms:reencryptonsamekey": String(lookUp(DestinationKeyId, ctx)?.keyId === source) };
  const both = (context: EncryptionContext | undefined): KeyUse => {
    const { keys, ...use } = withAlgorithm(context);
    return { ...use, keys: { ...keys, ...same } };
  };
  return [
    ...onMaker(input.CiphertextBlob, "kms:ReEncryptFrom", ctx, both(SourceEncryptionContext)),
    ...onNamed(DestinationKeyId, "kms:ReEncryptTo", ctx, both(DestinationEncryptionContext)),
  ];
}

function createKey(input: InputOf<typeof CreateKeyCommand>, ctx: Context): readonly AccessQuestion[] {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  const usage = input.KeyUsage ?? "ENCRYPT_DECRYPT";
  const requestTags = tagMap(input.Tags ?? []);
  const keys: ConditionKeys = {
    ...callerKeys(ctx),
    ...bypassKey(input),
    "kms:keyspec": spec,
    "kms:customermasterkeyspec": spec,
    "kms:keyusage": usage,
    "kms:customermasterkeyusage": usage,
    "kms:keyorigin": input.Origin ?? "AWS_KMS",
    "kms:multiregion": String(input.MultiRegion ?? false),
  };
  const create = { action: "kms:CreateKey", keys, requestTags };
  if (!input.Tags?.length) return [create];
  // The key has no id yet: any pattern that reaches all keys reaches this one.
  return [create, { action: "kms:TagResource", resource: arn(ctx, "kms", "key/*"), keys, requestTags }];
}

function onAlias(name = "", action: KeyAction, ctx: Context): AccessQuestion {
  return { action, resource: arn(ctx, "kms", name), keys: callerKeys(ctx) };
}

function targetOf(aliasName: string | undefined, ctx: Context): string | undefined {
  return ctx.state(kmsSlot).aliases.get(aliasName ?? "")?.target;
}

function bypassKey({ BypassPolicyLockoutSafetyCheck: bypass = false }: KeyInput): ConditionKeys {
  return { "kms:bypasspolicylockoutsafetycheck": String(bypass) };
}

function tagMap(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
}
