import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { invalidValue } from "./errors.ts";
import { prefixLists } from "./prefix-lists.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type VpcEndpointRecord } from "./state.ts";

/** Gives route tables the route to a gateway endpoint: from the service's prefix list to the endpoint. */
export function addEndpointRoutes(
  ctx: Context,
  endpoint: VpcEndpointRecord,
  routeTableIds: readonly string[],
): void {
  const list = prefixLists(ctx.region).find(({ name }) => name === endpoint.ServiceName);
  const tables = routeTableIds.map((id) => find(ctx, kinds.routeTable, id));
  for (const { RouteTableId, VpcId, Routes } of tables) {
    if (VpcId !== endpoint.VpcId)
      throw invalidValue(
        `route table ${RouteTableId} and vpc endpoint ${endpoint.VpcEndpointId} belong to different networks`,
      );
    if (Routes.some(({ DestinationPrefixListId }) => DestinationPrefixListId === list?.id))
      throw new ServiceError(
        "RouteAlreadyExists",
        `route table ${RouteTableId} already has a route with destination-prefix-list-id ${list?.id}`,
      );
  }
  for (const table of tables) {
    table.Routes.push({
      DestinationPrefixListId: list?.id,
      GatewayId: endpoint.VpcEndpointId,
      Origin: "CreateRoute",
      State: "active",
    });
    endpoint.RouteTableIds.push(table.RouteTableId);
  }
}

export function removeEndpointRoutes(
  ctx: Context,
  endpoint: VpcEndpointRecord,
  routeTableIds: readonly string[],
): void {
  const { routeTables } = ctx.state(ec2Slot);
  for (const id of routeTableIds) {
    const table = routeTables.get(id);
    if (table) table.Routes = table.Routes.filter(({ GatewayId }) => GatewayId !== endpoint.VpcEndpointId);
  }
  endpoint.RouteTableIds = endpoint.RouteTableIds.filter((id) => !routeTableIds.includes(id));
}
