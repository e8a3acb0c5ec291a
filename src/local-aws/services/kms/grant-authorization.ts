import type { CreateGrantCommand, RetireGrantCommand } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import type { AccessQuestion } from "../../iam/authorization.ts";
import type { InputOf } from "../../operation.ts";
import { livingKeys } from "./find-key.ts";
import { covers } from "./grant-statements.ts";
import { lookUp, onNamed } from "./named-key.ts";
import type { Grant, Key } from "./state.ts";

/** Whoever may by a grant alone gives away no more than that grant holds. */
export function createGrant(
  input: InputOf<typeof CreateGrantCommand>,
  ctx: Context,
): readonly AccessQuestion[] {
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
  const grants = grantsOf(lookUp(input.KeyId ?? "", ctx)).filter((grant) => covers(grant, input));
  return onNamed(input.KeyId, "kms:CreateGrant", ctx, { encryptionContext, keys, grants });
}

/** The one grant that is to end says who may end it; where there is none, there is nothing to ask. */
export function retireGrant(
  { GrantToken: token, KeyId, GrantId }: InputOf<typeof RetireGrantCommand>,
  ctx: Context,
): readonly AccessQuestion[] {
  const key = token === undefined ? lookUp(KeyId ?? "", ctx) : keyOfToken(token, ctx);
  const grants = grantsOf(key).filter((grant) =>
    token === undefined ? grant.id === GrantId : grant.token === token,
  );
  return grants.length === 0 ? [] : onNamed(key?.arn, "kms:RetireGrant", ctx, { grants });
}

function grantsOf(key: Key | undefined): Grant[] {
  return [...(key?.grants.values() ?? [])];
}

function keyOfToken(token: string, ctx: Context): Key | undefined {
  return livingKeys(ctx).find(({ grants }) => [...grants.values()].some((grant) => grant.token === token));
}
