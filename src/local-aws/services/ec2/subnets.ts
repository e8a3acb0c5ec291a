import { isIPv6 } from "node:net";
import {
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  ModifySubnetAttributeCommand,
} from "@aws-sdk/client-ec2";
import { arn, type Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findZone } from "./availability-zones.ts";
import { badParameter, dependencyViolation, missingParameter } from "./errors.ts";
import { type Block, contains, formatBlock, overlap, parseBlock, sizeOf } from "./ipv4.ts";
import { count, requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { associateDefaultNetworkAcl, forgetAclAssociations } from "./network-acls.ts";
import { kinds } from "./resource-kinds.ts";
import { forgetRouteTableAssociations } from "./route-tables.ts";
import { ec2Slot, find, type SubnetRecord, type VpcRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";
import { blocksOf } from "./vpc-blocks.ts";
import { findVpc } from "./vpcs.ts";

/** In every subnet AWS keeps the first four addresses and the last one. */
const reservedAddresses = 5;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
export const createSubnet = operation(CreateSubnetCommand, (input, ctx) => {
  const vpc = findVpc(ctx, input.VpcId);
  const zone = findZone(ctx, input.AvailabilityZone, input.AvailabilityZoneId);
  const block = subnetBlock(ctx, vpc, input.CidrBlock);
  const { subnets } = ctx.state(ec2Slot);
  requireRoom(ctx, "vpc:subnets-per-vpc", count(subnets, ({ VpcId }) => VpcId === vpc.VpcId) + 1);
  const SubnetId = ctx.ids.resource("subnet");
  const subnet: SubnetRecord = {
    SubnetId,
    SubnetArn: arn(ctx, "ec2", `subnet/${SubnetId}`),
    VpcId: vpc.VpcId,
    OwnerId: ctx.account,
    CidrBlock: formatBlock(block),
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    AvailableIpAddressCount: sizeOf(block.prefix) - reservedAddresses,
    State: "available",
    DefaultForAz: false,
    MapPublicIpOnLaunch: false,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: input.Ipv6CidrBlock ? [ipv6Association(ctx, vpc, input.Ipv6CidrBlock)] : [],
    Ipv6Native: false,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: "ip-name",
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: specifiedTags(input.TagSpecifications, "subnet"),
  };
  subnets.set(SubnetId, subnet);
  associateDefaultNetworkAcl(ctx, vpc.VpcId, SubnetId);
  return { Subnet: subnet };
});

export const describeSubnets = operation(DescribeSubnetsCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.subnet, input.SubnetIds, input, fields);
  return { Subnets: page, NextToken };
});

export const modifySubnetAttribute = operation(ModifySubnetAttributeCommand, (input, ctx) => {
  const subnet = findSubnet(ctx, input.SubnetId);
  subnet.MapPublicIpOnLaunch = input.MapPublicIpOnLaunch?.Value ?? subnet.MapPublicIpOnLaunch;
  subnet.AssignIpv6AddressOnCreation =
    input.AssignIpv6AddressOnCreation?.Value ?? subnet.AssignIpv6AddressOnCreation;
  subnet.EnableDns64 = input.EnableDns64?.Value ?? subnet.EnableDns64;
  const dns = subnet.PrivateDnsNameOptionsOnLaunch ?? {};
  subnet.PrivateDnsNameOptionsOnLaunch = {
    HostnameType: input.PrivateDnsHostnameTypeOnLaunch ?? dns.HostnameType,
    EnableResourceNameDnsARecord:
      input.EnableResourceNameDnsARecordOnLaunch?.Value ?? dns.EnableResourceNameDnsARecord,
    EnableResourceNameDnsAAAARecord:
      input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? dns.EnableResourceNameDnsAAAARecord,
  };
  return {};
});

/** A subnet goes only when no network interface is left in it. */
export const deleteSubnet = operation(DeleteSubnetCommand, (input, ctx) => {
  const { SubnetId: id } = findSubnet(ctx, input.SubnetId);
  const { subnets, networkInterfaces } = ctx.state(ec2Slot);
  for (const { SubnetId } of networkInterfaces.values())
    if (SubnetId === id) throw dependencyViolation("subnet", id);
  forgetAclAssociations(ctx, id);
  forgetRouteTableAssociations(ctx, id);
  subnets.delete(id);
  return {};
});

