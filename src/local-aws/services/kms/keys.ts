import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  type KeyMetadata,
  KMSInvalidStateException,
  LimitExceededException,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
  UnsupportedOperationException,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { exception, ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import {
  findKey,
  findKeyById,
  livingKeys,
  mustBeCustomers,
  mustBeOwn,
  mustNotBePendingDeletion,
} from "./find-key.ts";
import { defaultPolicy } from "./key-policies.ts";
import { checkKeyPolicy } from "./key-policy-check.ts";
import { newKey } from "./new-key.ts";
import { page } from "./pages.ts";
import { type Key, kmsSlot } from "./state.ts";
import { tagMap } from "./tags.ts";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey = operation(CreateKeyCommand, (input, ctx) => {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  const { Origin = "AWS_KMS", KeyUsage = "ENCRYPT_DECRYPT" } = input;
  if (spec !== "SYMMETRIC_DEFAULT" || Origin !== "AWS_KMS" || KeyUsage !== "ENCRYPT_DECRYPT")
    throw exception(
      UnsupportedOperationException,
      `The embedded AWS has symmetric encryption keys of KMS's own only, not ${spec} for ${KeyUsage} from ${Origin}.`,
    );
  const { keys } = ctx.state(kmsSlot);
  if (keys.size >= ctx.quota("kms:keys"))
    throw exception(
      LimitExceededException,
      `You can have at most ${ctx.quota("kms:keys")} KMS keys per Region.`,
    );
  const tags = tagMap(input.Tags);
  const policy = input.Policy ?? defaultPolicy(ctx.account);
  const key = newKey(
    { description: input.Description, policy, manager: "CUSTOMER", multiRegion: input.MultiRegion },
    ctx,
  );
  if (input.Policy !== undefined) checkKeyPolicy(input.Policy, key, input, ctx);
  for (const [name, value] of tags) key.tags.set(name, value);
  keys.set(key.keyId, key);
  return { KeyMetadata: metadata(key, ctx.region) };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const describeKey = operation(DescribeKeyCommand, ({ KeyId }, ctx) => ({
  KeyMetadata: metadata(findKey(KeyId, ctx), ctx.region),
}));

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html */
export const listKeys = operation(ListKeysCommand, (input, ctx) => {
  const { items, more } = page(livingKeys(ctx), ({ keyId }) => keyId, input);
  return { Keys: items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...more };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html */
export const updateKeyDescription = operation(
  UpdateKeyDescriptionCommand,
  ({ KeyId, Description = "" }, ctx) => {
    const key = mustBeCustomers(findKeyById(KeyId, ctx), "UpdateKeyDescription", ctx);
    mustNotBePendingDeletion(key).description = Description;
    return {};
  },
);

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html */
export const enableKey = operation(EnableKeyCommand, ({ KeyId }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "EnableKey", ctx);
  mustNotBePendingDeletion(key).state = "Enabled";
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html */
export const disableKey = operation(DisableKeyCommand, ({ KeyId }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "DisableKey", ctx);
  mustNotBePendingDeletion(key).state = "Disabled";
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const scheduleKeyDeletion = operation(ScheduleKeyDeletionCommand, (input, ctx) => {
  const { KeyId, PendingWindowInDays = 30 } = input;
  refuseWindow(PendingWindowInDays);
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "ScheduleKeyDeletion", ctx);
  mustNotBePendingDeletion(key).state = "PendingDeletion";
  key.deletionDate = new Date(ctx.now().getTime() + PendingWindowInDays * 86_400_000);
  return { KeyId: key.arn, DeletionDate: key.deletionDate, KeyState: key.state, PendingWindowInDays };
});

/** The model allows 1 to 365 days, the service 7 to 30. @throws ServiceError `ValidationException` */
function refuseWindow(days: number): void {
  if (days >= 7 && days <= 30) return;
  const bound = days < 7 ? "greater than or equal to 7" : "less than or equal to 30";
  throw new ServiceError(
    "ValidationException",
    `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`,
    400,
  );
}

/** The key comes back disabled. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html */
export const cancelKeyDeletion = operation(CancelKeyDeletionCommand, ({ KeyId }, ctx) => {
  const key = mustBeOwn(findKeyById(KeyId, ctx), "CancelKeyDeletion", ctx);
  if (key.state !== "PendingDeletion")
    throw exception(KMSInvalidStateException, `${key.arn} is not pending deletion.`);
  key.state = "Disabled";
  key.deletionDate = undefined;
  return { KeyId: key.arn };
});

function metadata(key: Key, region: string): KeyMetadata {
  const primary = { Arn: key.arn, Region: region };
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: key.state,
    DeletionDate: key.deletionDate,
    Origin: "AWS_KMS",
    KeyManager: key.manager,
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: key.multiRegion,
    MultiRegionConfiguration: key.multiRegion
      ? { MultiRegionKeyType: "PRIMARY", PrimaryKey: primary, ReplicaKeys: [] }
      : undefined,
  };
}
