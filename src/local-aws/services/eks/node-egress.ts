import type { Route } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ec2Slot, type RouteTableRecord, type SubnetRecord, type VpcEndpointRecord } from "../ec2/state.ts";

/** How instances of a subnet reach what is outside of it. */
export interface Egress {
  /** By what their packets leave to the Internet: undefined when they do not. */
  readonly internet?: "nat" | "public" | "other";
  /** Address by which the Internet sees them, where all share one. */
  readonly publicIp?: string;
  /** Why they do not, in a few words. */
  readonly why?: string;
  /** Endpoints that answer for services of AWS, by the service's name, such as `ecr.api`. */
  readonly endpoints: ReadonlyMap<string, VpcEndpointRecord>;
}

/** Whether an internet gateway is the subnet's way out. */
export function isPublic(subnet: SubnetRecord, ctx: Context): boolean {
  return defaultRoute(tableOf(subnet, ctx))?.GatewayId?.startsWith("igw-") === true;
}

export function egressOf(subnet: SubnetRecord, ctx: Context): Egress {
  const table = tableOf(subnet, ctx);
  const endpoints = endpointsOf(subnet, table, ctx);
  const route = defaultRoute(table);
  if (!route) return { endpoints, why: "their subnet has no route to a NAT gateway" };
  if (route.State === "blackhole") return { endpoints, why: "their subnet's default route leads nowhere" };
  if (route.NatGatewayId) return { endpoints, ...throughNat(route.NatGatewayId, ctx) };
  return { endpoints, internet: route.GatewayId?.startsWith("igw-") ? "public" : "other" };
}

function throughNat(id: string, ctx: Context): Omit<Egress, "endpoints"> {
  const { natGateways, subnets } = ctx.state(ec2Slot);
  const gateway = natGateways.get(id);
  if (gateway?.State !== "available")
    return { why: `their NAT gateway ${id} is ${gateway?.State ?? "not there"}` };
  const subnet = subnets.get(gateway.SubnetId);
  if (!subnet || !isPublic(subnet, ctx))
    return { why: `their NAT gateway ${id} is in a subnet without a route to an internet gateway` };
  return { internet: "nat", publicIp: gateway.NatGatewayAddresses[0]?.PublicIp };
}

function defaultRoute(table: RouteTableRecord | undefined): Route | undefined {
  return table?.Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
}

/** A subnet that is associated with no table goes by its VPC's main one. */
function tableOf({ SubnetId, VpcId }: SubnetRecord, ctx: Context): RouteTableRecord | undefined {
  const tables = [...ctx.state(ec2Slot).routeTables.values()];
  return (
    tables.find(({ Associations }) => Associations.some((one) => one.SubnetId === SubnetId)) ??
    tables.find((table) => table.VpcId === VpcId && table.Associations.some(({ Main }) => Main))
  );
}

function endpointsOf(
  { VpcId }: SubnetRecord,
  table: RouteTableRecord | undefined,
  ctx: Context,
): Egress["endpoints"] {
  const serves = (endpoint: VpcEndpointRecord) =>
    endpoint.VpcId === VpcId &&
    endpoint.State?.toLowerCase() === "available" &&
    (endpoint.VpcEndpointType === "Gateway"
      ? endpoint.RouteTableIds.includes(table?.RouteTableId ?? "")
      : endpoint.PrivateDnsEnabled === true);
  const found = [...ctx.state(ec2Slot).vpcEndpoints.values()].filter(serves);
  return new Map(found.map((endpoint) => [endpoint.ServiceName.split(".").slice(3).join("."), endpoint]));
}