/** The subnet of that id. @throws ServiceError `InvalidSubnetID.NotFound` */
export function findSubnet(ctx: Context, id: string | undefined): SubnetRecord {
  return find(ctx, kinds.subnet, id);
}

function subnetBlock(ctx: Context, vpc: VpcRecord, cidr: string | undefined): Block {
  if (cidr === undefined) throw missingParameter("cidrBlock");
  const block = parseBlock(cidr);
  if (!block) throw badParameter("cidrBlock", cidr, "This is not a valid CIDR block.");
  if (block.prefix < 16 || block.prefix > 28 || !blocksOf(vpc).some((own) => contains(own, block)))
    throw new ServiceError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
  for (const { VpcId, CidrBlock } of ctx.state(ec2Slot).subnets.values())
    if (VpcId === vpc.VpcId && overlap(parseBlock(CidrBlock) as Block, block))
      throw new ServiceError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);
  return block;
}

/** A subnet's IPv6 block is one of the 256 /64 of its VPC's /56. */
function ipv6Association(ctx: Context, vpc: VpcRecord, cidr: string) {
  const [address = "", prefix] = cidr.split("/");
  const inVpc = vpc.Ipv6CidrBlockAssociationSet?.some(
    ({ Ipv6CidrBlock = "" }) => ipv6Half(Ipv6CidrBlock.split("/")[0] ?? "") >> 8n === ipv6Half(address) >> 8n,
  );
  if (!isIPv6(address) || prefix !== "64" || !inVpc)
    throw new ServiceError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
  for (const { VpcId, Ipv6CidrBlockAssociationSet } of ctx.state(ec2Slot).subnets.values())
    if (
      VpcId === vpc.VpcId &&
      Ipv6CidrBlockAssociationSet?.some(({ Ipv6CidrBlock }) => Ipv6CidrBlock === cidr)
    )
      throw new ServiceError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);
  return {
    AssociationId: ctx.ids.resource("subnet-cidr-assoc"),
    Ipv6CidrBlock: cidr,
    Ipv6CidrBlockState: { State: "associated" as const },
    Ipv6AddressAttribute: "public" as const,
    IpSource: "amazon" as const,
  };
}

/** The upper 64 bits of an IPv6 address. */
function ipv6Half(address: string): bigint {
  const groups = (address.split("::")[0] ?? "").split(":").filter(Boolean).slice(0, 4);
  while (groups.length < 4) groups.push("0");
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

const fields: FilterFields<SubnetRecord> = {
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
  "availability-zone-id": ({ AvailabilityZoneId }) => AvailabilityZoneId,
  availabilityZoneId: ({ AvailabilityZoneId }) => AvailabilityZoneId,
  "available-ip-address-count": ({ AvailableIpAddressCount }) => AvailableIpAddressCount,
  cidr: ({ CidrBlock }) => CidrBlock,
  "cidr-block": ({ CidrBlock }) => CidrBlock,
  cidrBlock: ({ CidrBlock }) => CidrBlock,
  "default-for-az": ({ DefaultForAz }) => DefaultForAz,
  defaultForAz: ({ DefaultForAz }) => DefaultForAz,
  "enable-dns64": ({ EnableDns64 }) => EnableDns64,
  "ipv6-cidr-block-association.association-id": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ AssociationId }) => AssociationId),
  "ipv6-cidr-block-association.ipv6-cidr-block": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "ipv6-cidr-block-association.state": ({ Ipv6CidrBlockAssociationSet: set = [] }) =>
    set.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  "ipv6-native": ({ Ipv6Native }) => Ipv6Native,
  "map-customer-owned-ip-on-launch": ({ MapCustomerOwnedIpOnLaunch }) => MapCustomerOwnedIpOnLaunch,
  "map-public-ip-on-launch": ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
  "outpost-arn": ({ OutpostArn }) => OutpostArn,
  "owner-id": ({ OwnerId }) => OwnerId,
  "private-dns-name-options-on-launch.hostname-type": ({ PrivateDnsNameOptionsOnLaunch: dns }) =>
    dns?.HostnameType,
  "private-dns-name-options-on-launch.enable-resource-name-dns-a-record": ({
    PrivateDnsNameOptionsOnLaunch: dns,
  }) => dns?.EnableResourceNameDnsARecord,
  "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": ({
    PrivateDnsNameOptionsOnLaunch: dns,
  }) => dns?.EnableResourceNameDnsAAAARecord,
  state: ({ State }) => State,
  "subnet-arn": ({ SubnetArn }) => SubnetArn,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};
