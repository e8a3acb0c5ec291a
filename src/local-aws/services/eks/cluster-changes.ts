import { isDeepStrictEqual } from "node:util";
import {
  InvalidParameterException,
  type UpdateClusterConfigRequest,
  type UpdateType,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { changeNetwork, checkSubnets } from "./cluster-network.ts";
import { createLogGroup, loggingOf } from "./control-plane-logs.ts";
import { checkEndpointAccess } from "./endpoint-access.ts";
import type { ClusterRecord } from "./state.ts";
import type { UpdateParams } from "./updates.ts";

/** One kind of change that UpdateClusterConfig knows; a request may hold one kind only. */
interface Change {
  asked(input: UpdateClusterConfigRequest): boolean;
  type(input: UpdateClusterConfigRequest): UpdateType;
  apply(record: ClusterRecord, input: UpdateClusterConfigRequest, ctx: Context): UpdateParams;
}

/** All of them, in no particular order. */
export const changes: readonly Change[] = [
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

function invalid(record: ClusterRecord, message: string): InvalidParameterException {
  return exception(InvalidParameterException, message, { clusterName: record.cluster.name });
}
