import type { Context } from "../../context.ts";
import type { Decision } from "../../iam/access.ts";
import { mayAccess, requireAccess } from "../../iam/authorize.ts";
import type { ErrorCode } from "../../service-errors.ts";
import { aliasIn, findKey, mustBeEnabled } from "./find-key.ts";
import { type KeyAction, type KeyUse, keyQuestion } from "./key-question.ts";
import type { Key } from "./state.ts";

/** How KMS itself refuses. */
const accessDenied: ErrorCode = { code: "AccessDeniedException", status: 400 };

/**
 * Whether the context's caller may use a key: what other services ask before they encrypt with it. A service that acts by itself
 * asks with `ctx.in({ caller: serviceCaller(…) })`. The key's state is not looked at.
 * @param name id, alias, or ARN of either; an ARN may be another account's
 * @throws KMS's NotFoundException, InvalidArnException; ServiceError AccessDeniedException for another account's that is not there
 *
 * @example
 * mayUseKey(ctx, arn, "kms:Decrypt", { encryptionContext: { "aws:s3:arn": objectArn }, via: `s3.${ctx.region}.amazonaws.com` })
 */
export function mayUseKey(ctx: Context, name: string, action: KeyAction, use: KeyUse = {}): Decision {
  return mayAccess(ctx, keyQuestion(findKey(name, ctx), action, ctx, named(name, use)));
}

/**
 * The key of this name, which is enabled and which the context's caller may use for all these actions.
 * @param denied code of the refusal, where the service that asks words it its own way
 * @throws as {@link mayUseKey}; ServiceError of `denied`; KMS's DisabledException, KMSInvalidStateException
 */
export function requireKey(
  ctx: Context,
  name: string,
  actions: readonly KeyAction[],
  use: KeyUse = {},
  denied = accessDenied,
): Key {
  const key = findKey(name, ctx);
  for (const action of actions) requireAccess(ctx, keyQuestion(key, action, ctx, named(name, use)), denied);
  return mustBeEnabled(key);
}

function named(name: string, use: KeyUse): KeyUse {
  const requestAlias = aliasIn(name);
  return requestAlias === undefined ? use : { requestAlias, ...use };
}
