import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  EntityAlreadyExistsException,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
} from "@aws-sdk/client-iam";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { iamState, noSuchEntity } from "./entities.ts";
import { page } from "./pages.ts";
import { summaryQuotas } from "./quotas.ts";

export const getAccountSummary = operation(GetAccountSummaryCommand, (_input, ctx) => {
  const { roles, users, groups, policies, instanceProfiles, oidcProviders } = iamState(ctx);
  return {
    SummaryMap: {
      ...summaryQuotas(ctx),
      Roles: roles.size,
      Users: users.size,
      Groups: groups.size,
      Policies: policies.size,
      InstanceProfiles: instanceProfiles.size,
      Providers: oidcProviders.size,
      PolicyVersionsInUse: [...policies.values()].reduce((sum, { versions }) => sum + versions.size, 0),
      AccountMFAEnabled: 1,
      AccountAccessKeysPresent: 0,
      MFADevices: 0,
      MFADevicesInUse: 0,
      ServerCertificates: 0,
    },
  };
});

export const listAccountAliases = operation(ListAccountAliasesCommand, (input, ctx) => {
  const { items, page: about } = page(iamState(ctx).accountAliases, (alias) => alias, input);
  return { AccountAliases: items, ...about };
});

/** An account has one alias: a new one takes the old one's place. */
export const createAccountAlias = operation(CreateAccountAliasCommand, ({ AccountAlias = "" }, ctx) => {
  const { accountAliases } = iamState(ctx);
  if (accountAliases.has(AccountAlias))
    throw exception(EntityAlreadyExistsException, `The account alias ${AccountAlias} already exists.`);
  accountAliases.clear();
  accountAliases.add(AccountAlias);
  return {};
});

export const deleteAccountAlias = operation(DeleteAccountAliasCommand, ({ AccountAlias = "" }, ctx) => {
  if (!iamState(ctx).accountAliases.delete(AccountAlias))
    throw noSuchEntity(`The account alias ${AccountAlias} cannot be found.`);
  return {};
});
