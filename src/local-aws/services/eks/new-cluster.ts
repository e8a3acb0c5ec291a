import type { Cluster, CreateClusterRequest } from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { certificateAuthorityData } from "./certificate-authority.ts";
import { checkSubnets, createNetwork } from "./cluster-network.ts";
import { defaultVersion, offeredVersion } from "./cluster-versions.ts";
import { loggingOf } from "./control-plane-logs.ts";
import { checkEncryption } from "./encryption.ts";
import { checkEndpointAccess, type EndpointAccess } from "./endpoint-access.ts";
import { requireClusterRole } from "./roles.ts";
import { serviceCidr } from "./service-addresses.ts";
import type { ClusterRecord } from "./state.ts";

/** A cluster as a request asks for it, with its network. @throws InvalidParameterException, InvalidRequestException and others of EKS's */
export function newCluster(name: string, input: CreateClusterRequest, ctx: Context): ClusterRecord {
  const { platformVersion, version } = offeredVersion(
    input.version ?? defaultVersion(ctx.now()).version,
    ctx,
  );
  const clusterArn = arn(ctx, "eks", `cluster/${name}`);
  const access = endpointAccessOf(input);
  checkEndpointAccess(access, name, ctx);
  const subnets = checkSubnets(input.resourcesVpcConfig?.subnetIds ?? [], ctx);
  requireClusterRole(input.roleArn, clusterArn, ctx);
  checkEncryption(input.encryptionConfig, ctx);
  const kubernetesNetworkConfig = networkConfigOf(input, subnets[0]?.VpcId ?? "", ctx);
  const network = createNetwork(name, subnets, input.resourcesVpcConfig?.securityGroupIds ?? [], ctx);
  const id = ctx.ids.hex(32).toUpperCase();
  return {
    id,
    cluster: {
      name,
      arn: clusterArn,
      createdAt: ctx.now(),
      version,
      endpoint: `https://${id}.gr7.${ctx.region}.eks.amazonaws.com`,
      roleArn: input.roleArn,
      resourcesVpcConfig: vpcConfigOf(input, access, network),
      kubernetesNetworkConfig,
      logging: loggingOf(input.logging),
      identity: { oidc: { issuer: `https://oidc.eks.${ctx.region}.amazonaws.com/id/${id}` } },
      status: "CREATING",
      certificateAuthority: { data: certificateAuthorityData },
      platformVersion,
      tags: input.tags ?? {},
      health: { issues: [] },
      accessConfig: { authenticationMode: input.accessConfig?.authenticationMode ?? "CONFIG_MAP" },
      ...asAsked(input),
    },
    network,
    ...nothingInIt(),
    selfManaged: new Set(input.bootstrapSelfManagedAddons === false ? [] : bootstrapped),
  };
}

/** What a cluster shows as its request said it, or as it is when nothing was said. */
function asAsked(input: CreateClusterRequest): Partial<Cluster> {
  return {
    clientRequestToken: input.clientRequestToken,
    encryptionConfig: input.encryptionConfig,
    upgradePolicy: { supportType: input.upgradePolicy?.supportType ?? "EXTENDED" },
    deletionProtection: input.deletionProtection ?? false,
    zonalShiftConfig: input.zonalShiftConfig,
    remoteNetworkConfig: input.remoteNetworkConfig,
    computeConfig: input.computeConfig,
    storageConfig: input.storageConfig,
    controlPlaneScalingConfig: input.controlPlaneScalingConfig,
    kubeApiServerConfig: input.kubeApiServerConfig,
    kubeSchedulerConfig: input.kubeSchedulerConfig,
    kubeControllerManagerConfig: input.kubeControllerManagerConfig,
  };
}

function nothingInIt(): Omit<ClusterRecord, "id" | "cluster" | "network" | "selfManaged"> {
  return {
    nodegroups: new Map(),
    addons: new Map(),
    accessEntries: new Map(),
    podIdentities: new Map(),
    identityProviders: new Map(),
    updates: new Map(),
  };
}

/** What EKS puts into a cluster by itself. */
const bootstrapped = ["vpc-cni", "kube-proxy", "coredns"];

type VpcConfig = NonNullable<Cluster["resourcesVpcConfig"]>;

function vpcConfigOf(
  { resourcesVpcConfig: given = {} }: CreateClusterRequest,
  access: EndpointAccess,
  network: ClusterRecord["network"],
): VpcConfig {
  return {
    subnetIds: given.subnetIds ?? [],
    securityGroupIds: given.securityGroupIds ?? [],
    clusterSecurityGroupId: network.securityGroupId,
    vpcId: network.vpcId,
    ...access,
    controlPlaneEgressMode: given.controlPlaneEgressMode,
  };
}

function endpointAccessOf({ resourcesVpcConfig: given = {} }: CreateClusterRequest): EndpointAccess {
  const endpointPublicAccess = given.endpointPublicAccess ?? true;
  return {
    endpointPublicAccess,
    endpointPrivateAccess: given.endpointPrivateAccess ?? false,
    publicAccessCidrs: endpointPublicAccess ? (given.publicAccessCidrs ?? ["0.0.0.0/0"]) : [],
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
      : { serviceIpv4Cidr: serviceCidr(vpcId, given?.serviceIpv4Cidr, ctx) }),
    elasticLoadBalancing: given?.elasticLoadBalancing ?? { enabled: false },
  };
}
