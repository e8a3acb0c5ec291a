import type { kinds } from "./resource-kinds.ts";

export type KindName = keyof typeof kinds;

/** What a request asks IAM about besides its own action. */
export interface Involved {
  /** Kind that it makes: asked about before it has an id, with the tags it brings. */
  readonly makes?: KindName;
  /** Kind whose tags it can bring without making one that is asked about. */
  readonly tags?: KindName;
  /** By member of the input: what its id, or each of its ids, is of. `any`: the id's prefix tells. */
  readonly uses?: Readonly<Record<string, KindName | "any">>;
}

const rulesOfGroup = { tags: "securityGroupRule", uses: { GroupId: "securityGroup" } } as const;
const ofGroup = { uses: { GroupId: "securityGroup" } } as const;
const ofAcl = { uses: { NetworkAclId: "networkAcl" } } as const;
const ofTable = { uses: { RouteTableId: "routeTable" } } as const;
const ofTemplate = { uses: { LaunchTemplateId: "launchTemplate" } } as const;
const tagging = { uses: { Resources: "any" } } as const;
const attaching = { uses: { InternetGatewayId: "internetGateway", VpcId: "vpc" } } as const;
const addressing = {
  uses: { AllocationId: "address", NetworkInterfaceId: "networkInterface", InstanceId: "instance" },
} as const;
const ofVpc = { uses: { VpcId: "vpc" } } as const;

/**
 * The operations that IAM is asked about resource by resource; it is asked about all others on `*`, as about nearly every Describe.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2", read 2026-11.
 */
export const involved: Readonly<Record<string, Involved>> = {
  AllocateAddress: { makes: "address" },
  AssociateAddress: addressing,
  AssociateDhcpOptions: { uses: { DhcpOptionsId: "dhcpOptions", VpcId: "vpc" } },
  AssociateRouteTable: {
    uses: { RouteTableId: "routeTable", SubnetId: "subnet", GatewayId: "internetGateway" },
  },
  AssociateVpcCidrBlock: ofVpc,
  AttachInternetGateway: attaching,
  AuthorizeSecurityGroupEgress: rulesOfGroup,
  AuthorizeSecurityGroupIngress: rulesOfGroup,
  CreateDhcpOptions: { makes: "dhcpOptions" },
  CreateFlowLogs: { makes: "flowLog", uses: { ResourceIds: "any" } },
  CreateInternetGateway: { makes: "internetGateway" },
  CreateLaunchTemplate: { makes: "launchTemplate" },
  CreateLaunchTemplateVersion: ofTemplate,
  CreateNatGateway: { makes: "natGateway", uses: { SubnetId: "subnet", AllocationId: "address" } },
  CreateNetworkAcl: { makes: "networkAcl", ...ofVpc },
  CreateNetworkAclEntry: ofAcl,
  CreateNetworkInterface: {
    makes: "networkInterface",
    uses: { SubnetId: "subnet", Groups: "securityGroup" },
  },
  CreateRoute: ofTable,
  CreateRouteTable: { makes: "routeTable", ...ofVpc },
  CreateSecurityGroup: { makes: "securityGroup", ...ofVpc },
  CreateSubnet: { makes: "subnet", ...ofVpc },
  CreateTags: tagging,
  CreateVpc: { makes: "vpc" },
  CreateVpcEndpoint: {
    makes: "vpcEndpoint",
    uses: {
      VpcId: "vpc",
      RouteTableIds: "routeTable",
      SubnetIds: "subnet",
      SecurityGroupIds: "securityGroup",
    },
  },
  DeleteDhcpOptions: { uses: { DhcpOptionsId: "dhcpOptions" } },
  DeleteFlowLogs: { uses: { FlowLogIds: "flowLog" } },
  DeleteInternetGateway: { uses: { InternetGatewayId: "internetGateway" } },
  DeleteLaunchTemplate: ofTemplate,
  DeleteLaunchTemplateVersions: ofTemplate,
  DeleteNatGateway: { uses: { NatGatewayId: "natGateway" } },
  DeleteNetworkAcl: ofAcl,
  DeleteNetworkAclEntry: ofAcl,
  DeleteNetworkInterface: { uses: { NetworkInterfaceId: "networkInterface" } },
  DeleteRoute: ofTable,
  DeleteRouteTable: ofTable,
  DeleteSecurityGroup: ofGroup,
  DeleteSubnet: { uses: { SubnetId: "subnet" } },
  DeleteTags: tagging,
  DeleteVpc: ofVpc,
  DeleteVpcEndpoints: { uses: { VpcEndpointIds: "vpcEndpoint" } },
  DescribeVpcAttribute: ofVpc,
  DetachInternetGateway: attaching,
  DisassociateAddress: addressing,
  DisassociateRouteTable: ofTable,
  DisassociateVpcCidrBlock: ofVpc,
  ModifyLaunchTemplate: ofTemplate,
  ModifyNetworkInterfaceAttribute: {
    uses: { NetworkInterfaceId: "networkInterface", Groups: "securityGroup" },
  },
  ModifySecurityGroupRules: ofGroup,
  ModifySubnetAttribute: { uses: { SubnetId: "subnet" } },
  ModifyVpcAttribute: ofVpc,
  ModifyVpcEndpoint: {
    uses: {
      VpcEndpointId: "vpcEndpoint",
      AddRouteTableIds: "routeTable",
      RemoveRouteTableIds: "routeTable",
      AddSubnetIds: "subnet",
      RemoveSubnetIds: "subnet",
      AddSecurityGroupIds: "securityGroup",
      RemoveSecurityGroupIds: "securityGroup",
    },
  },
  ReleaseAddress: addressing,
  ReplaceNetworkAclAssociation: ofAcl,
  ReplaceNetworkAclEntry: ofAcl,
  ReplaceRoute: ofTable,
  ReplaceRouteTableAssociation: ofTable,
  RevokeSecurityGroupEgress: ofGroup,
  RevokeSecurityGroupIngress: ofGroup,
  UpdateSecurityGroupRuleDescriptionsEgress: ofGroup,
  UpdateSecurityGroupRuleDescriptionsIngress: ofGroup,
};
