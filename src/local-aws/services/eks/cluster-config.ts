import { isDeepStrictEqual } from "node:util";
import {
  AssociateEncryptionConfigCommand,
  InvalidParameterException,
  UpdateClusterConfigCommand,
  type UpdateClusterConfigRequest,
  UpdateClusterVersionCommand,
  type UpdateType,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { changeNetwork, checkSubnets } from "./cluster-network.ts";
import { minorOf, offeredVersion } from "./cluster-versions.ts";
import { createLogGroup, loggingOf } from "./control-plane-logs.ts";
import { checkEncryption } from "./encryption.ts";
import { checkEndpointAccess } from "./endpoint-access.ts";
import { findUpdatableCluster } from "./find.ts";
import type { ClusterRecord } from "./state.ts";
import { startUpdate, type UpdateParams } from "./updates.ts";

export const updateClusterConfig = operation(UpdateClusterConfigCommand, (input, ctx) => {
  const kinds = changes.filter(({ asked }) => asked(input));
  const [kind] = kinds;
  const record = findUpdatableCluster(input.name, kind?.type(input), ctx);
  if (!kind) throw invalid(record, "No updates were given: the request names nothing to change");
  if (kinds.length > 1) throw invalid(record, "Only one type of update can be allowed.");
  const params = kind.apply(record, input, ctx);
  return { update: startUpdate(record, kind.type(input), params, ctx) };
});

export const updateClusterVersion = operation(UpdateClusterVersionCommand, ({ name, version = "" }, ctx) => {
  const record = findUpdatableCluster(name, "VersionUpdate", ctx);
  const { cluster } = record;
  if (version === cluster.version)
    throw invalid(record, `Cluster is already at the desired configuration with version: ${version}`);
  const offered = offeredVersion(version, ctx);
  if (minorOf(version) !== minorOf(cluster.version) + 1)
    throw invalid(
      record,
      `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
    );
  refuseOldNodes(record, version);
  cluster.version = version;
  cluster.platformVersion = offered.platformVersion;
  const params = { Version: version, PlatformVersion: offered.platformVersion };
  return { update: startUpdate(record, "VersionUpdate", params, ctx) };
});

export const associateEncryptionConfig = operation(
  AssociateEncryptionConfigCommand,
  ({ clusterName, encryptionConfig }, ctx) => {
    const record = findUpdatableCluster(clusterName, "AssociateEncryptionConfig", ctx);
    if (record.cluster.encryptionConfig?.length)
      throw invalid(record, "Encryption is already enabled on the cluster");
    checkEncryption(encryptionConfig, ctx);
    record.cluster.encryptionConfig = encryptionConfig;
    return {
      update: startUpdate(record, "AssociateEncryptionConfig", { EncryptionConfig: encryptionConfig }, ctx),
    };
  },
);

/** One kind of change that UpdateClusterConfig knows; a request may hold one kind only. */
interface Change {
  asked(input: UpdateClusterConfigRequest): boolean;
  type(input: UpdateClusterConfigRequest): UpdateType;
  apply(record: ClusterRecord, input: UpdateClusterConfigRequest, ctx: Context): UpdateParams;
}

const changes: readonly Change[] = [
  {
    asked: ({ logging }) => logging !== undefined,
    type: () => "LoggingUpdate",
    apply: applyLogging,
  },
  {
    asked: ({ resourcesVpcConfig: vpc }) =>
      vpc?.endpointPublicAccess !== undefined ||
      vpc?.endpointPrivateAccess !== undefined ||
      vpc?.publicAccessCidrs !== undefined,
    type: () => "EndpointAccessUpdate",
    apply: applyEndpointAccess,
  },
  {
    asked: ({ resourcesVpcConfig: vpc }) =>
      vpc?.subnetIds !== undefined || vpc?.securityGroupIds !== undefined,
    type: () => "VpcConfigUpdate",
    apply: applyVpcConfig,
  },
  {
    asked: ({ accessConfig }) => accessConfig !== undefined,
    type: () => "AccessConfigUpdate",
    apply: applyAccessConfig,
  },
  {
    asked: ({ upgradePolicy }) => upgradePolicy !== undefined,
    type: () => "UpgradePolicyUpdate",
    apply: ({ cluster }, { upgradePolicy }) => {
      cluster.upgradePolicy = upgradePolicy;
      return { UpgradePolicy: upgradePolicy };
    },
  },
  {
    asked: ({ zonalShiftConfig }) => zonalShiftConfig !== undefined,
    type: () => "ZonalShiftConfigUpdate",
    apply: ({ cluster }, { zonalShiftConfig }) => {
      cluster.zonalShiftConfig = zonalShiftConfig;
      return { ZonalShiftConfig: zonalShiftConfig };
    },
  },
  {
    asked: ({ computeConfig, kubernetesNetworkConfig, storageConfig }) =>
      (computeConfig ?? kubernetesNetworkConfig ?? storageConfig) !== undefined,
    type: () => "AutoModeUpdate",
    apply: applyAutoMode,
  },
  {
    asked: ({ deletionProtection }) => deletionProtection !== undefined,
    type: () => "DeletionProtectionUpdate",
    apply: ({ cluster }, { deletionProtection }) => {
      cluster.deletionProtection = deletionProtection;
      return { DeletionProtection: deletionProtection };
    },
  },
];

function applyLogging(
  record: ClusterRecord,
  { logging }: UpdateClusterConfigRequest,
  ctx: Context,
): UpdateParams {
  const { cluster } = record;
  const next = loggingOf(logging, cluster.logging);
  if (isDeepStrictEqual(next, cluster.logging))
    throw invalid(record, "No changes needed for the logging config provided");
  cluster.logging = next;
  createLogGroup(cluster, ctx);
  return { ClusterLogging: logging };
}

function applyEndpointAccess(
  record: ClusterRecord,
  { resourcesVpcConfig: asked = {} }: UpdateClusterConfigRequest,
  ctx: Context,
): UpdateParams {
  const config = record.cluster.resourcesVpcConfig;
  const endpointPublicAccess = asked.endpointPublicAccess ?? config.endpointPublicAccess ?? true;
  const next = {
    endpointPublicAccess,
    endpointPrivateAccess: asked.endpointPrivateAccess ?? config.endpointPrivateAccess ?? false,
    publicAccessCidrs: endpointPublicAccess
      ? (asked.publicAccessCidrs ??
        (config.publicAccessCidrs?.length ? config.publicAccessCidrs : ["0.0.0.0/0"]))
      : [],
  };
  checkEndpointAccess(next, record.cluster.name, ctx);
  const same = (Object.keys(next) as (keyof typeof next)[]).every(
    (key) => String(next[key]) === String(config[key]),
  );
  if (same)
    throw invalid(
      record,
      `Cluster is already at the desired configuration with endpointPrivateAccess: ${next.endpointPrivateAccess} , endpointPublicAccess: ${next.endpointPublicAccess}, and Public Endpoint Restrictions: [${next.publicAccessCidrs.join(", ")}]`,
    );
  Object.assign(config, next);
  return {
    EndpointPublicAccess: next.endpointPublicAccess,
    EndpointPrivateAccess: next.endpointPrivateAccess,
    PublicAccessCidrs: next.publicAccessCidrs,
  };
}

function applyVpcConfig(
  record: ClusterRecord,
  { resourcesVpcConfig: asked = {} }: UpdateClusterConfigRequest,
  ctx: Context,
): UpdateParams {
  const config = record.cluster.resourcesVpcConfig;
  const subnets = checkSubnets(asked.subnetIds ?? config.subnetIds ?? [], ctx);
  const securityGroupIds = asked.securityGroupIds ?? config.securityGroupIds ?? [];
  if (subnets.some(({ VpcId }) => VpcId !== record.network.vpcId))
    throw invalid(record, "Subnets specified must be in the same VPC as the cluster");
  const zones = zonesOf(checkSubnets(config.subnetIds ?? [], ctx));
  if (zonesOf(subnets) !== zones)
    throw invalid(
      record,
      `Provided subnets ${subnets.map(({ SubnetId }) => SubnetId).join(", ")} belong to the AZs ${zonesOf(subnets)}. But they should belong to the exact set of AZs ${zones} in which subnets were provided during cluster creation.`,
    );
  changeNetwork(record, subnets, securityGroupIds, ctx);
  config.subnetIds = asked.subnetIds ?? config.subnetIds;
  config.securityGroupIds = securityGroupIds;
  return { Subnets: asked.subnetIds, SecurityGroups: asked.securityGroupIds };
}

/** A control plane never changes its zones, only its subnets in them. */
function zonesOf(subnets: readonly { readonly AvailabilityZone: string }[]): string {
  return [...new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone))].sort().join(", ");
}

/** The API can be turned on, and the config map off, but never the other way round. */
const modes: readonly (string | undefined)[] = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

function applyAccessConfig(
  record: ClusterRecord,
  { accessConfig }: UpdateClusterConfigRequest,
): UpdateParams {
  const before = record.cluster.accessConfig?.authenticationMode;
  const after = accessConfig?.authenticationMode ?? before;
  if (modes.indexOf(after) < modes.indexOf(before) || (before === "CONFIG_MAP" && after === "API"))
    throw invalid(record, `Unsupported authentication mode update from ${before} to ${after}`);
  record.cluster.accessConfig = { ...record.cluster.accessConfig, authenticationMode: after };
  return { AuthenticationMode: after };
}

function applyAutoMode(
  { cluster }: ClusterRecord,
  { computeConfig, kubernetesNetworkConfig, storageConfig }: UpdateClusterConfigRequest,
): UpdateParams {
  cluster.computeConfig = computeConfig ?? cluster.computeConfig;
  cluster.storageConfig = storageConfig ?? cluster.storageConfig;
  const elasticLoadBalancing = kubernetesNetworkConfig?.elasticLoadBalancing;
  if (elasticLoadBalancing)
    cluster.kubernetesNetworkConfig = { ...cluster.kubernetesNetworkConfig, elasticLoadBalancing };
  return {
    ComputeConfig: computeConfig,
    KubernetesNetworkConfig: kubernetesNetworkConfig,
    StorageConfig: storageConfig,
  };
}

/** Nodes may be three minor versions older than the control plane, and no more. */
function refuseOldNodes(record: ClusterRecord, version: string): void {
  const old = [...record.nodegroups.values()].find(
    (nodegroup) => minorOf(nodegroup.version ?? version) < minorOf(version) - 3,
  );
  if (old)
    throw invalid(
      record,
      `Nodegroups ${old.nodegroupName} must be updated to match cluster version ${record.cluster.version} before updating cluster version`,
    );
}

function invalid(record: ClusterRecord, message: string): InvalidParameterException {
  return exception(InvalidParameterException, message, { clusterName: record.cluster.name });
}
