import { CreateVpcCommand, DeleteVpcCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { defaultDhcpOptions } from "./dhcp-options.ts";
import { dependencyViolation } from "./errors.ts";
import { formatBlock } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { createDefaultNetworkAcl } from "./network-acls.ts";
import { kinds } from "./resource-kinds.ts";
import { createMainRouteTable } from "./route-tables.ts";
import { createDefaultSecurityGroup, deleteSecurityGroupRecord } from "./security-groups.ts";
import { ec2Slot, find, type VpcRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";
import { amazonProvidedIpv6, vpcBlock } from "./vpc-blocks.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
export const createVpc = operation(CreateVpcCommand, (input, ctx) => {
  const cidr = formatBlock(vpcBlock(input.CidrBlock));
  requireRoom(ctx, "vpc:vpcs", ctx.state(ec2Slot).vpcs.size + 1);
  const vpc: VpcRecord = {
    VpcId: ctx.ids.resource("vpc"),
    OwnerId: ctx.account,
    CidrBlock: cidr,
    DhcpOptionsId: defaultDhcpOptions(ctx).DhcpOptionsId,
    State: "available",
    InstanceTenancy: input.InstanceTenancy ?? "default",
    IsDefault: false,
    CidrBlockAssociationSet: [
      {
        AssociationId: ctx.ids.resource("vpc-cidr-assoc"),
        CidrBlock: cidr,
        CidrBlockState: { State: "associated" },
      },
    ],
    Ipv6CidrBlockAssociationSet: input.AmazonProvidedIpv6CidrBlock ? [amazonProvidedIpv6(ctx)] : [],
    Tags: specifiedTags(input.TagSpecifications, "vpc"),
    enableDnsSupport: true,
    enableDnsHostnames: false,
    enableNetworkAddressUsageMetrics: false,
  };
  ctx.state(ec2Slot).vpcs.set(vpc.VpcId, vpc);
  createMainRouteTable(ctx, vpc);
  createDefaultNetworkAcl(ctx, vpc);
  createDefaultSecurityGroup(ctx, vpc);
  return { Vpc: { ...vpc, State: "pending" as const } };
});

export const describeVpcs = operation(DescribeVpcsCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.vpc, input.VpcIds, input, fields);
  return { Vpcs: page, NextToken };
});

/** What AWS made with the VPC goes with it; whatever else is in it holds it back. */
export const deleteVpc = operation(DeleteVpcCommand, (input, ctx) => {
  const { VpcId: id } = find(ctx, kinds.vpc, input.VpcId);
  if (isInUse(ctx, id)) throw dependencyViolation("vpc", id);
  const { vpcs, routeTables, networkAcls, securityGroups } = ctx.state(ec2Slot);
  for (const [key, { VpcId }] of routeTables) if (VpcId === id) routeTables.delete(key);
  for (const [key, { VpcId }] of networkAcls) if (VpcId === id) networkAcls.delete(key);
  for (const group of securityGroups.values()) if (group.VpcId === id) deleteSecurityGroupRecord(ctx, group);
  vpcs.delete(id);
  return {};
});

/** The VPC of that id. @throws ServiceError `InvalidVpcID.NotFound` */
export function findVpc(ctx: Context, id: string | undefined): VpcRecord {
  return find(ctx, kinds.vpc, id);
}

function isInUse(ctx: Context, id: string): boolean {
  const state = ctx.state(ec2Slot);
  const inVpc = ({ VpcId }: { VpcId?: string }) => VpcId === id;
  return (
    some(state.subnets, inVpc) ||
    some(state.networkInterfaces, inVpc) ||
    some(state.vpcEndpoints, inVpc) ||
    some(state.internetGateways, ({ Attachments }) => Attachments.some(inVpc)) ||
    some(state.routeTables, (table) => inVpc(table) && !table.Associations.some(({ Main }) => Main)) ||
    some(state.networkAcls, (acl) => inVpc(acl) && !acl.IsDefault) ||
    some(state.securityGroups, (group) => inVpc(group) && group.GroupName !== "default")
  );
}

function some<T>(records: Map<string, T>, test: (record: T) => boolean): boolean {
  for (const record of records.values()) if (test(record)) return true;
  return false;
}

const fields: FilterFields<VpcRecord> = {
  cidr: ({ CidrBlock }) => CidrBlock,
  "cidr-block-association.association-id": ({ CidrBlockAssociationSet: set }) =>
    set.map(({ AssociationId }) => AssociationId),
  "cidr-block-association.cidr-block": ({ CidrBlockAssociationSet: set }) =>
    set.map(({ CidrBlock }) => CidrBlock),
  "cidr-block-association.state": ({ CidrBlockAssociationSet: set }) =>
    set.map(({ CidrBlockState }) => CidrBlockState?.State),
  "dhcp-options-id": ({ DhcpOptionsId }) => DhcpOptionsId,
  "ipv6-cidr-block-association.association-id": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ AssociationId }) => AssociationId),
  "ipv6-cidr-block-association.ipv6-cidr-block": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "ipv6-cidr-block-association.ipv6-pool": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ Ipv6Pool }) => Ipv6Pool),
  "ipv6-cidr-block-association.state": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  "is-default": ({ IsDefault }) => IsDefault,
  isDefault: ({ IsDefault }) => IsDefault,
  "owner-id": ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  "vpc-id": ({ VpcId }) => VpcId,
};
