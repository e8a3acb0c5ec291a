import type { Route } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ec2Slot } from "./state.ts";

/** What was the next hop of a route is gone: the route stays and leads nowhere. */
export function blackholeRoutes(
  ctx: Context,
  member: "GatewayId" | "NatGatewayId" | "NetworkInterfaceId",
  id: string,
): void {
  for (const { Routes } of ctx.state(ec2Slot).routeTables.values())
    for (const route of Routes as Route[]) if (route[member] === id) route.State = "blackhole";
}
