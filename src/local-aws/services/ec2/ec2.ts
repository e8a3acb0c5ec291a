import { ec2Query } from "../../protocols/query.ts";
import { service } from "../../service.ts";
import { describeAccountAttributes } from "./account-attributes.ts";
import {
  allocateAddress,
  associateAddress,
  describeAddresses,
  describeAddressesAttribute,
  disassociateAddress,
  releaseAddress,
} from "./addresses.ts";
import { authorization } from "./authorization.ts";
import { describeAvailabilityZones, describeRegions } from "./availability-zones.ts";
import {
  associateDhcpOptions,
  createDhcpOptions,
  deleteDhcpOptions,
  describeDhcpOptions,
} from "./dhcp-options.ts";
import { withDryRun } from "./dry-run.ts";
import { endpointGone, endpointStarted } from "./endpoint-lifecycle.ts";
import { describeVpcEndpointServices } from "./endpoint-services.ts";
import { createFlowLogs, deleteFlowLogs, describeFlowLogs } from "./flow-logs.ts";
import { describeInstanceTypeOfferings, describeInstanceTypes } from "./instance-types.ts";
import { describeInstanceStatus, describeInstances } from "./instances.ts";
import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  describeInternetGateways,
  detachInternetGateway,
} from "./internet-gateways.ts";
import {
  createLaunchTemplateVersion,
  deleteLaunchTemplateVersions,
  describeLaunchTemplateVersions,
} from "./launch-template-versions.ts";
import {
  createLaunchTemplate,
  deleteLaunchTemplate,
  describeLaunchTemplates,
  modifyLaunchTemplate,
} from "./launch-templates.ts";
import { natGatewayGone, natGatewayStarted } from "./nat-gateway-lifecycle.ts";
import { createNatGateway, deleteNatGateway, describeNatGateways } from "./nat-gateways.ts";
import {
  createNetworkAclEntry,
  deleteNetworkAclEntry,
  replaceNetworkAclEntry,
} from "./network-acl-entries.ts";
import {
  createNetworkAcl,
  deleteNetworkAcl,
  describeNetworkAcls,
  replaceNetworkAclAssociation,
} from "./network-acls.ts";
import {
  createNetworkInterface,
  deleteNetworkInterface,
  describeNetworkInterfaces,
  modifyNetworkInterfaceAttribute,
} from "./network-interfaces.ts";
import {
  describeManagedPrefixLists,
  describePrefixLists,
  getManagedPrefixListEntries,
} from "./prefix-lists.ts";
import {
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from "./route-tables.ts";
import { createRoute, deleteRoute, replaceRoute } from "./routes.ts";
import {
  authorizeSecurityGroupEgress,
  authorizeSecurityGroupIngress,
  describeSecurityGroupRules,
  modifySecurityGroupRules,
  revokeSecurityGroupEgress,
  revokeSecurityGroupIngress,
  updateSecurityGroupRuleDescriptionsEgress,
  updateSecurityGroupRuleDescriptionsIngress,
} from "./security-group-rules.ts";
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from "./security-groups.ts";
import { ec2Slot } from "./state.ts";
import { createSubnet, deleteSubnet, describeSubnets, modifySubnetAttribute } from "./subnets.ts";
import { createTags, deleteTags, describeTags } from "./tags.ts";
import { describeVolumes } from "./volumes.ts";
import { describeVpcAttribute, modifyVpcAttribute } from "./vpc-attributes.ts";
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from "./vpc-cidr-blocks.ts";
import {
  createVpcEndpoint,
  deleteVpcEndpoints,
  describeVpcEndpoints,
  modifyVpcEndpoint,
} from "./vpc-endpoints.ts";
import { createVpc, deleteVpc, describeVpcs } from "./vpcs.ts";

export const ec2 = service({
  signingName: "ec2",
  protocol: ec2Query({ xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/" }),
  operations: [
    allocateAddress,
    associateAddress,
    associateDhcpOptions,
    associateRouteTable,
    associateVpcCidrBlock,
    attachInternetGateway,
    authorizeSecurityGroupEgress,
    authorizeSecurityGroupIngress,
    createDhcpOptions,
    createFlowLogs,
    createInternetGateway,
    createLaunchTemplate,
    createLaunchTemplateVersion,
    createNatGateway,
    createNetworkAcl,
    createNetworkAclEntry,
    createNetworkInterface,
    createRoute,
    createRouteTable,
    createSecurityGroup,
    createSubnet,
    createTags,
    createVpc,
    createVpcEndpoint,
    deleteDhcpOptions,
    deleteFlowLogs,
    deleteInternetGateway,
    deleteLaunchTemplate,
    deleteLaunchTemplateVersions,
    deleteNatGateway,
    deleteNetworkAcl,
    deleteNetworkAclEntry,
    deleteNetworkInterface,
    deleteRoute,
    deleteRouteTable,
    deleteSecurityGroup,
    deleteSubnet,
    deleteTags,
    deleteVpc,
    deleteVpcEndpoints,
    describeAccountAttributes,
    describeAddresses,
    describeAddressesAttribute,
    describeAvailabilityZones,
    describeDhcpOptions,
    describeFlowLogs,
    describeInstanceTypeOfferings,
    describeInstanceTypes,
    describeInstanceStatus,
    describeInstances,
    describeInternetGateways,
    describeLaunchTemplateVersions,
    describeLaunchTemplates,
    describeManagedPrefixLists,
    describeNatGateways,
    describeNetworkAcls,
    describeNetworkInterfaces,
    describePrefixLists,
    describeRegions,
    describeRouteTables,
    describeSecurityGroupRules,
    describeSecurityGroups,
    describeSubnets,
    describeTags,
    describeVolumes,
    describeVpcAttribute,
    describeVpcEndpointServices,
    describeVpcEndpoints,
    describeVpcs,
    detachInternetGateway,
    disassociateAddress,
    disassociateRouteTable,
    disassociateVpcCidrBlock,
    getManagedPrefixListEntries,
    modifyLaunchTemplate,
    modifyNetworkInterfaceAttribute,
    modifySecurityGroupRules,
    modifySubnetAttribute,
    modifyVpcAttribute,
    modifyVpcEndpoint,
    releaseAddress,
    replaceNetworkAclAssociation,
    replaceNetworkAclEntry,
    replaceRoute,
    replaceRouteTableAssociation,
    revokeSecurityGroupEgress,
    revokeSecurityGroupIngress,
    updateSecurityGroupRuleDescriptionsEgress,
    updateSecurityGroupRuleDescriptionsIngress,
  ].map(withDryRun),
  slots: [ec2Slot],
  authorization,
  transitions: [endpointGone, endpointStarted, natGatewayGone, natGatewayStarted],
});
