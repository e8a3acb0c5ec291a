import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { baseDnsName, findEndpointService } from "./endpoint-services.ts";
import { invalidValue } from "./errors.ts";
import {
  deleteNetworkInterfaceRecord,
  makeNetworkInterface,
  noFreeAddress,
  requireInterfaceRoom,
} from "./network-interface-records.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type VpcEndpointRecord } from "./state.ts";

/**
 * Puts a network interface of the endpoint into each subnet.
 * @throws ServiceError `DuplicateSubnetsInSameZone` for a second subnet of one zone.
 */
export function addEndpointSubnets(
  ctx: Context,
  endpoint: VpcEndpointRecord,
  subnetIds: readonly string[],
): void {
  if (!subnetIds.length) return;
  const zones = new Set(endpoint.SubnetIds.map((id) => find(ctx, kinds.subnet, id).AvailabilityZone));
  for (const subnet of subnetIds.map((id) => find(ctx, kinds.subnet, id))) {
    const { SubnetId, VpcId, AvailabilityZone } = subnet;
    if (subnet.AvailableIpAddressCount < 1) throw noFreeAddress(subnet);
    if (VpcId !== endpoint.VpcId)
      throw invalidValue(`Subnet ${SubnetId} and VPC ${endpoint.VpcId} belong to different networks`);
    if (zones.has(AvailabilityZone))
      throw new ServiceError(
        "DuplicateSubnetsInSameZone",
        `Found another VPC endpoint subnet in the availability zone of ${SubnetId}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      );
    zones.add(AvailabilityZone);
  }
  const groups = endpoint.Groups.map(({ GroupId = "" }) => GroupId);
  requireInterfaceRoom(ctx, subnetIds.length, groups.length);
  for (const subnetId of subnetIds) {
    const { NetworkInterfaceId } = makeNetworkInterface(ctx, {
      subnetId,
      description: `VPC Endpoint Interface ${endpoint.VpcEndpointId}`,
      interfaceType: "vpc_endpoint",
      groups,
      requesterId: "amazon-aws",
    });
    endpoint.NetworkInterfaceIds.push(NetworkInterfaceId);
    endpoint.SubnetIds.push(subnetId);
  }
  nameEndpoint(ctx, endpoint);
}

export function removeEndpointSubnets(
  ctx: Context,
  endpoint: VpcEndpointRecord,
  subnetIds: readonly string[],
): void {
  if (!subnetIds.length) return;
  const { networkInterfaces } = ctx.state(ec2Slot);
  for (const id of endpoint.NetworkInterfaceIds)
    if (subnetIds.includes(networkInterfaces.get(id)?.SubnetId ?? "")) deleteNetworkInterfaceRecord(ctx, id);
  endpoint.NetworkInterfaceIds = endpoint.NetworkInterfaceIds.filter((id) => networkInterfaces.has(id));
  endpoint.SubnetIds = endpoint.SubnetIds.filter((id) => !subnetIds.includes(id));
  nameEndpoint(ctx, endpoint);
}

/**
 * Turns the service's own host names on or off inside the VPC.
 * @throws ServiceError `InvalidParameter` where the VPC's DNS is off or another endpoint has these names.
 */
export function setPrivateDns(ctx: Context, endpoint: VpcEndpointRecord, enabled: boolean): void {
  if (enabled && !endpoint.PrivateDnsEnabled) requirePrivateDns(ctx, endpoint);
  endpoint.PrivateDnsEnabled = enabled;
  nameEndpoint(ctx, endpoint);
}

function requirePrivateDns(ctx: Context, { VpcId, VpcEndpointId, ServiceName }: VpcEndpointRecord): void {
  const { enableDnsSupport, enableDnsHostnames } = find(ctx, kinds.vpc, VpcId);
  if (!enableDnsSupport || !enableDnsHostnames)
    throw new ServiceError(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${VpcId}`,
    );
  for (const other of ctx.state(ec2Slot).vpcEndpoints.values())
    if (
      other.PrivateDnsEnabled &&
      other.VpcId === VpcId &&
      other.ServiceName === ServiceName &&
      other.VpcEndpointId !== VpcEndpointId
    )
      throw new ServiceError(
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${hostsOf(ctx, ServiceName)[0]} in the VPC ${VpcId}`,
      );
}

/** Host names of an endpoint: for the region, for each zone, and the service's own ones where private DNS is on. */
function nameEndpoint(ctx: Context, endpoint: VpcEndpointRecord): void {
  const { VpcEndpointId, ServiceName } = endpoint;
  const base = baseDnsName(ctx.region, ServiceName);
  // A part of the id: names must not change when a subnet comes or goes.
  const label = `${VpcEndpointId}-${VpcEndpointId.slice(-8)}`;
  const zones = endpoint.SubnetIds.map((id) => find(ctx, kinds.subnet, id).AvailabilityZone);
  const own = endpoint.PrivateDnsEnabled ? hostsOf(ctx, ServiceName) : [];
  endpoint.DnsEntries = [
    ...[label, ...zones.map((zone) => `${label}-${zone}`)].map((name) => ({
      DnsName: `${name}.${base}`,
      HostedZoneId: `Z${ctx.region.replaceAll("-", "").toUpperCase()}VPCE`,
    })),
    ...own.map((DnsName) => ({
      DnsName,
      HostedZoneId: `Z${VpcEndpointId.slice(-17).toUpperCase()}`,
    })),
  ];
}

function hostsOf(ctx: Context, serviceName: string): readonly string[] {
  return findEndpointService(ctx, serviceName, "Interface").privateDnsNames;
}
