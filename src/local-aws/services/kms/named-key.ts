import { KMSServiceException } from "@aws-sdk/client-kms";
import { arn, type Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import type { AccessQuestion } from "../../iam/authorization.ts";
import { aliasIn, findKey } from "./find-key.ts";
import { callerKeys, type KeyAction, type KeyUse, keyQuestion } from "./key-question.ts";
import type { Key } from "./state.ts";

/** A question on a named key; where there is none, identity policies alone decide whether the caller hears so. */
export function onNamed(
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
export function lookUp(name: string, ctx: Context): Key | undefined {
  try {
    return findKey(name, ctx);
  } catch (error) {
    if (error instanceof KMSServiceException || error instanceof ServiceError) return undefined;
    throw error;
  }
}
