import {
  CreateGrantCommand,
  type GrantListEntry,
  InvalidArnException,
  InvalidGrantIdException,
  InvalidGrantTokenException,
  LimitExceededException,
  ListGrantsCommand,
  ListRetirableGrantsCommand,
  NotFoundException,
  RetireGrantCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type InputOf, operation } from "../../operation.ts";
import { isKnownPrincipal } from "../iam/unknown-principals.ts";
import { refuseDryRun } from "./dry-run.ts";
import { findKeyById, livingKeys, mustBeEnabled } from "./find-key.ts";
import { page } from "./pages.ts";
import type { Grant, Key } from "./state.ts";

/** The same grant under the same name is made once. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export const createGrant = operation(CreateGrantCommand, (input, ctx) => {
  const key = mustBeEnabled(findKeyById(input.KeyId, ctx));
  for (const name of [input.GranteePrincipal, input.RetiringPrincipal])
    if (name !== undefined && !isKnownPrincipal(name, ctx))
      throw exception(InvalidArnException, `ARN does not refer to a valid principal: ${name}`);
  if (key.grants.size >= ctx.quota("kms:grants-per-key"))
    throw exception(LimitExceededException, `A key has at most ${ctx.quota("kms:grants-per-key")} grants.`);
  refuseDryRun(input);
  const { id, token } = issueGrant(key, input, ctx);
  return { GrantId: id, GrantToken: token };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export const listGrants = operation(ListGrantsCommand, (input, ctx) => {
  const key = findKeyById(input.KeyId, ctx);
  if (input.GrantId !== undefined && !key.grants.has(input.GrantId))
    throw exception(InvalidGrantIdException, `Invalid grant id ${input.GrantId}`);
  const found = [...key.grants.values()].filter(
    ({ id, grantee, granteeService }) =>
      id === (input.GrantId ?? id) &&
      grantee === (input.GranteePrincipal ?? grantee) &&
      granteeService === (input.GranteeServicePrincipal ?? granteeService),
  );
  const { items, more } = page(found, ({ id }) => id, input);
  return { Grants: items.map((grant) => entry(key, grant)), ...more };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html */
export const listRetirableGrants = operation(ListRetirableGrantsCommand, (input, ctx) => {
  const found = livingKeys(ctx).flatMap((key) =>
    [...key.grants.values()]
      .filter(({ retiring }) => retiring !== undefined && retiring === input.RetiringPrincipal)
      .map((grant) => ({ key, grant })),
  );
  const { items, more } = page(found, ({ grant }) => grant.id, input);
  return { Grants: items.map(({ key, grant }) => entry(key, grant)), ...more };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html */
export const revokeGrant = operation(RevokeGrantCommand, (input, ctx) => {
  removeGrant(findKeyById(input.KeyId, ctx), input.GrantId);
  return {};
});

/** By token, or by key and id. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html */
export const retireGrant = operation(RetireGrantCommand, ({ GrantToken, KeyId, GrantId }, ctx) => {
  if (GrantToken === undefined) {
    removeGrant(findKeyById(KeyId, ctx), GrantId);
    return {};
  }
  for (const { grants } of livingKeys(ctx))
    for (const { id, token } of grants.values())
      if (token === GrantToken) {
        grants.delete(id);
        return {};
      }
  throw exception(InvalidGrantTokenException, "Invalid grant token.");
});

type GrantTerms = Omit<InputOf<typeof CreateGrantCommand>, "KeyId">;

/** Gives a grant under a key: also what services of AWS take for themselves. */
export function issueGrant(key: Key, terms: GrantTerms, ctx: Context): Grant {
  const wanted = newGrant(terms, ctx);
  const same = [...key.grants.values()].find((grant) => grant.name !== undefined && isSame(grant, wanted));
  const grant = same ?? wanted;
  key.grants.set(grant.id, grant);
  return grant;
}

function newGrant(input: GrantTerms, ctx: Context): Grant {
  return {
    id: ctx.ids.hex(64),
    token: Buffer.from(ctx.ids.hex(128), "hex").toString("base64"),
    name: input.Name,
    created: ctx.now(),
    grantee: input.GranteePrincipal,
    retiring: input.RetiringPrincipal,
    granteeService: input.GranteeServicePrincipal,
    retiringService: input.RetiringServicePrincipal,
    issuingAccount: `arn:aws:iam::${ctx.account}:root`,
    operations: input.Operations ?? [],
    constraints: input.Constraints,
  };
}

function isSame(a: Grant, b: Grant): boolean {
  const terms = ({ id: _, token: __, created: ___, ...rest }: Grant) => JSON.stringify(rest);
  return terms(a) === terms(b);
}

function removeGrant({ grants }: Key, id = ""): void {
  if (!grants.delete(id)) throw exception(NotFoundException, `Grant ID ${id} not found`);
}

function entry(key: Key, grant: Grant): GrantListEntry {
  return {
    KeyId: key.arn,
    GrantId: grant.id,
    Name: grant.name ?? "",
    CreationDate: grant.created,
    GranteePrincipal: grant.grantee,
    RetiringPrincipal: grant.retiring,
    GranteeServicePrincipal: grant.granteeService,
    RetiringServicePrincipal: grant.retiringService,
    IssuingAccount: grant.issuingAccount,
    Operations: [...grant.operations],
    Constraints: grant.constraints,
  };
}
