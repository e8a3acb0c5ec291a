import type { GroupIdentifier, NetworkInterfaceType, Tag } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { unmap } from "./addresses.ts";
import { invalidValue } from "./errors.ts";
import { type Block, formatAddress, holds, parseAddress, parseBlock, sizeOf } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { kinds } from "./resource-kinds.ts";
import { blackholeRoutes } from "./route-targets.ts";
import { defaultSecurityGroup } from "./security-groups.ts";
import { ec2Slot, find, type NetworkInterfaceRecord, type SubnetRecord } from "./state.ts";

/** On the wire it is `nat_gateway`, whatever the model's enumeration says. */
export const natGatewayInterface = "nat_gateway" as NetworkInterfaceType;

export interface NewNetworkInterface {
  readonly subnetId: string;
  readonly description: string;
  readonly interfaceType: NetworkInterfaceType;
  /** Ids of security groups. @default the VPC's own group */
  readonly groups?: readonly string[];
  /** @default the lowest free one */
  readonly privateIpAddress?: string;
  /** Which service made it: such an interface is attached, and its users cannot delete it. @default none */
  readonly requesterId?: string;
  /** Instance to which it is attached. @default none */
  readonly instanceId?: string;
  readonly tags?: Tag[];
}

/** Room for so many more interfaces with so many groups each: who makes several makes all of them or none. @throws ServiceError `…LimitExceeded` */
export function requireInterfaceRoom(ctx: Context, interfaces: number, groups: number): void {
  requireRoom(ctx, "vpc:security-groups-per-interface", groups);
  requireRoom(ctx, "vpc:network-interfaces", ctx.state(ec2Slot).networkInterfaces.size + interfaces);
}

/**
 * Makes a network interface in a subnet: for users, and for the services that put theirs there (NAT gateways, endpoints, EKS).
 * @throws ServiceError `InvalidSubnetID.NotFound`, `InvalidGroup.NotFound`, `InsufficientFreeAddressesInSubnet`, `InvalidIPAddress.InUse`
 */
export function makeNetworkInterface(ctx: Context, props: NewNetworkInterface): NetworkInterfaceRecord {
  const subnet = find(ctx, kinds.subnet, props.subnetId);
  const Groups = props.groups?.length === 0 ? [] : groupsOf(ctx, subnet.VpcId, props.groups);
  requireInterfaceRoom(ctx, 1, Groups.length);
  const PrivateIpAddress = freeAddress(ctx, subnet, props.privateIpAddress);
  const PrivateDnsName = privateDnsName(ctx, subnet.VpcId, PrivateIpAddress);
  const attached = props.requesterId !== undefined || props.instanceId !== undefined;
  const record: NetworkInterfaceRecord = {
    NetworkInterfaceId: ctx.ids.resource("eni"),
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    OwnerId: ctx.account,
    Description: props.description,
    InterfaceType: props.interfaceType,
    Groups,
    MacAddress: ["0a", ...(ctx.ids.hex(10).match(/../g) as string[])].join(":"),
    PrivateIpAddress,
    PrivateDnsName,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress, PrivateDnsName }],
    Ipv6Addresses: [],
    RequesterId: props.requesterId,
    RequesterManaged: props.requesterId !== undefined,
    SourceDestCheck: props.interfaceType !== natGatewayInterface,
    Status: attached ? "in-use" : "available",
    Attachment: attached ? attachment(ctx, props.instanceId) : undefined,
    Tags: props.tags ?? [],
  };
  ctx.state(ec2Slot).networkInterfaces.set(record.NetworkInterfaceId, record);
  subnet.AvailableIpAddressCount--;
  return record;
}

/** Takes an interface away, attached or not; its address is free again, and routes through it lead nowhere. */
export function deleteNetworkInterfaceRecord(ctx: Context, id: string): void {
  const { networkInterfaces, subnets, addresses } = ctx.state(ec2Slot);
  const record = networkInterfaces.get(id);
  if (!record) return;
  const address = addresses.get(record.Association?.AllocationId ?? "");
  if (address) unmap(ctx, address);
  networkInterfaces.delete(id);
  const subnet = subnets.get(record.SubnetId);
  if (subnet) subnet.AvailableIpAddressCount++;
  blackholeRoutes(ctx, "NetworkInterfaceId", id);
}

/** Groups of a VPC by their ids; its own one when none are named. */
export function groupsOf(ctx: Context, vpcId: string, ids: readonly string[] | undefined): GroupIdentifier[] {
  const groups = ids
    ? ids.map((id) => find(ctx, kinds.securityGroup, id))
    : [defaultSecurityGroup(ctx, vpcId)];
  return groups.map(({ GroupId, GroupName, VpcId }) => {
    if (VpcId !== vpcId)
      throw invalidValue(`Security group ${GroupId} and subnet belong to different networks.`);
    return { GroupId, GroupName };
  });
}

/** AWS keeps the first four addresses of a subnet and the last one. */
function freeAddress(ctx: Context, subnet: SubnetRecord, asked: string | undefined): string {
  const block = parseBlock(subnet.CidrBlock) as Block;
  const first = block.address + 4;
  const last = block.address + sizeOf(block.prefix) - 2;
  const taken = new Set<string>();
  for (const { SubnetId, PrivateIpAddresses } of ctx.state(ec2Slot).networkInterfaces.values())
    if (SubnetId === subnet.SubnetId)
      for (const { PrivateIpAddress } of PrivateIpAddresses) taken.add(PrivateIpAddress ?? "");
  if (asked !== undefined) {
    const address = parseAddress(asked);
    if (address === undefined || !holds(block, address) || address < first || address > last)
      throw invalidValue("Address does not fall within the subnet's address range");
    if (taken.has(asked)) throw new ServiceError("InvalidIPAddress.InUse", `Address ${asked} is in use.`);
    return asked;
  }
  for (let address = first; address <= last; address++) {
    const text = formatAddress(address);
    if (!taken.has(text)) return text;
  }
  throw noFreeAddress(subnet);
}

export function noFreeAddress({ SubnetId }: SubnetRecord): ServiceError {
  return new ServiceError(
    "InsufficientFreeAddressesInSubnet",
    `The specified subnet '${SubnetId}' does not have enough free addresses to satisfy the request.`,
  );
}

function privateDnsName(ctx: Context, vpcId: string, address: string): string | undefined {
  const { enableDnsHostnames } = find(ctx, kinds.vpc, vpcId);
  if (!enableDnsHostnames) return undefined;
  const domain = ctx.region === "us-east-1" ? "ec2.internal" : `${ctx.region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}

function attachment(ctx: Context, InstanceId: string | undefined): NetworkInterfaceRecord["Attachment"] {
  return {
    AttachmentId: ctx.ids.resource(InstanceId ? "eni-attach" : "ela-attach"),
    InstanceId,
    InstanceOwnerId: InstanceId ? ctx.account : "amazon-aws",
    DeviceIndex: InstanceId ? 0 : 1,
    DeleteOnTermination: InstanceId !== undefined,
    AttachTime: ctx.now(),
    Status: "attached",
  };
}
