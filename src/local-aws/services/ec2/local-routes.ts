import type { Route } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ec2Slot } from "./state.ts";

/** The route inside a VPC, which its tables have from the start and nobody can take away. */
export const local = { GatewayId: "local", Origin: "CreateRouteTable", State: "active" } as const;

/** Every table of a VPC leads to each of the VPC's blocks. */
export function addLocalRoute(
  ctx: Context,
  vpcId: string,
  destination: Pick<Route, "DestinationCidrBlock" | "DestinationIpv6CidrBlock">,
): void {
  for (const { VpcId, Routes } of ctx.state(ec2Slot).routeTables.values())
    if (VpcId === vpcId) Routes.push({ ...destination, ...local });
}

export function removeLocalRoute(ctx: Context, vpcId: string, cidr: string | undefined): void {
  const isIt = ({ DestinationCidrBlock, DestinationIpv6CidrBlock, Origin }: Route) =>
    Origin === local.Origin && (DestinationCidrBlock ?? DestinationIpv6CidrBlock) === cidr;
  for (const table of ctx.state(ec2Slot).routeTables.values())
    if (table.VpcId === vpcId) table.Routes = table.Routes.filter((route) => !isIt(route));
}
