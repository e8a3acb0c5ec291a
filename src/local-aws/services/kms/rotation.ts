import {
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  LimitExceededException,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
} from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findKeyById, mustBeCustomers, mustBeEnabled, mustBeOwn } from "./find-key.ts";
import { newMaterial } from "./new-key.ts";
import { page } from "./pages.ts";

const dayMs = 86_400_000;

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const enableKeyRotation = operation(
  EnableKeyRotationCommand,
  ({ KeyId, RotationPeriodInDays }, ctx) => {
    const key = mustBeEnabled(mustBeCustomers(findKeyById(KeyId, ctx), "EnableKeyRotation", ctx));
    const periodDays = RotationPeriodInDays ?? key.rotation?.periodDays ?? 365;
    if (key.rotation?.periodDays !== periodDays)
      key.rotation = { periodDays, next: new Date(ctx.now().getTime() + periodDays * dayMs) };
    return {};
  },
);

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html */
export const disableKeyRotation = operation(DisableKeyRotationCommand, ({ KeyId }, ctx) => {
  mustBeEnabled(mustBeCustomers(findKeyById(KeyId, ctx), "DisableKeyRotation", ctx)).rotation = undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
export const getKeyRotationStatus = operation(GetKeyRotationStatusCommand, ({ KeyId }, ctx) => {
  const { arn, rotation, state } = findKeyById(KeyId, ctx);
  // Nothing rotates on its way to deletion.
  if (!rotation || state === "PendingDeletion") return { KeyId: arn, KeyRotationEnabled: false };
  return {
    KeyId: arn,
    KeyRotationEnabled: true,
    RotationPeriodInDays: rotation.periodDays,
    NextRotationDate: rotation.next,
  };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html */
export const rotateKeyOnDemand = operation(RotateKeyOnDemandCommand, ({ KeyId }, ctx) => {
  const key = mustBeEnabled(mustBeCustomers(findKeyById(KeyId, ctx), "RotateKeyOnDemand", ctx));
  const onDemand = key.rotations.filter(({ type }) => type === "ON_DEMAND");
  if (onDemand.length >= mostOnDemand)
    throw exception(LimitExceededException, `${key.arn} was rotated on demand ${mostOnDemand} times.`);
  key.material.push(newMaterial(ctx));
  key.rotations.push({ date: ctx.now(), type: "ON_DEMAND" });
  return { KeyId: key.arn };
});

/** A key's quota of rotations on demand. Source: the KMS developer guide, 2026. */
const mostOnDemand = 25;

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html */
export const listKeyRotations = operation(ListKeyRotationsCommand, ({ KeyId, ...input }, ctx) => {
  const { keyId, rotations } = mustBeOwn(findKeyById(KeyId, ctx), "ListKeyRotations", ctx);
  const { items, more } = page(rotations, (rotation) => String(rotations.indexOf(rotation)), input);
  return {
    Rotations: items.map(({ date, type }) => ({ KeyId: keyId, RotationDate: date, RotationType: type })),
    ...more,
  };
});
