import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteTableAssociationCommand,
  type Route,
  type RouteTableAssociation,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { once } from "./client-tokens.ts";
import { dependencyViolation, invalidValue } from "./errors.ts";
import { count, requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { local } from "./local-routes.ts";
import { kinds } from "./resource-kinds.ts";
import { elsewhere } from "./route-targets.ts";
import { ec2Slot, find, type RouteTableRecord, type VpcRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const createRouteTable = operation(CreateRouteTableCommand, (input, ctx) => {
  const vpc = find(ctx, kinds.vpc, input.VpcId);
  const RouteTable = once(ctx, "CreateRouteTable", input.ClientToken, kinds.routeTable, () => {
    const own = count(ctx.state(ec2Slot).routeTables, ({ VpcId }) => VpcId === vpc.VpcId);
    requireRoom(ctx, "vpc:route-tables-per-vpc", own + 1);
    const table = makeRouteTable(ctx, vpc);
    table.Tags = specifiedTags(input.TagSpecifications, "route-table");
    return table;
  });
  return { RouteTable, ClientToken: input.ClientToken };
});

export const describeRouteTables = operation(DescribeRouteTablesCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.routeTable, input.RouteTableIds, input, fields);
  return { RouteTables: page, NextToken };
});

export const deleteRouteTable = operation(DeleteRouteTableCommand, (input, ctx) => {
  const { RouteTableId: id, Associations } = find(ctx, kinds.routeTable, input.RouteTableId);
  if (Associations.length) throw dependencyViolation("routeTable", id);
  const { routeTables, vpcEndpoints } = ctx.state(ec2Slot);
  for (const endpoint of vpcEndpoints.values())
    endpoint.RouteTableIds = endpoint.RouteTableIds.filter((one) => one !== id);
  routeTables.delete(id);
  return {};
});

export const associateRouteTable = operation(AssociateRouteTableCommand, (input, ctx) => {
  const table = find(ctx, kinds.routeTable, input.RouteTableId);
  if (input.GatewayId) {
    const { InternetGatewayId, Attachments } = find(ctx, kinds.internetGateway, input.GatewayId);
    if (Attachments[0]?.VpcId !== table.VpcId) throw elsewhere(table, "network gateway", InternetGatewayId);
    return associated(addAssociation(ctx, table, { GatewayId: InternetGatewayId }));
  }
  const { SubnetId, VpcId } = find(ctx, kinds.subnet, input.SubnetId);
  if (VpcId !== table.VpcId)
    throw invalidValue(
      `Route table ${table.RouteTableId} and subnet ${SubnetId} belong to different networks`,
    );
  return associated(addAssociation(ctx, table, { SubnetId }));
});

export const disassociateRouteTable = operation(DisassociateRouteTableCommand, (input, ctx) => {
  const { table, association } = findAssociation(ctx, input.AssociationId);
  if (association.Main)
    throw invalidValue(
      `cannot disassociate the main route table association ${association.RouteTableAssociationId}`,
    );
  table.Associations = table.Associations.filter((one) => one !== association);
  return {};
});

export const replaceRouteTableAssociation = operation(ReplaceRouteTableAssociationCommand, (input, ctx) => {
  const to = find(ctx, kinds.routeTable, input.RouteTableId);
  const { table: from, association } = findAssociation(ctx, input.AssociationId);
  if (to.VpcId !== from.VpcId) throw elsewhere(to, "association", association.RouteTableAssociationId ?? "");
  from.Associations = from.Associations.filter((one) => one !== association);
  const { Main, SubnetId, GatewayId } = association;
  const made = addAssociation(ctx, to, { Main, SubnetId, GatewayId });
  return { NewAssociationId: made.RouteTableAssociationId, AssociationState: made.AssociationState };
});

/** A VPC's own table, for every subnet that has no other. */
export function createMainRouteTable(ctx: Context, vpc: VpcRecord): void {
  addAssociation(ctx, makeRouteTable(ctx, vpc), { Main: true });
}

/** Takes a subnet that goes out of its table. */
export function forgetRouteTableAssociations(ctx: Context, subnetId: string): void {
  for (const table of ctx.state(ec2Slot).routeTables.values())
    table.Associations = table.Associations.filter(({ SubnetId }) => SubnetId !== subnetId);
}

