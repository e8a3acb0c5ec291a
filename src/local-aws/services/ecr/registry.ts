import {
  BatchGetRepositoryScanningConfigurationCommand,
  DescribeRegistryCommand,
  GetAccountSettingCommand,
  GetAuthorizationTokenCommand,
  GetRegistryScanningConfigurationCommand,
  InvalidParameterException,
  PutAccountSettingCommand,
  PutRegistryScanningConfigurationCommand,
  PutReplicationConfigurationCommand,
  type RegistryScanningRule,
  type ScanningRepositoryFilter,
} from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { registryHost } from "./repositories.ts";
import { ecrSlot, type Repository } from "./state.ts";
import { matchesWildcard } from "./wildcard.ts";

const twelveHoursMs = 12 * 3_600_000;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const getAuthorizationToken = operation(GetAuthorizationTokenCommand, (_input, ctx) => ({
  authorizationData: [
    {
      authorizationToken: Buffer.from(`AWS:${ctx.ids.hex(64)}`).toString("base64"),
      expiresAt: new Date(ctx.now().getTime() + twelveHoursMs),
      proxyEndpoint: `https://${registryHost(ctx)}`,
    },
  ],
}));

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRegistry.html */
export const describeRegistry = operation(DescribeRegistryCommand, (_input, ctx) => ({
  registryId: ctx.account,
  replicationConfiguration: { rules: ctx.state(ecrSlot).replicationRules },
}));

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutReplicationConfiguration.html */
export const putReplicationConfiguration = operation(PutReplicationConfigurationCommand, (input, ctx) => {
  const rules = input.replicationConfiguration?.rules ?? [];
  for (const { destinations = [] } of rules)
    for (const { region, registryId } of destinations)
      if (region === ctx.region && registryId === ctx.account)
        throw exception(
          InvalidParameterException,
          "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: 'Replication destination cannot be the same as the source registry'",
        );
  ctx.state(ecrSlot).replicationRules = rules;
  return { replicationConfiguration: { rules } };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRegistryScanningConfiguration.html */
export const getRegistryScanningConfiguration = operation(
  GetRegistryScanningConfigurationCommand,
  (_input, ctx) => ({
    registryId: ctx.account,
    scanningConfiguration: ctx.state(ecrSlot).scanning,
  }),
);

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html */
export const putRegistryScanningConfiguration = operation(
  PutRegistryScanningConfigurationCommand,
  (input, ctx) => {
    const { scanType = "BASIC", rules = [] } = input;
    const state = ctx.state(ecrSlot);
    state.scanning = { scanType, rules };
    return { registryScanningConfiguration: state.scanning };
  },
);

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetRepositoryScanningConfiguration.html */
export const batchGetRepositoryScanningConfiguration = operation(
  BatchGetRepositoryScanningConfigurationCommand,
  ({ repositoryNames = [] }, ctx) => {
    const { repositories, scanning } = ctx.state(ecrSlot);
    const found = repositoryNames.flatMap((name) => repositories.get(name) ?? []);
    return {
      scanningConfigurations: found.map((repository) => scanningOf(repository, scanning.rules ?? [])),
      failures: repositoryNames
        .filter((name) => !repositories.has(name))
        .map((repositoryName) => ({
          repositoryName,
          failureCode: "REPOSITORY_NOT_FOUND" as const,
          failureReason: `The repository with name '${repositoryName}' does not exist in the registry with id '${ctx.account}'`,
        })),
    };
  },
);

/** Settings of a registry with AWS's defaults. Source: the ECR API reference, 2026. */
const settingDefaults: Readonly<Record<string, string>> = {
  BASIC_SCAN_TYPE_VERSION: "AWS_NATIVE",
  REGISTRY_POLICY_SCOPE: "V2",
  BLOB_MOUNTING: "DISABLED",
};

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAccountSetting.html */
export const getAccountSetting = operation(GetAccountSettingCommand, ({ name = "" }, ctx) => ({
  name,
  value: ctx.state(ecrSlot).settings.get(name) ?? settingDefaults[knownSetting(name)],
}));

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html */
export const putAccountSetting = operation(PutAccountSettingCommand, ({ name = "", value = "" }, ctx) => {
  ctx.state(ecrSlot).settings.set(knownSetting(name), value);
  return { name, value };
});

function knownSetting(name: string): string {
  if (name in settingDefaults) return name;
  throw exception(
    InvalidParameterException,
    `Invalid parameter at 'name' failed to satisfy constraint: 'Unknown account setting ${name}'`,
  );
}

function scanningOf({ name, arn, scanOnPush }: Repository, rules: readonly RegistryScanningRule[]) {
  const applied = rules.flatMap(({ scanFrequency, repositoryFilters = [] }) =>
    repositoryFilters.filter((filter) => fits(filter, name)).map((filter) => ({ scanFrequency, filter })),
  );
  const byRegistry = applied.find(({ scanFrequency }) => scanFrequency === "CONTINUOUS_SCAN") ?? applied[0];
  return {
    repositoryArn: arn,
    repositoryName: name,
    scanOnPush: scanOnPush || byRegistry?.scanFrequency === "SCAN_ON_PUSH",
    scanFrequency:
      byRegistry?.scanFrequency ?? (scanOnPush ? ("SCAN_ON_PUSH" as const) : ("MANUAL" as const)),
    appliedScanFilters: applied.map(({ filter }) => filter),
  };
}

function fits({ filter = "" }: ScanningRepositoryFilter, name: string): boolean {
  // Without a wildcard, a filter fits every name that holds it.
  return filter.includes("*") ? matchesWildcard(filter, name) : name.includes(filter);
}
