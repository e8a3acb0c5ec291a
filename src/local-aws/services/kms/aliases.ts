import {
  AlreadyExistsException,
  CreateAliasCommand,
  DeleteAliasCommand,
  LimitExceededException,
  ListAliasesCommand,
  NotFoundException,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { arn, type Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findKeyById, livingKeys, mustBeCustomers, mustBeOwn, mustNotBePendingDeletion } from "./find-key.ts";
import { managedAliases } from "./managed-keys.ts";
import { page } from "./pages.ts";
import { type Alias, type Key, kmsSlot } from "./state.ts";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const createAlias = operation(CreateAliasCommand, ({ AliasName = "", TargetKeyId }, ctx) => {
  const { aliases } = ctx.state(kmsSlot);
  refuseReserved(AliasName);
  const key = mustBeCustomers(mustNotBePendingDeletion(findKeyById(TargetKeyId, ctx)), "CreateAlias", ctx);
  if (aliases.has(AliasName))
    throw exception(
      AlreadyExistsException,
      `An alias with the name ${arn(ctx, "kms", AliasName)} already exists`,
    );
  if (aliasesOf(key, [...aliases.values()]).length >= ctx.quota("kms:aliases-per-key"))
    throw exception(
      LimitExceededException,
      `You can have at most ${ctx.quota("kms:aliases-per-key")} aliases per key.`,
    );
  const now = ctx.now();
  aliases.set(AliasName, { name: AliasName, target: key.keyId, created: now, updated: now });
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html */
export const updateAlias = operation(UpdateAliasCommand, ({ AliasName = "", TargetKeyId }, ctx) => {
  refuseReserved(AliasName);
  const alias = findAlias(AliasName, ctx);
  const key = mustBeCustomers(mustNotBePendingDeletion(findKeyById(TargetKeyId, ctx)), "UpdateAlias", ctx);
  alias.target = key.keyId;
  alias.updated = ctx.now();
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html */
export const deleteAlias = operation(DeleteAliasCommand, ({ AliasName = "" }, ctx) => {
  refuseReserved(AliasName);
  ctx.state(kmsSlot).aliases.delete(findAlias(AliasName, ctx).name);
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
export const listAliases = operation(ListAliasesCommand, ({ KeyId, ...input }, ctx) => {
  const own = shownAliases(ctx);
  const asked: ShownAlias[] =
    KeyId === undefined
      ? [...own, ...untakenAliases(own)]
      : aliasesOf(mustBeOwn(findKeyById(KeyId, ctx), "ListAliases", ctx), own);
  const sorted = asked.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, more } = page(sorted, ({ name }) => name, input);
  return {
    Aliases: items.map(({ name, target, created, updated }) => ({
      AliasName: name,
      AliasArn: arn(ctx, "kms", name),
      TargetKeyId: target,
      CreationDate: created,
      LastUpdatedDate: updated,
    })),
    ...more,
  };
});

type ShownAlias = Pick<Alias, "name"> & Partial<Alias>;

function shownAliases(ctx: Context): Alias[] {
  const living = new Set(livingKeys(ctx).map(({ keyId }) => keyId));
  return [...ctx.state(kmsSlot).aliases.values()].filter(({ target }) => living.has(target));
}

function aliasesOf({ keyId }: Key, aliases: readonly Alias[]): Alias[] {
  return aliases.filter(({ target }) => target === keyId);
}

/** Names of AWS's own keys that nobody asked for yet: KMS lists them without a key. */
function untakenAliases(taken: readonly Alias[]): ShownAlias[] {
  const names = new Set(taken.map(({ name }) => name));
  return managedAliases.filter((name) => !names.has(name)).map((name) => ({ name }));
}

function findAlias(name: string, ctx: Context): Alias {
  const alias = ctx.state(kmsSlot).aliases.get(name);
  if (!alias) throw exception(NotFoundException, `Alias ${arn(ctx, "kms", name)} is not found.`);
  return alias;
}

/** @throws ValidationException for what is no alias's name, NotAuthorizedException (without words) for AWS's own */
function refuseReserved(name: string): void {
  if (!name.startsWith("alias/")) throw new ServiceError("ValidationException", "Invalid identifier", 400);
  if (name.startsWith("alias/aws/")) throw new ServiceError("NotAuthorizedException", "", 400);
}
