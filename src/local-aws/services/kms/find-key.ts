import {
  DisabledException,
  InvalidArnException,
  KMSInvalidStateException,
  NotFoundException,
} from "@aws-sdk/client-kms";
import { arn, type Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { managedKey } from "./managed-keys.ts";
import { newMaterial } from "./new-key.ts";
import { type Key, type KmsState, kmsSlot } from "./state.ts";

/**
 * The key that an id, a key's ARN, an alias or an alias's ARN names.
 * @throws NotFoundException, InvalidArnException, AccessDeniedException for a key of another account that is not there
 */
export function findKey(name: string | undefined, ctx: Context): Key {
  const { resource, place } = parseName(name ?? "", ctx);
  if (resource.startsWith("alias/")) return keyOfAlias(resource, place, ctx);
  const keyId = resource.replace(/^key\//, "");
  const key = livingKey(keyId, place);
  if (key) return key;
  const missing = arn(place, "kms", `key/${keyId}`);
  throw place.account === ctx.account
    ? notFound(`Key '${missing}' does not exist`)
    : outOfReach(missing, ctx);
}

/** As {@link findKey}, for the operations that take no alias. */
export function findKeyById(name: string | undefined, ctx: Context): Key {
  if (name?.startsWith("alias/")) throw notFound(`Invalid keyId '${name}'`);
  if (name?.includes(":alias/")) throw exception(InvalidArnException, `${name} is not a valid key ARN`);
  return findKey(name, ctx);
}

/** Every key that AWS still shows, as time has left it. */
export function livingKeys(ctx: Context): Key[] {
  const { keys } = ctx.state(kmsSlot);
  return [...keys.keys()].flatMap((keyId) => livingKey(keyId, ctx) ?? []);
}

/** @throws DisabledException, KMSInvalidStateException */
export function mustBeEnabled(key: Key): Key {
  if (key.state === "Disabled") throw exception(DisabledException, `${key.arn} is disabled.`);
  return mustNotBePendingDeletion(key);
}

/** @throws KMSInvalidStateException */
export function mustNotBePendingDeletion(key: Key): Key {
  if (key.state === "PendingDeletion")
    throw exception(KMSInvalidStateException, `${key.arn} is pending deletion.`);
  return key;
}

/** What the account may not do to keys that AWS manages, nor to another account's. @throws AccessDeniedException */
export function mustBeCustomers(key: Key, action: string, ctx: Context): Key {
  if (key.manager === "AWS") throw denied(key, action, ctx);
  return mustBeOwn(key, action, ctx);
}

/** What KMS does to keys of the caller's account only, whatever policies allow. @throws AccessDeniedException */
export function mustBeOwn(key: Key, action: string, ctx: Context): Key {
  if (key.account !== ctx.account) throw denied(key, action, ctx);
  return key;
}

function denied(key: Key, action: string, { caller }: Context): ServiceError {
  return new ServiceError(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: kms:${action} on resource: ${key.arn}`,
    400,
  );
}

/** The name of an alias in what may be one, or an alias's ARN. */
export function aliasIn(name: string): string | undefined {
  return /^(?:arn:[^:]*:kms:[^:]*:\d*:)?(alias\/.+)$/.exec(name)?.[1];
}

function parseName(name: string, ctx: Context): { resource: string; place: Context } {
  if (!name.startsWith("arn:")) return { resource: name, place: ctx };
  const [, , service, region = "", account = "", ...rest] = name.split(":");
  if (service !== "kms") throw exception(InvalidArnException, `${name} is not a valid ARN`);
  if (region !== ctx.region) throw notFound(`Invalid arn ${region}`);
  return { resource: rest.join(":"), place: account === ctx.account ? ctx : ctx.in({ account }) };
}

function keyOfAlias(aliasName: string, place: Context, ctx: Context): Key {
  const alias = place.state(kmsSlot).aliases.get(aliasName);
  const own = place.account === ctx.account;
  const key = alias ? livingKey(alias.target, place) : own ? managedKey(aliasName, place) : undefined;
  if (key) return key;
  const missing = arn(place, "kms", aliasName);
  throw own ? notFound(`Alias ${missing} is not found.`) : outOfReach(missing, ctx);
}

/** Of another account's keys KMS does not tell whether they are there. */
function outOfReach(missing: string, { caller }: Context): ServiceError {
  return new ServiceError(
    "AccessDeniedException",
    `User: ${caller.arn || caller.service || "anonymous"} is not authorized to perform this operation on resource: ${missing} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    400,
  );
}

/** The key of an id, as time has left it; undefined when there is none. */
export function livingKey(keyId: string, ctx: Context): Key | undefined {
  const state = ctx.state(kmsSlot);
  const key = state.keys.get(keyId);
  if (!key) return undefined;
  if (key.deletionDate && key.deletionDate <= ctx.now()) {
    forget(key, state);
    return undefined;
  }
  rotateWhenDue(key, ctx);
  return key;
}

function forget({ keyId }: Key, { keys, aliases }: KmsState): void {
  keys.delete(keyId);
  for (const { name, target } of [...aliases.values()]) if (target === keyId) aliases.delete(name);
}

function rotateWhenDue(key: Key, ctx: Context): void {
  const { rotation } = key;
  while (key.state === "Enabled" && rotation && rotation.next <= ctx.now()) {
    key.material.push(newMaterial(ctx));
    key.rotations.push({ date: rotation.next, type: "AUTOMATIC" });
    rotation.next = new Date(rotation.next.getTime() + rotation.periodDays * 86_400_000);
  }
}

function notFound(message: string): Error {
  return exception(NotFoundException, message);
}
