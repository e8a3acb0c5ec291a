import { ec2Query } from "../../protocols/query.ts";
import { service } from "../../service.ts";
import { describeAvailabilityZones, describeRegions } from "./availability-zones.ts";
import {
  associateDhcpOptions,
  createDhcpOptions,
  deleteDhcpOptions,
  describeDhcpOptions,
} from "./dhcp-options.ts";
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
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from "./route-tables.ts";
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from "./security-groups.ts";
import { ec2Slot } from "./state.ts";
import { createSubnet, deleteSubnet, describeSubnets, modifySubnetAttribute } from "./subnets.ts";
import { createTags, deleteTags, describeTags } from "./tags.ts";
import { describeVpcAttribute, modifyVpcAttribute } from "./vpc-attributes.ts";
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from "./vpc-cidr-blocks.ts";
import { createVpc, deleteVpc, describeVpcs } from "./vpcs.ts";

export const ec2 = service({
  signingName: "ec2",
  protocol: ec2Query({ xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/" }),
  operations: [
    associateDhcpOptions,
    associateRouteTable,
    associateVpcCidrBlock,
    createDhcpOptions,
    createNetworkAcl,
    createNetworkInterface,
    createRouteTable,
    createSecurityGroup,
    createSubnet,
    createTags,
    createVpc,
    deleteDhcpOptions,
    deleteNetworkAcl,
    deleteNetworkInterface,
    deleteRouteTable,
    deleteSecurityGroup,
    deleteSubnet,
    deleteTags,
    deleteVpc,
    describeAvailabilityZones,
    describeDhcpOptions,
    describeNetworkAcls,
    describeNetworkInterfaces,
    describeRegions,
    describeRouteTables,
    describeSecurityGroups,
    describeSubnets,
    describeTags,
    describeVpcAttribute,
    describeVpcs,
    disassociateRouteTable,
    disassociateVpcCidrBlock,
    modifyNetworkInterfaceAttribute,
    modifySubnetAttribute,
    modifyVpcAttribute,
    replaceNetworkAclAssociation,
    replaceRouteTableAssociation,
  ],
  slots: [ec2Slot],
});
