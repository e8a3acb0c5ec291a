import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeAddressesAttributeCommand,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { missingParameter } from "./errors.ts";
import { internetGatewayOf } from "./internet-gateways.ts";
import { formatAddress } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { type AddressRecord, ec2Slot, find, type NetworkInterfaceRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const allocateAddress = operation(AllocateAddressCommand, (input, ctx) => {
  requireRoom(ctx, "vpc:elastic-ips", ctx.state(ec2Slot).addresses.size + 1);
  const address: AddressRecord = {
    AllocationId: ctx.ids.resource("eipalloc"),
    PublicIp: publicIp(ctx),
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: ctx.region,
    Domain: "vpc",
    Tags: specifiedTags(input.TagSpecifications, "elastic-ip"),
  };
  ctx.state(ec2Slot).addresses.set(address.AllocationId, address);
  return address;
});

export const describeAddresses = operation(DescribeAddressesCommand, (input, ctx) => {
  const byIp = (input.PublicIps ?? []).map((ip) => addressOf(ctx, ip).AllocationId);
  const ids = [...(input.AllocationIds ?? []), ...byIp];
  return { Addresses: listing(ctx, kinds.address, ids, { Filters: input.Filters }, fields).page };
});

/** Only addresses with a reverse DNS name of their own have attributes. */
export const describeAddressesAttribute = operation(DescribeAddressesAttributeCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.address, input.AllocationIds, input, fields);
  const Addresses = page.flatMap(({ AllocationId, PublicIp, ptrRecord }) =>
    ptrRecord ? [{ AllocationId, PublicIp, PtrRecord: ptrRecord }] : [],
  );
  return { Addresses, NextToken };
});

export const associateAddress = operation(AssociateAddressCommand, (input, ctx) => {
  const address = input.AllocationId
    ? find(ctx, kinds.address, input.AllocationId)
    : addressOf(ctx, input.PublicIp);
  const target = find(
    ctx,
    kinds.networkInterface,
    input.NetworkInterfaceId ?? interfaceOf(ctx, input.InstanceId),
  );
  if (!internetGatewayOf(ctx, target.VpcId))
    throw new ServiceError(
      "Gateway.NotAttached",
      `Network ${target.VpcId} is not attached to any internet gateway`,
    );
  if (address.AssociationId && address.NetworkInterfaceId !== target.NetworkInterfaceId) {
    if (input.AllowReassociation === false)
      throw new ServiceError(
        "Resource.AlreadyAssociated",
        `resource ${address.AllocationId} is already associated with associate-id ${address.AssociationId}`,
      );
    refuseManaged(ctx, address);
    unmap(ctx, address);
  }
  return { AssociationId: mapAddress(ctx, address, target) };
});

export const disassociateAddress = operation(DisassociateAddressCommand, (input, ctx) => {
  const address = input.AssociationId
    ? byAssociation(ctx, input.AssociationId)
    : addressOf(ctx, input.PublicIp);
  refuseManaged(ctx, address);
  unmap(ctx, address);
  return {};
});

export const releaseAddress = operation(ReleaseAddressCommand, (input, ctx) => {
  const address = input.AllocationId
    ? find(ctx, kinds.address, input.AllocationId)
    : addressOf(ctx, input.PublicIp);
  refuseManaged(ctx, address);
  if (address.AssociationId)
    throw new ServiceError("InvalidIPAddress.InUse", `Address ${address.PublicIp} is in use.`);
  ctx.state(ec2Slot).addresses.delete(address.AllocationId);
  return {};
});

/** Gives a network interface the public address. Returns the association's id. */
export function mapAddress(ctx: Context, address: AddressRecord, target: NetworkInterfaceRecord): string {
  const AssociationId = ctx.ids.resource("eipassoc");
  Object.assign(address, {
    AssociationId,
    NetworkInterfaceId: target.NetworkInterfaceId,
    NetworkInterfaceOwnerId: ctx.account,
    PrivateIpAddress: target.PrivateIpAddress,
    InstanceId: target.Attachment?.InstanceId,
  });
  const { AllocationId, PublicIp } = address;
  target.Association = { AllocationId, AssociationId, PublicIp, IpOwnerId: ctx.account, PublicDnsName: "" };
  const [primary] = target.PrivateIpAddresses;
  if (primary) primary.Association = target.Association;
  return AssociationId;
}

/** Frees an address from whatever has it. */
export function unmap(ctx: Context, address: AddressRecord): void {
  const target = ctx.state(ec2Slot).networkInterfaces.get(address.NetworkInterfaceId ?? "");
  if (target) {
    target.Association = undefined;
    for (const one of target.PrivateIpAddresses) one.Association = undefined;
  }
  address.AssociationId = undefined;
  address.NetworkInterfaceId = undefined;
  address.NetworkInterfaceOwnerId = undefined;
  address.PrivateIpAddress = undefined;
  address.InstanceId = undefined;
}

/** What a service of AWS has put an address on, a NAT gateway say, only that service takes it from. */
function refuseManaged(ctx: Context, { NetworkInterfaceId = "" }: AddressRecord): void {
  if (ctx.state(ec2Slot).networkInterfaces.get(NetworkInterfaceId)?.RequesterManaged)
    throw new ServiceError("AuthFailure", "You do not have permission to access the specified resource.");
}

function byAssociation(ctx: Context, id: string): AddressRecord {
  for (const address of ctx.state(ec2Slot).addresses.values())
    if (address.AssociationId === id) return address;
  throw new ServiceError("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
}

function addressOf(ctx: Context, publicIp: string | undefined): AddressRecord {
  if (!publicIp) throw missingParameter("AllocationId");
  for (const address of ctx.state(ec2Slot).addresses.values())
    if (address.PublicIp === publicIp) return address;
  throw new ServiceError("InvalidAddress.NotFound", `Address '${publicIp}' not found.`);
}

function interfaceOf(ctx: Context, instanceId: string | undefined): string | undefined {
  const { InstanceId } = find(ctx, kinds.instance, instanceId);
  for (const { Attachment, NetworkInterfaceId } of ctx.state(ec2Slot).networkInterfaces.values())
    if (Attachment?.InstanceId === InstanceId) return NetworkInterfaceId;
  return undefined;
}

/** A free one out of 18.136.0.0/13, which is Amazon's. */
function publicIp(ctx: Context): string {
  const taken = new Set([...ctx.state(ec2Slot).addresses.values()].map(({ PublicIp }) => PublicIp));
  for (;;) {
    const ip = formatAddress(18 * 2 ** 24 + 136 * 2 ** 16 + ctx.ids.integer(2 ** 19));
    if (!taken.has(ip)) return ip;
  }
}

const fields: FilterFields<AddressRecord> = {
  "allocation-id": ({ AllocationId }) => AllocationId,
  "association-id": ({ AssociationId }) => AssociationId,
  domain: ({ Domain }) => Domain,
  "instance-id": ({ InstanceId }) => InstanceId,
  "network-border-group": ({ NetworkBorderGroup }) => NetworkBorderGroup,
  "network-interface-id": ({ NetworkInterfaceId }) => NetworkInterfaceId,
  "network-interface-owner-id": ({ NetworkInterfaceOwnerId }) => NetworkInterfaceOwnerId,
  "private-ip-address": ({ PrivateIpAddress }) => PrivateIpAddress,
  "public-ip": ({ PublicIp }) => PublicIp,
};
