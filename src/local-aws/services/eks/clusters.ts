import {
  type Cluster,
  CreateClusterCommand,
  type CreateClusterRequest,
  DeleteClusterCommand,
  DescribeClusterCommand,
  InvalidRequestException,
  ListClustersCommand,
  ResourceInUseException,
} from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-roles.ts";
import { admitCreator } from "./access-entries.ts";
import { certificateAuthorityData } from "./certificate-authority.ts";
import { checkSubnets, createNetwork, removeNetwork, serviceCidr } from "./cluster-network.ts";
import { defaultVersion, offeredVersion } from "./cluster-versions.ts";
import { createLogGroup, loggingOf } from "./control-plane-logs.ts";
import { findCluster } from "./find.ts";
import { page } from "./page.ts";
import { requireClusterRole } from "./roles.ts";
import { type ClusterRecord, eksSlot } from "./state.ts";

export const createCluster = operation(CreateClusterCommand, (input, ctx) => {
  const { clusters } = ctx.state(eksSlot);
  const name = input.name ?? "";
  if (clusters.has(name))
    throw exception(ResourceInUseException, `Cluster already exists with name: ${name}`, {
      clusterName: name,
    });
  const record = newRecord(name, input, ctx);
  clusters.set(name, record);
  if (input.accessConfig?.bootstrapClusterCreatorAdminPermissions !== false) admitCreator(record, ctx);
  createLogGroup(record.cluster, ctx);
  ensureServiceLinkedRole(ctx, "eks.amazonaws.com");
  return { cluster: record.cluster };
});

export const describeCluster = operation(DescribeClusterCommand, ({ name }, ctx) => ({
  cluster: findCluster(name, ctx).cluster,
}));

export const listClusters = operation(ListClustersCommand, (input, ctx) => {
  const { items, nextToken } = page([...ctx.state(eksSlot).clusters.keys()].sort(), input);
  return { clusters: items, nextToken };
});

export const deleteCluster = operation(DeleteClusterCommand, ({ name }, ctx) => {
  const record = findCluster(name, ctx);
  if (record.nodegroups.size > 0)
    throw exception(ResourceInUseException, "Cluster has nodegroups attached", { clusterName: name });
  if (record.cluster.deletionProtection)
    throw exception(InvalidRequestException, "Cluster has deletion protection enabled", {
      clusterName: name,
    });
  removeNetwork(record.network, ctx);
  ctx.state(eksSlot).clusters.delete(record.cluster.name);
  return { cluster: { ...record.cluster, status: "DELETING" as const } };
});

function newRecord(name: string, input: CreateClusterRequest, ctx: Context): ClusterRecord {
  const { platformVersion, version } = offeredVersion(
    input.version ?? defaultVersion(ctx.now()).version,
    ctx,
  );
  const subnets = checkSubnets(input.resourcesVpcConfig?.subnetIds ?? [], ctx);
  requireClusterRole(input.roleArn, ctx);
  const network = createNetwork(name, subnets, input.resourcesVpcConfig?.securityGroupIds ?? [], ctx);
  const id = ctx.ids.hex(32).toUpperCase();
  return {
    cluster: {
      name,
      arn: arn(ctx, "eks", `cluster/${name}`),
      createdAt: ctx.now(),
      version,
      endpoint: `https://${id}.gr7.${ctx.region}.eks.amazonaws.com`,
      roleArn: input.roleArn,
      resourcesVpcConfig: vpcConfigOf(input, network),
      kubernetesNetworkConfig: networkConfigOf(input, network.vpcId, ctx),
      logging: loggingOf(input.logging),
      identity: { oidc: { issuer: `https://oidc.eks.${ctx.region}.amazonaws.com/id/${id}` } },
      status: "ACTIVE",
      certificateAuthority: { data: certificateAuthorityData },
      clientRequestToken: input.clientRequestToken,
      platformVersion,
      tags: input.tags ?? {},
      encryptionConfig: input.encryptionConfig,
      health: { issues: [] },
      accessConfig: { authenticationMode: input.accessConfig?.authenticationMode ?? "CONFIG_MAP" },
      upgradePolicy: { supportType: input.upgradePolicy?.supportType ?? "EXTENDED" },
      zonalShiftConfig: input.zonalShiftConfig,
      remoteNetworkConfig: input.remoteNetworkConfig,
      computeConfig: input.computeConfig,
      storageConfig: input.storageConfig,
      deletionProtection: input.deletionProtection ?? false,
      controlPlaneScalingConfig: input.controlPlaneScalingConfig,
      kubeApiServerConfig: input.kubeApiServerConfig,
      kubeSchedulerConfig: input.kubeSchedulerConfig,
      kubeControllerManagerConfig: input.kubeControllerManagerConfig,
    },
    network,
    nodegroups: new Map(),
    addons: new Map(),
    accessEntries: new Map(),
    podIdentities: new Map(),
    identityProviders: new Map(),
    updates: new Map(),
  };
}

type VpcConfig = NonNullable<Cluster["resourcesVpcConfig"]>;

function vpcConfigOf(
  { resourcesVpcConfig: given = {} }: CreateClusterRequest,
  network: ClusterRecord["network"],
): VpcConfig {
  const endpointPublicAccess = given.endpointPublicAccess ?? true;
  return {
    subnetIds: given.subnetIds ?? [],
    securityGroupIds: given.securityGroupIds ?? [],
    clusterSecurityGroupId: network.securityGroupId,
    vpcId: network.vpcId,
    endpointPublicAccess,
    endpointPrivateAccess: given.endpointPrivateAccess ?? false,
    publicAccessCidrs: endpointPublicAccess ? (given.publicAccessCidrs ?? ["0.0.0.0/0"]) : [],
    controlPlaneEgressMode: given.controlPlaneEgressMode,
  };
}

function networkConfigOf(
  { kubernetesNetworkConfig: given }: CreateClusterRequest,
  vpcId: string,
  ctx: Context,
): Cluster["kubernetesNetworkConfig"] {
  const ipFamily = given?.ipFamily ?? "ipv4";
  return {
    ipFamily,
    ...(ipFamily === "ipv6"
      ? { serviceIpv6Cidr: `fd${ctx.ids.hex(2)}:${ctx.ids.hex(4)}:${ctx.ids.hex(4)}::/108` }
      : { serviceIpv4Cidr: given?.serviceIpv4Cidr ?? serviceCidr(vpcId, ctx) }),
    elasticLoadBalancing: given?.elasticLoadBalancing ?? { enabled: false },
  };
}
