import type { Context } from "../../context.ts";
import type { ConditionKeys, ResourcePolicy } from "../../iam/access.ts";
import type { AccessQuestion } from "../../iam/authorization.ts";
import type { EncryptionContext } from "./envelope.ts";
import { grantStatements } from "./grant-statements.ts";
import { type Grant, type Key, kmsSlot } from "./state.ts";

/** An action on a key, such as `kms:Decrypt`. */
export type KeyAction = `kms:${string}`;

/** How a key is used, as far as its policy and its grants may ask. */
export interface KeyUse {
  readonly encryptionContext?: EncryptionContext;
  /** Service that asks in the caller's name: `s3.ap-southeast-1.amazonaws.com`. */
  readonly via?: string;
  /** Alias by which the request named the key. */
  readonly requestAlias?: string;
  /** The grants that count. @default all of the key's */
  readonly grants?: readonly Grant[];
  /** Further condition keys, names in lower case. */
  readonly keys?: ConditionKeys;
}

/**
 * What IAM is asked about an action on a key. The key's policy has to let the caller in; a grant counts as if it were written there.
 */
export function keyQuestion(
  key: Key,
  action: KeyAction,
  ctx: Context,
  use: KeyUse = {},
): AccessQuestion & { readonly action: string } {
  return {
    action,
    resource: key.arn,
    resourceAccount: key.account,
    resourcePolicy: policyWithGrants(key, action, ctx, use),
    resourceTags: Object.fromEntries(key.tags),
    keys: {
      ...callerKeys(ctx, use),
      ...encryptionContextKeys(use.encryptionContext),
      ...keyKeys(key, ctx),
      ...(use.requestAlias === undefined ? {} : { "kms:requestalias": use.requestAlias }),
      ...use.keys,
    },
  };
}

/** The condition keys that every request to KMS has. */
export function callerKeys({ caller }: Context, { via }: Pick<KeyUse, "via"> = {}): ConditionKeys {
  return {
    ...(caller.account === "" ? {} : { "kms:calleraccount": caller.account }),
    ...(via === undefined ? {} : { "kms:viaservice": via, "aws:viaawsservice": "true" }),
  };
}

function encryptionContextKeys(context: EncryptionContext = {}): ConditionKeys {
  const names = Object.keys(context);
  if (names.length === 0) return {};
  const keys: Record<string, string | readonly string[]> = { "kms:encryptioncontextkeys": names };
  for (const [name, value] of Object.entries(context))
    keys[`kms:encryptioncontext:${name.toLowerCase()}`] = value;
  return keys;
}

function keyKeys(key: Key, ctx: Context): ConditionKeys {
  const { aliases } = ctx.in({ account: key.account }).state(kmsSlot);
  const own = [...aliases.values()].filter(({ target }) => target === key.keyId).map(({ name }) => name);
  return {
    "kms:keyspec": "SYMMETRIC_DEFAULT",
    "kms:customermasterkeyspec": "SYMMETRIC_DEFAULT",
    "kms:keyusage": key.keyUsage,
    "kms:customermasterkeyusage": key.keyUsage,
    "kms:keyorigin": "AWS_KMS",
    "kms:multiregion": String(key.multiRegion),
    ...(key.multiRegion ? { "kms:multiregionkeytype": "PRIMARY" } : {}),
    ...(own.length > 0 ? { "kms:resourcealiases": own } : {}),
  };
}

function policyWithGrants(
  { keyId, policy, grants }: Key,
  action: KeyAction,
  { caller }: Context,
  { encryptionContext, grants: counting }: KeyUse,
): ResourcePolicy {
  const name = `key policy of ${keyId}`;
  const granted =
    grants.size === 0 ? [] : grantStatements(counting ?? grants.values(), action, caller, encryptionContext);
  const byGrantOnly = action === "kms:RetireGrant";
  if (granted.length === 0 && !byGrantOnly) return { kind: "required", name, document: policy };
  const own = JSON.parse(policy) as { Statement: { Effect: string } | { Effect: string }[] };
  // What a key's policy allows of retiring has no effect, what it denies has.
  const counts = [own.Statement].flat().filter(({ Effect }) => !byGrantOnly || Effect === "Deny");
  return {
    kind: "required",
    name,
    document: JSON.stringify({ ...own, Statement: [...counts, ...granted] }),
  };
}
