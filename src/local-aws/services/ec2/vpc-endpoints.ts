import {
  CreateVpcEndpointCommand,
  type CreateVpcEndpointRequest,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
  type State,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { once } from "./client-tokens.ts";
import { startEndpoint, stopEndpoint } from "./endpoint-lifecycle.ts";
import { endpointPolicy } from "./endpoint-policies.ts";
import { findEndpointService } from "./endpoint-services.ts";
import { addEndpointRoutes, removeEndpointRoutes } from "./gateway-endpoint-routes.ts";
import { addEndpointSubnets, removeEndpointSubnets, setPrivateDns } from "./interface-endpoints.ts";
import { count, requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { groupsOf } from "./network-interface-records.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type VpcEndpointRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
export const createVpcEndpoint = operation(CreateVpcEndpointCommand, (input, ctx) => {
  const { VpcId } = find(ctx, kinds.vpc, input.VpcId);
  const type = input.VpcEndpointType ?? "Gateway";
  if (type !== "Gateway" && type !== "Interface")
    throw new ServiceError("NotImplemented", `The embedded AWS has no endpoints of type ${type}`, 501);
  const service = findEndpointService(ctx, input.ServiceName, type);
  const isInterface = type === "Interface";
  const VpcEndpoint = once(ctx, "CreateVpcEndpoint", input.ClientToken, kinds.vpcEndpoint, () => {
    requireEndpointRoom(ctx, VpcId, type);
    const endpoint = newEndpoint(ctx, input, { VpcId, type, ServiceName: service.name });
    if (isInterface) {
      setPrivateDns(ctx, endpoint, input.PrivateDnsEnabled ?? true);
      addEndpointSubnets(ctx, endpoint, input.SubnetIds ?? []);
    } else addEndpointRoutes(ctx, endpoint, input.RouteTableIds ?? []);
    ctx.state(ec2Slot).vpcEndpoints.set(endpoint.VpcEndpointId, endpoint);
    if (isInterface) startEndpoint(ctx, endpoint);
    return endpoint;
  });
  return { VpcEndpoint, ClientToken: input.ClientToken };
});

function newEndpoint(
  ctx: Context,
  input: CreateVpcEndpointRequest,
  { VpcId, type, ServiceName }: { VpcId: string; type: "Gateway" | "Interface"; ServiceName: string },
): VpcEndpointRecord {
  const isInterface = type === "Interface";
  return {
    VpcEndpointId: ctx.ids.resource("vpce"),
    VpcEndpointType: type,
    VpcId,
    ServiceName,
    ServiceRegion: ctx.region,
    State: (isInterface ? "pending" : "available") as State,
    PolicyDocument: endpointPolicy(ctx, input.PolicyDocument),
    RouteTableIds: [],
    SubnetIds: [],
    Groups: isInterface
      ? (groupsOf(ctx, VpcId, nonEmpty(input.SecurityGroupIds)) as VpcEndpointRecord["Groups"])
      : [],
    IpAddressType: isInterface ? (input.IpAddressType ?? "ipv4") : undefined,
    DnsOptions: {
      DnsRecordIpType: isInterface ? (input.DnsOptions?.DnsRecordIpType ?? "ipv4") : "service-defined",
    },
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    CreationTimestamp: ctx.now(),
    OwnerId: ctx.account,
    Tags: specifiedTags(input.TagSpecifications, "vpc-endpoint"),
  };
}

export const describeVpcEndpoints = operation(DescribeVpcEndpointsCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.vpcEndpoint, input.VpcEndpointIds, input, fields);
  return { VpcEndpoints: page, NextToken };
});

export const modifyVpcEndpoint = operation(ModifyVpcEndpointCommand, (input, ctx) => {
  const endpoint = find(ctx, kinds.vpcEndpoint, input.VpcEndpointId);
  if (input.ResetPolicy) endpoint.PolicyDocument = endpointPolicy(ctx, undefined);
  if (input.PolicyDocument) endpoint.PolicyDocument = endpointPolicy(ctx, input.PolicyDocument);
  addEndpointRoutes(ctx, endpoint, input.AddRouteTableIds ?? []);
  removeEndpointRoutes(ctx, endpoint, input.RemoveRouteTableIds ?? []);
  changeGroups(ctx, endpoint, input.AddSecurityGroupIds ?? [], input.RemoveSecurityGroupIds ?? []);
  removeEndpointSubnets(ctx, endpoint, input.RemoveSubnetIds ?? []);
  addEndpointSubnets(ctx, endpoint, input.AddSubnetIds ?? []);
  if (input.PrivateDnsEnabled !== undefined) setPrivateDns(ctx, endpoint, input.PrivateDnsEnabled);
  endpoint.IpAddressType = input.IpAddressType ?? endpoint.IpAddressType;
  const DnsRecordIpType = input.DnsOptions?.DnsRecordIpType;
  if (DnsRecordIpType) endpoint.DnsOptions = { ...endpoint.DnsOptions, DnsRecordIpType };
  return { Return: true };
});

/** Deletes those that exist and says which did not. */
export const deleteVpcEndpoints = operation(DeleteVpcEndpointsCommand, (input, ctx) => {
  const { vpcEndpoints } = ctx.state(ec2Slot);
  const [Code, message] = kinds.vpcEndpoint.missing;
  const Unsuccessful = (input.VpcEndpointIds ?? []).flatMap((id) => {
    const endpoint = vpcEndpoints.get(id);
    if (!endpoint) return [{ ResourceId: id, Error: { Code, Message: message(id) } }];
    stopEndpoint(ctx, endpoint);
    return [];
  });
  return { Unsuccessful };
});

function requireEndpointRoom(ctx: Context, vpcId: string, type: "Gateway" | "Interface"): void {
  const { vpcEndpoints } = ctx.state(ec2Slot);
  const same = count(
    vpcEndpoints,
    (one) => one.VpcEndpointType === type && (type === "Gateway" || one.VpcId === vpcId),
  );
  requireRoom(
    ctx,
    type === "Gateway" ? "vpc:gateway-endpoints" : "vpc:interface-endpoints-per-vpc",
    same + 1,
  );
}

/** The endpoint's groups are those of its network interfaces. */
function changeGroups(
  ctx: Context,
  endpoint: VpcEndpointRecord,
  added: readonly string[],
  removed: readonly string[],
): void {
  if (!added.length && !removed.length) return;
  const ids = new Set([...endpoint.Groups.map(({ GroupId = "" }) => GroupId), ...added]);
  for (const id of removed) ids.delete(id);
  const groups = groupsOf(ctx, endpoint.VpcId, [...ids]);
  endpoint.Groups = groups as VpcEndpointRecord["Groups"];
  for (const id of endpoint.NetworkInterfaceIds) find(ctx, kinds.networkInterface, id).Groups = groups;
}

function nonEmpty(ids: readonly string[] | undefined): readonly string[] | undefined {
  return ids?.length ? ids : undefined;
}

const fields: FilterFields<VpcEndpointRecord> = {
  "ip-address-type": ({ IpAddressType }) => IpAddressType,
  "service-name": ({ ServiceName }) => ServiceName,
  "service-region": ({ ServiceRegion }) => ServiceRegion,
  "vpc-endpoint-id": ({ VpcEndpointId }) => VpcEndpointId,
  "vpc-endpoint-state": ({ State: state }) => state,
  "vpc-endpoint-type": ({ VpcEndpointType }) => VpcEndpointType,
  "vpc-id": ({ VpcId }) => VpcId,
};
