import type { Route } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { invalidValue, missingParameter } from "./errors.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type RouteTableRecord } from "./state.ts";

/** The members of a request that can name a route's next hop. */
export interface TargetInput {
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
  readonly EgressOnlyInternetGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly LocalTarget?: boolean;
}

export type Target = Pick<
  Route,
  "GatewayId" | "NatGatewayId" | "NetworkInterfaceId" | "InstanceId" | "InstanceOwnerId"
>;

const members = [
  "GatewayId",
  "NatGatewayId",
  "NetworkInterfaceId",
  "InstanceId",
  "EgressOnlyInternetGatewayId",
  "TransitGatewayId",
  "VpcPeeringConnectionId",
] as const;

/** The next hop that a request names: exactly one, which exists and is in the table's VPC. */
export function routeTarget(ctx: Context, table: RouteTableRecord, input: TargetInput): Target {
  if (input.LocalTarget) return { GatewayId: "local" };
  const given = members.filter((member) => input[member]);
  const [member] = given;
  if (!member) throw missingParameter("gatewayId");
  if (given.length > 1)
    throw new ServiceError(
      "InvalidParameterCombination",
      `The parameters ${given.join(" and ")} cannot be used together.`,
    );
  return readers[member](ctx, table, input[member] as string);
}

/** What was the next hop of a route is gone: the route stays and leads nowhere. */
export function blackholeRoutes(
  ctx: Context,
  member: "GatewayId" | "NatGatewayId" | "NetworkInterfaceId",
  id: string,
): void {
  for (const { Routes } of ctx.state(ec2Slot).routeTables.values())
    for (const route of Routes) if (route[member] === id) route.State = "blackhole";
}

type Reader = (ctx: Context, table: RouteTableRecord, id: string) => Target;

const readers: Record<(typeof members)[number], Reader> = {
  GatewayId: (ctx, table, id) => {
    if (id === "local") return { GatewayId: id };
    if (!id.startsWith("igw-"))
      throw new ServiceError("InvalidGatewayID.NotFound", `The gateway ID '${id}' does not exist`);
    const { Attachments } = find(ctx, kinds.internetGateway, id);
    if (!Attachments.some(({ VpcId }) => VpcId === table.VpcId))
      throw elsewhere(table, "network gateway", id);
    return { GatewayId: id };
  },
  NatGatewayId: (ctx, table, id) => {
    const gateway = ctx.state(ec2Slot).natGateways.get(id);
    if (gateway?.State !== "available")
      throw new ServiceError("InvalidNatGatewayID.NotFound", `The natGateway ID '${id}' does not exist`);
    if (gateway.VpcId !== table.VpcId) throw elsewhere(table, "NAT gateway", id);
    return { NatGatewayId: id };
  },
  NetworkInterfaceId: (ctx, table, id) => {
    const { VpcId, Attachment } = find(ctx, kinds.networkInterface, id);
    if (VpcId !== table.VpcId) throw elsewhere(table, "interface", id);
    const InstanceOwnerId = Attachment?.InstanceId ? Attachment.InstanceOwnerId : undefined;
    return { NetworkInterfaceId: id, InstanceId: Attachment?.InstanceId, InstanceOwnerId };
  },
  InstanceId: (ctx, table, id) => {
    find(ctx, kinds.instance, id);
    for (const eni of ctx.state(ec2Slot).networkInterfaces.values())
      if (eni.Attachment?.InstanceId === id)
        return readers.NetworkInterfaceId(ctx, table, eni.NetworkInterfaceId);
    throw new ServiceError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  },
  EgressOnlyInternetGatewayId: notHere("InvalidGatewayID.NotFound", "eigw"),
  TransitGatewayId: notHere("InvalidTransitGatewayID.NotFound", "transitGateway"),
  VpcPeeringConnectionId: notHere("InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection"),
};

/** Of these kinds the embedded AWS keeps none, so no id can exist. */
function notHere(code: string, what: string): Reader {
  return (_ctx, _table, id) => {
    throw new ServiceError(code, `The ${what} ID '${id}' does not exist`);
  };
}

/** What is in one VPC does not lead into another. */
export function elsewhere({ RouteTableId }: RouteTableRecord, what: string, id: string): ServiceError {
  return invalidValue(`route table ${RouteTableId} and ${what} ${id} belong to different networks`);
}
