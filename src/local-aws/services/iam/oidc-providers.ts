import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  EntityAlreadyExistsException,
  GetOpenIDConnectProviderCommand,
  InvalidInputException,
  ListOpenIDConnectProvidersCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { iamArn, iamState, noSuchEntity, seconds } from "./entities.ts";
import { checkClientIds, checkCount } from "./quotas.ts";
import type { OidcProvider } from "./state.ts";
import { tagList, tagMap } from "./tags.ts";

/**
 * What IAM fills in when no thumbprint is given: that of the authority at the top of the issuer's chain. This one is the
 * Starfield authority's, which the issuers of EKS chain to.
 */
const authorityThumbprint = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

export const createOpenIdConnectProvider = operation(CreateOpenIDConnectProviderCommand, (input, ctx) => {
  const { Url = "", ClientIDList = [], ThumbprintList = [], Tags } = input;
  if (!/^https:\/\/[^/?#@]+/.test(Url))
    throw exception(InvalidInputException, "Invalid Open ID Connect Provider URL");
  const url = Url.replace("https://", "").replace(/\/$/, "");
  const arn = iamArn(ctx, "oidc-provider", "/", url);
  const { oidcProviders } = iamState(ctx);
  if (oidcProviders.has(arn))
    throw exception(EntityAlreadyExistsException, `Provider with url https://${url} already exists.`);
  checkCount(ctx, "oidcProvider", oidcProviders.size);
  checkClientIds(ClientIDList.length);
  const provider: OidcProvider = {
    arn,
    url,
    clientIds: new Set(ClientIDList),
    thumbprints: ThumbprintList.length > 0 ? ThumbprintList : [authorityThumbprint],
    created: seconds(ctx),
    tags: tagMap(Tags),
  };
  oidcProviders.set(arn, provider);
  return { OpenIDConnectProviderArn: arn, Tags: tagList(provider.tags) };
});

export const getOpenIdConnectProvider = operation(
  GetOpenIDConnectProviderCommand,
  ({ OpenIDConnectProviderArn }, ctx) => {
    const provider = requireOidcProvider(ctx, OpenIDConnectProviderArn);
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: provider.thumbprints,
      CreateDate: provider.created,
      Tags: tagList(provider.tags),
    };
  },
);

export const listOpenIdConnectProviders = operation(ListOpenIDConnectProvidersCommand, (_input, ctx) => ({
  OpenIDConnectProviderList: [...iamState(ctx).oidcProviders.keys()].map((Arn) => ({ Arn })),
}));

export const addClientIdToOpenIdConnectProvider = operation(
  AddClientIDToOpenIDConnectProviderCommand,
  ({ OpenIDConnectProviderArn, ClientID = "" }, ctx) => {
    const { clientIds } = requireOidcProvider(ctx, OpenIDConnectProviderArn);
    checkClientIds(new Set([...clientIds, ClientID]).size);
    clientIds.add(ClientID);
    return {};
  },
);

export const removeClientIdFromOpenIdConnectProvider = operation(
  RemoveClientIDFromOpenIDConnectProviderCommand,
  ({ OpenIDConnectProviderArn, ClientID = "" }, ctx) => {
    requireOidcProvider(ctx, OpenIDConnectProviderArn).clientIds.delete(ClientID);
    return {};
  },
);

export const updateOpenIdConnectProviderThumbprint = operation(
  UpdateOpenIDConnectProviderThumbprintCommand,
  ({ OpenIDConnectProviderArn, ThumbprintList = [] }, ctx) => {
    requireOidcProvider(ctx, OpenIDConnectProviderArn).thumbprints = ThumbprintList;
    return {};
  },
);

/** Deleting one that is not there is no error: IAM documents the operation as idempotent. */
export const deleteOpenIdConnectProvider = operation(
  DeleteOpenIDConnectProviderCommand,
  ({ OpenIDConnectProviderArn = "" }, ctx) => {
    iamState(ctx).oidcProviders.delete(OpenIDConnectProviderArn);
    return {};
  },
);

/** @throws NoSuchEntityException */
export function requireOidcProvider(ctx: Context, arn = ""): OidcProvider {
  const provider = iamState(ctx).oidcProviders.get(arn);
  if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}
