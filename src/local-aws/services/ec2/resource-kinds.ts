import { type Kind, kind } from "./kind.ts";
import type {
  AddressRecord,
  DhcpOptionsRecord,
  FlowLogRecord,
  InstanceRecord,
  InternetGatewayRecord,
  LaunchTemplateRecord,
  NatGatewayRecord,
  NetworkAclRecord,
  NetworkInterfaceRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SecurityGroupRuleRecord,
  SubnetRecord,
  Tagged,
  VpcEndpointRecord,
  VpcRecord,
} from "./state.ts";

/** Every kind, with AWS's error codes and words (EC2 API error codes, read 2026-11). */
export const kinds = {
  vpc: kind<VpcRecord>({
    prefix: "vpc",
    idMember: "VpcId",
    type: "vpc",
    cloudFormation: "AWS::EC2::VPC",
    records: (state) => state.vpcs,
    missing: ["InvalidVpcID.NotFound", (id) => `The vpc ID '${id}' does not exist`],
  }),
  subnet: kind<SubnetRecord>({
    prefix: "subnet",
    idMember: "SubnetId",
    type: "subnet",
    cloudFormation: "AWS::EC2::Subnet",
    records: (state) => state.subnets,
    missing: ["InvalidSubnetID.NotFound", (id) => `The subnet ID '${id}' does not exist`],
  }),
  dhcpOptions: kind<DhcpOptionsRecord>({
    prefix: "dopt",
    malformed: "InvalidDhcpOptionsId.Malformed",
    idMember: "DhcpOptionsId",
    type: "dhcp-options",
    cloudFormation: "AWS::EC2::DHCPOptions",
    records: (state) => state.dhcpOptions,
    missing: ["InvalidDhcpOptionID.NotFound", (id) => `The dhcpOption ID '${id}' does not exist`],
    kept: ({ byDefault }) => byDefault,
  }),
  internetGateway: kind<InternetGatewayRecord>({
    prefix: "igw",
    idMember: "InternetGatewayId",
    type: "internet-gateway",
    cloudFormation: "AWS::EC2::InternetGateway",
    records: (state) => state.internetGateways,
    missing: ["InvalidInternetGatewayID.NotFound", (id) => `The internetGateway ID '${id}' does not exist`],
  }),
  address: kind<AddressRecord>({
    prefix: "eipalloc",
    idMember: "AllocationId",
    type: "elastic-ip",
    cloudFormation: "AWS::EC2::EIP",
    records: (state) => state.addresses,
    missing: ["InvalidAllocationID.NotFound", (id) => `The allocation ID '${id}' does not exist`],
  }),
  natGateway: kind<NatGatewayRecord>({
    prefix: "nat",
    malformed: "NatGatewayMalformed",
    idMember: "NatGatewayId",
    type: "natgateway",
    cloudFormation: "AWS::EC2::NatGateway",
    records: (state) => state.natGateways,
    missing: ["NatGatewayNotFound", (id) => `NatGateway ${id} was not found`],
    // AWS takes these away by itself.
    kept: ({ State }) => State === "deleted" || State === "failed",
  }),
  routeTable: kind<RouteTableRecord>({
    prefix: "rtb",
    malformed: "InvalidRouteTableId.Malformed",
    idMember: "RouteTableId",
    type: "route-table",
    cloudFormation: "AWS::EC2::RouteTable",
    records: (state) => state.routeTables,
    missing: ["InvalidRouteTableID.NotFound", (id) => `The routeTable ID '${id}' does not exist`],
    kept: ({ Associations }) => Associations.some(({ Main }) => Main),
  }),
  networkAcl: kind<NetworkAclRecord>({
    prefix: "acl",
    idMember: "NetworkAclId",
    type: "network-acl",
    cloudFormation: "AWS::EC2::NetworkAcl",
    records: (state) => state.networkAcls,
    missing: ["InvalidNetworkAclID.NotFound", (id) => `The networkAcl ID '${id}' does not exist`],
    kept: ({ IsDefault }) => IsDefault === true,
  }),
  securityGroup: kind<SecurityGroupRecord>({
    prefix: "sg",
    malformed: "InvalidGroupId.Malformed",
    idMember: "GroupId",
    type: "security-group",
    cloudFormation: "AWS::EC2::SecurityGroup",
    records: (state) => state.securityGroups,
    missing: ["InvalidGroup.NotFound", (id) => `The security group '${id}' does not exist`],
    kept: ({ GroupName }) => GroupName === "default",
  }),
  securityGroupRule: kind<SecurityGroupRuleRecord>({
    prefix: "sgr",
    idMember: "SecurityGroupRuleId",
    type: "security-group-rule",
    cloudFormation: "AWS::EC2::SecurityGroupRule",
    records: (state) => state.securityGroupRules,
    missing: [
      "InvalidSecurityGroupRuleId.NotFound",
      (id) => `The security group rule ID '${id}' does not exist`,
    ],
    // Rules come and go with their groups.
    kept: () => true,
  }),
  networkInterface: kind<NetworkInterfaceRecord>({
    prefix: "eni",
    malformed: "InvalidNetworkInterfaceId.Malformed",
    idMember: "NetworkInterfaceId",
    type: "network-interface",
    cloudFormation: "AWS::EC2::NetworkInterface",
    records: (state) => state.networkInterfaces,
    missing: ["InvalidNetworkInterfaceID.NotFound", (id) => `The networkInterface ID '${id}' does not exist`],
    kept: ({ RequesterManaged }) => RequesterManaged === true,
  }),
  vpcEndpoint: kind<VpcEndpointRecord>({
    prefix: "vpce",
    malformed: "InvalidVpcEndpointId.Malformed",
    idMember: "VpcEndpointId",
    type: "vpc-endpoint",
    cloudFormation: "AWS::EC2::VPCEndpoint",
    records: (state) => state.vpcEndpoints,
    missing: ["InvalidVpcEndpointId.NotFound", (id) => `The Vpc Endpoint Id '${id}' does not exist`],
  }),
  flowLog: kind<FlowLogRecord>({
    prefix: "fl",
    idMember: "FlowLogId",
    type: "vpc-flow-log",
    cloudFormation: "AWS::EC2::FlowLog",
    records: (state) => state.flowLogs,
    missing: [
      "InvalidFlowLogId.NotFound",
      (id) => `These flow log ids in the input list are not found: [${id}]`,
    ],
  }),
  launchTemplate: kind<LaunchTemplateRecord>({
    prefix: "lt",
    malformed: "InvalidLaunchTemplateId.Malformed",
    idMember: "LaunchTemplateId",
    type: "launch-template",
    cloudFormation: "AWS::EC2::LaunchTemplate",
    records: (state) => state.launchTemplates,
    missing: [
      "InvalidLaunchTemplateId.NotFound",
      (id) => `The specified launch template, with template ID ${id}, does not exist.`,
    ],
  }),
  instance: kind<InstanceRecord>({
    prefix: "i",
    malformed: "InvalidInstanceID.Malformed",
    idMember: "InstanceId",
    type: "instance",
    cloudFormation: "AWS::EC2::Instance",
    records: (state) => state.instances,
    missing: ["InvalidInstanceID.NotFound", (id) => `The instance ID '${id}' does not exist`],
    kept: ({ State }) => State.Name === "terminated",
  }),
} as const;

type AnyKind = Kind<Tagged>;

/** All kinds as one list, where only tags and ids matter. */
export const everyKind = Object.values(kinds) as unknown as readonly AnyKind[];

const byPrefix = new Map(everyKind.map((one) => [one.prefix, one]));

/** The kind that an id's prefix names. */
export function kindOfId(id: string): AnyKind | undefined {
  return byPrefix.get(id.slice(0, id.lastIndexOf("-")));
}
