import type { State } from "@aws-sdk/client-ec2";
import { awsTimeOf, quickSeconds } from "../../../facts/aws-times.ts";
import type { Context } from "../../context.ts";
import { transition } from "../../schedule.ts";
import { removeEndpointRoutes } from "./gateway-endpoint-routes.ts";
import { removeEndpointSubnets } from "./interface-endpoints.ts";
import { ec2Slot, type VpcEndpointRecord } from "./state.ts";

interface Endpoint {
  readonly id: string;
}

export const endpointStarted = transition("ec2:vpc-endpoint-started", ({ id }: Endpoint, ctx) => {
  const endpoint = ctx.state(ec2Slot).vpcEndpoints.get(id);
  if (endpoint?.State === pending) endpoint.State = "available" as State;
});

/** Only now its network interfaces leave their subnets and security groups. */
export const endpointGone = transition("ec2:vpc-endpoint-gone", ({ id }: Endpoint, ctx) => {
  const { vpcEndpoints } = ctx.state(ec2Slot);
  const endpoint = vpcEndpoints.get(id);
  if (endpoint) removeEndpointSubnets(ctx, endpoint, [...endpoint.SubnetIds]);
  vpcEndpoints.delete(id);
});

/** An interface endpoint takes a while until its interfaces and names are there; a gateway endpoint is there at once. */
export function startEndpoint(ctx: Context, { VpcEndpointId }: VpcEndpointRecord): void {
  ctx.after(seconds("create"), endpointStarted, { id: VpcEndpointId });
}

export function stopEndpoint(ctx: Context, endpoint: VpcEndpointRecord): void {
  const { VpcEndpointId, VpcEndpointType } = endpoint;
  if (VpcEndpointType === "Gateway") {
    removeEndpointRoutes(ctx, endpoint, [...endpoint.RouteTableIds]);
    ctx.state(ec2Slot).vpcEndpoints.delete(VpcEndpointId);
  } else if (endpoint.State !== deleting) {
    endpoint.State = deleting;
    ctx.after(seconds("delete"), endpointGone, { id: VpcEndpointId });
  }
}

// EC2 writes these states in lower case, whatever the model's enumeration says.
const pending = "pending" as State;
const deleting = "deleting" as State;

function seconds(action: "create" | "delete"): number {
  return awsTimeOf("aws_vpc_endpoint", action, "Interface")?.seconds ?? quickSeconds;
}
