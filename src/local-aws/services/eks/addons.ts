import {
  CreateAddonCommand,
  DeleteAddonCommand,
  DescribeAddonCommand,
  InvalidParameterException,
  ListAddonsCommand,
  ResourceInUseException,
  UpdateAddonCommand,
} from "@aws-sdk/client-eks";
import { arn } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { catalogAddon } from "./addon-catalog.ts";
import { giveIdentities } from "./addon-identities.ts";
import { startAddon, stopAddon } from "./addon-lifecycle.ts";
import { addonVersionFor } from "./addon-versions.ts";
import { findActiveCluster, findAddon, findCluster, findUpdatableAddon } from "./find.ts";
import { page } from "./page.ts";
import { requireRole } from "./roles.ts";
import type { AddonRecord } from "./state.ts";
import { startUpdate } from "./updates.ts";

export const createAddon = operation(CreateAddonCommand, (input, ctx) => {
  const record = findActiveCluster(input.clusterName, ctx);
  const name = input.addonName ?? "";
  if (record.addons.has(name))
    throw exception(ResourceInUseException, "Addon already exists.", {
      clusterName: input.clusterName,
      addonName: name,
    });
  const addonVersion = addonVersionFor(name, input.addonVersion, record.cluster.version);
  if (input.serviceAccountRoleArn) requireRole(input.serviceAccountRoleArn, ctx);
  checkConfiguration(input.configurationValues);
  const now = ctx.now();
  const catalog = catalogAddon(name);
  const addon: AddonRecord = {
    addonName: name,
    clusterName: record.cluster.name,
    status: "CREATING",
    addonVersion,
    health: { issues: [] },
    addonArn: arn(ctx, "eks", `addon/${record.cluster.name}/${name}/${ctx.ids.uuid()}`),
    createdAt: now,
    modifiedAt: now,
    serviceAccountRoleArn: input.serviceAccountRoleArn,
    tags: input.tags ?? {},
    publisher: "eks",
    owner: catalog?.owner,
    configurationValues: input.configurationValues,
    namespaceConfig: { namespace: input.namespaceConfig?.namespace ?? catalog?.namespace },
  };
  giveIdentities(record, addon, input.podIdentityAssociations, ctx);
  record.addons.set(name, addon);
  startAddon(record, addon, ctx);
  return { addon };
});

export const describeAddon = operation(DescribeAddonCommand, ({ clusterName, addonName }, ctx) => ({
  addon: findAddon(findCluster(clusterName, ctx), addonName),
}));

export const listAddons = operation(ListAddonsCommand, (input, ctx) => {
  const { items, nextToken } = page([...findCluster(input.clusterName, ctx).addons.keys()].sort(), input);
  return { addons: items, nextToken };
});

export const updateAddon = operation(UpdateAddonCommand, (input, ctx) => {
  const record = findActiveCluster(input.clusterName, ctx);
  const addon = findUpdatableAddon(record, input.addonName);
  const { addonName } = addon;
  const addonVersion = input.addonVersion
    ? addonVersionFor(addonName, input.addonVersion, record.cluster.version)
    : addon.addonVersion;
  if (input.serviceAccountRoleArn) requireRole(input.serviceAccountRoleArn, ctx);
  checkConfiguration(input.configurationValues);
  giveIdentities(record, addon, input.podIdentityAssociations, ctx);
  addon.addonVersion = addonVersion;
  // A request without a role leaves the add-on to the nodes' permissions.
  addon.serviceAccountRoleArn = input.serviceAccountRoleArn || undefined;
  addon.configurationValues = input.configurationValues ?? addon.configurationValues;
  addon.modifiedAt = ctx.now();
  const params = {
    AddonVersion: input.addonVersion,
    ServiceAccountRoleArn: input.serviceAccountRoleArn,
    ResolveConflicts: input.resolveConflicts,
    ConfigurationValues: input.configurationValues,
    PodIdentityAssociations: input.podIdentityAssociations,
  };
  return { update: startUpdate(record, "AddonUpdate", params, ctx, { addonName }) };
});

/** With `preserve`, what it runs stays in the cluster, as if it had been put there by hand. */
export const deleteAddon = operation(DeleteAddonCommand, ({ clusterName, addonName, preserve }, ctx) => {
  const record = findCluster(clusterName, ctx);
  const addon = findAddon(record, addonName);
  if (preserve) record.selfManaged.add(addon.addonName);
  else record.selfManaged.delete(addon.addonName);
  stopAddon(record, addon, ctx);
  return { addon };
});

/** What looks like JSON has to be JSON; YAML is taken as it is. */
function checkConfiguration(values: string | undefined): void {
  if (!values?.trimStart().startsWith("{")) return;
  try {
    JSON.parse(values);
  } catch {
    throw exception(InvalidParameterException, "ConfigurationValue is not in valid JSON or YAML format.");
  }
}
