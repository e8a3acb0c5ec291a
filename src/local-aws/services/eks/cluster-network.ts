import { InvalidParameterException, UnsupportedAvailabilityZoneException } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import {
  deleteNetworkInterfaceRecord,
  groupsOf,
  makeNetworkInterface,
  requireInterfaceRoom,
} from "../ec2/network-interface-records.ts";
import { addRules } from "../ec2/security-group-permissions.ts";
import { deleteSecurityGroupRecord, findSecurityGroup, makeSecurityGroup } from "../ec2/security-groups.ts";
import type { SubnetRecord } from "../ec2/state.ts";
import { findSubnet } from "../ec2/subnets.ts";
import type { ClusterRecord } from "./state.ts";

/** What EKS makes for a cluster in EC2, and takes away with it. */
export interface ClusterNetwork {
  readonly vpcId: string;
  /** The cluster security group: control plane and managed nodes reach each other through it. */
  readonly securityGroupId: string;
  readonly interfaceIds: readonly string[];
}

/** Zones, by id, that EKS does not serve. Source: EKS user guide, network requirements, read 2026-11-23. */
const unservedZones = ["use1-az3", "usw1-az2", "cac1-az3"];

/** Free addresses that the control plane needs in each subnet. */
const neededAddresses = 6;

/**
 * The subnets of a control plane: there, in one VPC, in at least two zones, with addresses left.
 * @throws InvalidParameterException, UnsupportedAvailabilityZoneException
 */
export function checkSubnets(ids: readonly string[], ctx: Context): SubnetRecord[] {
  const subnets = findSubnets(ids, ctx);
  const served = subnets.filter(({ AvailabilityZoneId }) => !unservedZones.includes(AvailabilityZoneId));
  if (served.length < subnets.length) {
    const unserved = subnets.find((subnet) => !served.includes(subnet));
    const validZones = [...new Set(served.map(({ AvailabilityZone }) => AvailabilityZone))];
    throw exception(
      UnsupportedAvailabilityZoneException,
      `Cannot create cluster because ${unserved?.AvailabilityZone}, the targeted Availability Zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these Availability Zones: ${validZones.join(", ")}`,
      { validZones },
    );
  }
  if (new Set(subnets.map(({ VpcId }) => VpcId)).size > 1)
    throw invalid("Subnets specified must be in the same VPC");
  if (new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size < 2)
    throw invalid("Subnets specified must be in at least two different AZs");
  const full = subnets.find(({ AvailableIpAddressCount }) => AvailableIpAddressCount < neededAddresses);
  if (full)
    throw invalid(
      `Subnet ${full.SubnetId} has ${full.AvailableIpAddressCount} free IP addresses, but at least ${neededAddresses} are needed`,
    );
  return subnets;
}

/** @throws InvalidParameterException with EC2's words when one does not exist */
export function findSubnets(ids: readonly string[], ctx: Context): SubnetRecord[] {
  return inEksWords(() => ids.map((id) => findSubnet(ctx, id)));
}

/** Makes the cluster security group, and the network interfaces through which the control plane reaches its nodes. */
export function createNetwork(
  name: string,
  subnets: readonly SubnetRecord[],
  securityGroupIds: readonly string[],
  ctx: Context,
): ClusterNetwork {
  const vpcId = subnets[0]?.VpcId ?? "";
  return inEksWords(() => {
    groupsOf(ctx, vpcId, securityGroupIds);
    requireInterfaceRoom(ctx, Math.min(subnets.length, mostInterfaces), securityGroupIds.length + 1);
    const securityGroupId = createSecurityGroup(name, vpcId, ctx);
    const groups = [securityGroupId, ...securityGroupIds];
    return { vpcId, securityGroupId, interfaceIds: createInterfaces(name, subnets, groups, ctx) };
  });
}

/** Moves the control plane to other subnets or security groups of the same VPC. */
export function changeNetwork(
  record: ClusterRecord,
  subnets: readonly SubnetRecord[],
  securityGroupIds: readonly string[],
  ctx: Context,
): void {
  const { network, cluster } = record;
  inEksWords(() => {
    groupsOf(ctx, network.vpcId, securityGroupIds);
    const more = Math.min(subnets.length, mostInterfaces) - network.interfaceIds.length;
    requireInterfaceRoom(ctx, more, securityGroupIds.length + 1);
    for (const id of network.interfaceIds) deleteNetworkInterfaceRecord(ctx, id);
    const groups = [network.securityGroupId, ...securityGroupIds];
    record.network = { ...network, interfaceIds: createInterfaces(cluster.name, subnets, groups, ctx) };
  });
}

export function removeNetwork({ interfaceIds, securityGroupId }: ClusterNetwork, ctx: Context): void {
  for (const id of interfaceIds) deleteNetworkInterfaceRecord(ctx, id);
  deleteSecurityGroupRecord(ctx, findSecurityGroup(ctx, securityGroupId));
}

function createSecurityGroup(cluster: string, vpcId: string, ctx: Context): string {
  const name = `eks-cluster-sg-${cluster}-${1_000_000_000 + ctx.ids.integer(1_000_000_000)}`;
  const group = makeSecurityGroup(ctx, {
    vpcId,
    name,
    description:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
    tags: [
      { Key: "Name", Value: name },
      { Key: `kubernetes.io/cluster/${cluster}`, Value: "owned" },
      { Key: "aws:eks:cluster-name", Value: cluster },
    ],
  });
  const self = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: group.GroupId }] }];
  addRules(ctx, group, { egress: false, permissions: self });
  return group.GroupId;
}

const mostInterfaces = 4;

/** EKS makes two to four interfaces, spread over the zones; here it is one in each of the first four subnets. */
function createInterfaces(
  cluster: string,
  subnets: readonly SubnetRecord[],
  groups: readonly string[],
  ctx: Context,
): string[] {
  return subnets.slice(0, mostInterfaces).map(
    ({ SubnetId }) =>
      makeNetworkInterface(ctx, {
        subnetId: SubnetId,
        description: `Amazon EKS ${cluster}`,
        interfaceType: "interface",
        groups,
        requesterId: "amazon-eks",
        tags: [
          { Key: "cluster.k8s.amazonaws.com/name", Value: cluster },
          { Key: "eks:eni:owner", Value: "eks-control-plane" },
        ],
      }).NetworkInterfaceId,
  );
}

/** EKS hands on what EC2 refuses as a wrong parameter of its own. */
function inEksWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ServiceError) throw invalid(error.message);
    throw error;
  }
}

function invalid(message: string): InvalidParameterException {
  return exception(InvalidParameterException, message);
}
