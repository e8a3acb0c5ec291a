import type {
  Address,
  DhcpOptions,
  FlowLog,
  Instance,
  InternetGateway,
  LaunchTemplate,
  LaunchTemplateVersion,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Tag,
  Volume,
  Vpc,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { slot } from "../../store.ts";
import { inventory } from "./inventory.ts";
import { type Kind, missing } from "./kind.ts";

/** `T` with these members certain to be there. */
type Has<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };

/** What every record has: its tags, in the order in which they were set. */
export interface Tagged {
  Tags?: Tag[];
}

/** Records are AWS's own shapes as far as they go; members with small initials are ours and never sent. */
export type VpcRecord = Has<Vpc, "VpcId" | "CidrBlock" | "CidrBlockAssociationSet" | "DhcpOptionsId"> & {
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  enableNetworkAddressUsageMetrics: boolean;
};
export type SubnetRecord = Has<
  Subnet,
  "SubnetId" | "VpcId" | "CidrBlock" | "AvailabilityZone" | "AvailabilityZoneId" | "AvailableIpAddressCount"
>;
export type DhcpOptionsRecord = Has<DhcpOptions, "DhcpOptionsId" | "DhcpConfigurations"> & {
  byDefault: boolean;
};
export type InternetGatewayRecord = Has<InternetGateway, "InternetGatewayId" | "Attachments">;
export type AddressRecord = Has<Address, "AllocationId" | "PublicIp"> & { ptrRecord?: string };
export type NatGatewayRecord = Has<
  NatGateway,
  "NatGatewayId" | "SubnetId" | "VpcId" | "State" | "NatGatewayAddresses" | "CreateTime"
>;
export type RouteTableRecord = Has<RouteTable, "RouteTableId" | "VpcId" | "Associations" | "Routes">;
export type NetworkAclRecord = Has<NetworkAcl, "NetworkAclId" | "VpcId" | "Associations" | "Entries">;
export type SecurityGroupRecord = Has<SecurityGroup, "GroupId" | "GroupName" | "VpcId"> & {
  ruleIds: string[];
};
export type SecurityGroupRuleRecord = Has<
  SecurityGroupRule,
  "SecurityGroupRuleId" | "GroupId" | "IsEgress" | "IpProtocol"
>;
export type NetworkInterfaceRecord = Has<
  NetworkInterface,
  "NetworkInterfaceId" | "SubnetId" | "VpcId" | "Groups" | "PrivateIpAddress" | "PrivateIpAddresses"
> &
  Tagged;
export type VpcEndpointRecord = Has<
  VpcEndpoint,
  | "VpcEndpointId"
  | "VpcId"
  | "ServiceName"
  | "VpcEndpointType"
  | "RouteTableIds"
  | "SubnetIds"
  | "Groups"
  | "NetworkInterfaceIds"
>;
export type FlowLogRecord = Has<FlowLog, "FlowLogId" | "ResourceId">;
export type LaunchTemplateRecord = Has<
  LaunchTemplate,
  "LaunchTemplateId" | "LaunchTemplateName" | "DefaultVersionNumber" | "LatestVersionNumber"
> & { versions: Map<number, LaunchTemplateVersion> };
export type VolumeRecord = Has<Volume, "VolumeId">;
export type InstanceRecord = Has<Instance, "InstanceId" | "State"> & {
  reservationId: string;
  readonly volumes?: readonly VolumeRecord[];
};

export interface Ec2State {
  readonly vpcs: Map<string, VpcRecord>;
  readonly subnets: Map<string, SubnetRecord>;
  readonly dhcpOptions: Map<string, DhcpOptionsRecord>;
  readonly internetGateways: Map<string, InternetGatewayRecord>;
  readonly addresses: Map<string, AddressRecord>;
  readonly natGateways: Map<string, NatGatewayRecord>;
  readonly routeTables: Map<string, RouteTableRecord>;
  readonly networkAcls: Map<string, NetworkAclRecord>;
  readonly securityGroups: Map<string, SecurityGroupRecord>;
  readonly securityGroupRules: Map<string, SecurityGroupRuleRecord>;
  readonly networkInterfaces: Map<string, NetworkInterfaceRecord>;
  readonly vpcEndpoints: Map<string, VpcEndpointRecord>;
  readonly flowLogs: Map<string, FlowLogRecord>;
  readonly launchTemplates: Map<string, LaunchTemplateRecord>;
  readonly instances: Map<string, InstanceRecord>;
  /** What a client token made before, by `<operation> <token>`: a repeated request gets the same thing again. */
  readonly clientTokens: Map<string, string>;
}

export const ec2Slot = slot<Ec2State>({
  name: "ec2",
  scope: "region",
  create: () => ({
    vpcs: new Map(),
    subnets: new Map(),
    dhcpOptions: new Map(),
    internetGateways: new Map(),
    addresses: new Map(),
    natGateways: new Map(),
    routeTables: new Map(),
    networkAcls: new Map(),
    securityGroups: new Map(),
    securityGroupRules: new Map(),
    networkInterfaces: new Map(),
    vpcEndpoints: new Map(),
    flowLogs: new Map(),
    launchTemplates: new Map(),
    instances: new Map(),
    clientTokens: new Map(),
  }),
  inventory,
});

/** The record of that id. @throws ServiceError `Invalid…NotFound`, as AWS names it for the kind. */
export function find<T extends Tagged>(ctx: Context, one: Kind<T>, id: string | undefined): T {
  const record = one.records(ctx.state(ec2Slot)).get(id ?? "");
  if (!record) throw missing(one, id ?? "");
  return record;
}
