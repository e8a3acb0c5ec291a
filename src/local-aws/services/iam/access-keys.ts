import { randomBytes } from "node:crypto";
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  LimitExceededException,
  ListAccessKeysCommand,
  StatusType,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { newAccessKeyId } from "../../iam/access-key-id.ts";
import { operation } from "../../operation.ts";
import { type AccessKey, accessKeysSlot } from "./access-key-state.ts";
import { noSuchEntity, seconds } from "./entities.ts";
import { page } from "./pages.ts";
import type { User } from "./state.ts";
import { userOrCaller } from "./users.ts";

const keysPerUser = 2;

export const createAccessKey = operation(CreateAccessKeyCommand, ({ UserName }, ctx) => {
  const user = userOrCaller(ctx, UserName);
  if (keysOf(ctx, user).length >= keysPerUser)
    throw exception(LimitExceededException, `Cannot exceed quota for AccessKeysPerUser: ${keysPerUser}`);
  const key: AccessKey = {
    id: newAccessKeyId("AKIA", ctx.account, ctx.ids),
    userName: user.name,
    secret: randomBytes(30).toString("base64"),
    created: seconds(ctx),
    status: StatusType.Active,
  };
  ctx.state(accessKeysSlot).keys.set(key.id, key);
  return { AccessKey: { ...describe(key), SecretAccessKey: key.secret } };
});

/** Who asks with a key that no user was given, as the administrator does, finds that key in the list. */
export const listAccessKeys = operation(ListAccessKeysCommand, (input, ctx) => {
  const user = userOrCaller(ctx, input.UserName);
  const { accessKeyId, arn, session } = ctx.caller;
  const keys = keysOf(ctx, user);
  const own = user.arn === arn && !session && !keys.some(({ id }) => id === accessKeyId);
  const all = [
    ...(own
      ? [{ id: accessKeyId, userName: user.name, created: user.created, status: StatusType.Active }]
      : []),
    ...keys,
  ];
  const { items, page: about } = page(all, ({ id }) => id, input);
  return { AccessKeyMetadata: items.map(describe), ...about };
});

export const updateAccessKey = operation(UpdateAccessKeyCommand, ({ UserName, AccessKeyId, Status }, ctx) => {
  const key = requireKey(ctx, userOrCaller(ctx, UserName), AccessKeyId);
  key.status = Status === StatusType.Inactive ? "Inactive" : "Active";
  return {};
});

export const deleteAccessKey = operation(DeleteAccessKeyCommand, ({ UserName, AccessKeyId }, ctx) => {
  const { id } = requireKey(ctx, userOrCaller(ctx, UserName), AccessKeyId);
  ctx.state(accessKeysSlot).keys.delete(id);
  return {};
});

export const getAccessKeyLastUsed = operation(GetAccessKeyLastUsedCommand, ({ AccessKeyId = "" }, ctx) => {
  const key = ctx.state(accessKeysSlot).keys.get(AccessKeyId);
  if (!key) throw notFound(AccessKeyId);
  const { at, service = "N/A", region = "N/A" } = key.lastUsed ?? {};
  return {
    UserName: key.userName,
    AccessKeyLastUsed: { LastUsedDate: at, ServiceName: service, Region: region },
  };
});

function keysOf(ctx: Context, { name }: User): AccessKey[] {
  return [...ctx.state(accessKeysSlot).keys.values()].filter(({ userName }) => userName === name);
}

function requireKey(ctx: Context, user: User, id = ""): AccessKey {
  const key = keysOf(ctx, user).find((one) => one.id === id);
  if (!key) throw notFound(id);
  return key;
}

function notFound(id: string) {
  return noSuchEntity(`The Access Key with id ${id} cannot be found.`);
}

function describe({
  id,
  userName,
  created,
  status,
}: Pick<AccessKey, "id" | "userName" | "created" | "status">) {
  return { UserName: userName, AccessKeyId: id, Status: status, CreateDate: created };
}
