import {
  type CreateAliasCommand,
  type CreateGrantCommand,
  type CreateKeyCommand,
  type DecryptCommand,
  KMSServiceException,
  type ReEncryptCommand,
  type Tag,
} from "@aws-sdk/client-kms";
import { arn, type Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import type { InputOf } from "../../operation.ts";
import { type EncryptionContext, makerOf } from "./envelope.ts";
import { aliasIn, findKey, livingKeys } from "./find-key.ts";
import { callerKeys, type KeyAction, type KeyUse, keyQuestion } from "./key-question.ts";
import { type Key, kmsSlot } from "./state.ts";

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
    RetireGrant: ({ GrantToken, KeyId }: { GrantToken?: string; KeyId?: string }, ctx) =>
      onNamed(KeyId ?? keyOfToken(GrantToken, ctx)?.arn, "kms:RetireGrant", ctx),
  },
};

function onKey(...operations: readonly string[]): Record<string, AccessRule> {
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      (input: KeyInput, ctx: Context) =>
        onNamed(input.KeyId, `kms:${operation}`, ctx, useOf(operation, input)).map((question) => ({
          ...question,
          requestTags: input.Tags && tagMap(input.Tags),
        })),
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

/** A question on a named key; where there is none, identity policies alone decide whether the caller hears so. */
function onNamed(
  name: string | undefined,
  action: KeyAction,
  ctx: Context,
  use: KeyUse = {},
): readonly AccessQuestion[] {
  if (name === undefined) return [];
  const key = lookUp(name, ctx);
  if (key) return [keyQuestion(key, action, ctx, { requestAlias: aliasIn(name), ...use })];
  const resource = name.startsWith("arn:") ? name : arn(ctx, "kms", aliasIn(name) ?? `key/${name}`);
  return [{ action, resource, keys: { ...callerKeys(ctx), ...use.keys } }];
}

/** The key of a name; undefined where naming it is an error, which the handler tells. */
function lookUp(name: string, ctx: Context): Key | undefined {
  try {
    return findKey(name, ctx);
  } catch (error) {
    if (error instanceof KMSServiceException || error instanceof ServiceError) return undefined;
    throw error;
  }
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

function createGrant(input: InputOf<typeof CreateGrantCommand>, ctx: Context): readonly AccessQuestion[] {
  const { GranteePrincipal, RetiringPrincipal, Constraints = {} } = input;
  const { EncryptionContextEquals, EncryptionContextSubset } = Constraints;
  const types = Object.keys(Constraints);
  const keys: ConditionKeys = {
    "kms:grantoperations": input.Operations ?? [],
    "kms:grantisforawsresource": "false",
    ...(types.length > 0 ? { "kms:grantconstrainttype": types } : {}),
    ...(GranteePrincipal === undefined ? {} : { "kms:granteeprincipal": GranteePrincipal }),
    ...(RetiringPrincipal === undefined ? {} : { "kms:retiringprincipal": RetiringPrincipal }),
  };
  const encryptionContext = EncryptionContextEquals ?? EncryptionContextSubset;
  return onNamed(input.KeyId, "kms:CreateGrant", ctx, { encryptionContext, keys });
}

function onAlias(name = "", action: KeyAction, ctx: Context): AccessQuestion {
  return { action, resource: arn(ctx, "kms", name), keys: callerKeys(ctx) };
}

function targetOf(aliasName: string | undefined, ctx: Context): string | undefined {
  return ctx.state(kmsSlot).aliases.get(aliasName ?? "")?.target;
}

function keyOfToken(token: string | undefined, ctx: Context): Key | undefined {
  return livingKeys(ctx).find(({ grants }) => [...grants.values()].some((grant) => grant.token === token));
}

function bypassKey({ BypassPolicyLockoutSafetyCheck: bypass = false }: KeyInput): ConditionKeys {
  return { "kms:bypasspolicylockoutsafetycheck": String(bypass) };
}

function tagMap(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
}
