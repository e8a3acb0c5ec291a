import { isIPv6 } from "node:net";
import { CreateRouteCommand, DeleteRouteCommand, ReplaceRouteCommand, type Route } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { badParameter, invalidValue, missingParameter } from "./errors.ts";
import { formatBlock, parseBlock } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { findPrefixList } from "./prefix-lists.ts";
import { kinds } from "./resource-kinds.ts";
import { routeTarget } from "./route-targets.ts";
import { find, type RouteTableRecord } from "./state.ts";

interface DestinationInput {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
}

type Destination = Pick<
  Route,
  "DestinationCidrBlock" | "DestinationIpv6CidrBlock" | "DestinationPrefixListId"
>;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export const createRoute = operation(CreateRouteCommand, (input, ctx) => {
  const table = find(ctx, kinds.routeTable, input.RouteTableId);
  const destination = destinationOf(ctx, input);
  const target = routeTarget(ctx, table, input);
  if (routeTo(table, destination))
    throw new ServiceError(
      "RouteAlreadyExists",
      `The route identified by ${nameOf(destination)} already exists.`,
    );
  // IPv4 and IPv6 are counted each for itself, a prefix list with both.
  const counted = ({ DestinationIpv6CidrBlock: ipv6 }: Route) =>
    !ipv6 === !destination.DestinationIpv6CidrBlock;
  requireRoom(ctx, "vpc:routes-per-table", table.Routes.filter(counted).length + 1);
  table.Routes.push({ ...destination, ...target, Origin: "CreateRoute", State: "active" });
  return { Return: true };
});

export const replaceRoute = operation(ReplaceRouteCommand, (input, ctx) => {
  const table = find(ctx, kinds.routeTable, input.RouteTableId);
  const destination = destinationOf(ctx, input);
  const target = routeTarget(ctx, table, input);
  const route = routeTo(table, destination);
  if (!route) throw noRoute(table, destination);
  const { Origin } = route;
  table.Routes[table.Routes.indexOf(route)] = { ...destination, ...target, Origin, State: "active" };
  return {};
});

export const deleteRoute = operation(DeleteRouteCommand, (input, ctx) => {
  const table = find(ctx, kinds.routeTable, input.RouteTableId);
  const destination = destinationOf(ctx, input);
  const route = routeTo(table, destination);
  if (!route) throw noRoute(table, destination);
  if (route.Origin === "CreateRouteTable")
    throw invalidValue(
      `cannot remove local route ${nameOf(destination)} in route table ${table.RouteTableId}`,
    );
  if (route.GatewayId?.startsWith("vpce-"))
    throw invalidValue(
      `cannot remove VPC endpoint route ${nameOf(destination)} in route table ${table.RouteTableId}`,
    );
  table.Routes = table.Routes.filter((one) => one !== route);
  return {};
});

function destinationOf(ctx: Context, input: DestinationInput): Destination {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: list } = input;
  if (list) return { DestinationPrefixListId: findPrefixList(ctx, list).id };
  if (ipv6) {
    if (!isIPv6(ipv6.split("/")[0] ?? "")) throw malformed("destinationIpv6CidrBlock", ipv6);
    return { DestinationIpv6CidrBlock: ipv6.toLowerCase() };
  }
  if (!ipv4) throw missingParameter("destinationCidrBlock");
  const block = parseBlock(ipv4);
  if (!block) throw malformed("destinationCidrBlock", ipv4);
  return { DestinationCidrBlock: formatBlock(block) };
}

function malformed(parameter: string, value: string): ServiceError {
  return badParameter(parameter, value, "This is not a valid CIDR block.");
}

function routeTo({ Routes }: RouteTableRecord, destination: Destination): Route | undefined {
  const name = nameOf(destination);
  return Routes.find((route) => nameOf(route) === name);
}

function nameOf(route: Destination): string | undefined {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
}

function noRoute({ RouteTableId }: RouteTableRecord, destination: Destination): ServiceError {
  const kind = destination.DestinationCidrBlock ? "destination-cidr-block" : "destination-ipv6-cidr-block";
  return new ServiceError(
    "InvalidRoute.NotFound",
    `no route with ${destination.DestinationPrefixListId ? "destination-prefix-list-id" : kind} ${nameOf(destination)} in route table ${RouteTableId}`,
  );
}