function makeRouteTable(ctx: Context, vpc: VpcRecord): RouteTableRecord {
  const RouteTableId = ctx.ids.resource("rtb");
  const ipv6 = vpc.Ipv6CidrBlockAssociationSet ?? [];
  const Routes: Route[] = [
    ...vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => ({ DestinationCidrBlock: CidrBlock, ...local })),
    ...ipv6.map(({ Ipv6CidrBlock }) => ({ DestinationIpv6CidrBlock: Ipv6CidrBlock, ...local })),
  ];
  const table: RouteTableRecord = {
    RouteTableId,
    VpcId: vpc.VpcId,
    OwnerId: ctx.account,
    Associations: [],
    PropagatingVgws: [],
    Routes,
    Tags: [],
  };
  ctx.state(ec2Slot).routeTables.set(RouteTableId, table);
  return table;
}

function addAssociation(
  ctx: Context,
  table: RouteTableRecord,
  { Main = false, SubnetId, GatewayId }: Pick<RouteTableAssociation, "Main" | "SubnetId" | "GatewayId">,
): RouteTableAssociation {
  for (const { Associations, RouteTableId } of ctx.state(ec2Slot).routeTables.values())
    if (SubnetId && Associations.some((one) => one.SubnetId === SubnetId))
      throw new ServiceError(
        "Resource.AlreadyAssociated",
        `the specified association for route table ${RouteTableId} conflicts with an existing association`,
      );
  const association: RouteTableAssociation = {
    Main,
    RouteTableAssociationId: ctx.ids.resource("rtbassoc"),
    RouteTableId: table.RouteTableId,
    SubnetId,
    GatewayId,
    AssociationState: { State: "associated" },
  };
  table.Associations.push(association);
  return association;
}

function associated({ RouteTableAssociationId, AssociationState }: RouteTableAssociation) {
  return { AssociationId: RouteTableAssociationId, AssociationState };
}

function findAssociation(ctx: Context, id: string | undefined) {
  for (const table of ctx.state(ec2Slot).routeTables.values()) {
    const association = table.Associations.find((one) => one.RouteTableAssociationId === id);
    if (association) return { table, association };
  }
  throw new ServiceError("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
}

const associations =
  <T>(value: (association: RouteTableAssociation) => T) =>
  ({ Associations }: RouteTableRecord) =>
    Associations.map(value);
const routes =
  <T>(value: (route: Route) => T) =>
  ({ Routes }: RouteTableRecord) =>
    Routes.map(value);

const fields: FilterFields<RouteTableRecord> = {
  "association.gateway-id": associations(({ GatewayId }) => GatewayId),
  "association.main": associations(({ Main }) => Main),
  "association.route-table-association-id": associations(
    ({ RouteTableAssociationId }) => RouteTableAssociationId,
  ),
  "association.route-table-id": associations(({ RouteTableId }) => RouteTableId),
  "association.subnet-id": associations(({ SubnetId }) => SubnetId),
  "owner-id": ({ OwnerId }) => OwnerId,
  "route-table-id": ({ RouteTableId }) => RouteTableId,
  "route.destination-cidr-block": routes(({ DestinationCidrBlock }) => DestinationCidrBlock),
  "route.destination-ipv6-cidr-block": routes(({ DestinationIpv6CidrBlock }) => DestinationIpv6CidrBlock),
  "route.destination-prefix-list-id": routes(({ DestinationPrefixListId }) => DestinationPrefixListId),
  "route.egress-only-internet-gateway-id": routes(
    ({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId,
  ),
  "route.gateway-id": routes(({ GatewayId }) => GatewayId),
  "route.instance-id": routes(({ InstanceId }) => InstanceId),
  "route.nat-gateway-id": routes(({ NatGatewayId }) => NatGatewayId),
  "route.origin": routes(({ Origin }) => Origin),
  "route.state": routes(({ State }) => State),
  "route.transit-gateway-id": routes(({ TransitGatewayId }) => TransitGatewayId),
  "route.vpc-peering-connection-id": routes(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId),
  "vpc-id": ({ VpcId }) => VpcId,
};
