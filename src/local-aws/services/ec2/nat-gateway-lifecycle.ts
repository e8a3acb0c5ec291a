import type { NatGatewayAddress } from "@aws-sdk/client-ec2";
import { awsTimeOf, quickSeconds } from "../../../facts/aws-times.ts";
import type { Context } from "../../context.ts";
import { transition } from "../../schedule.ts";
import { mapAddress } from "./addresses.ts";
import { internetGatewayOf } from "./internet-gateways.ts";
import {
  deleteNetworkInterfaceRecord,
  makeNetworkInterface,
  natGatewayInterface,
} from "./network-interface-records.ts";
import { blackholeRoutes } from "./route-targets.ts";
import { type AddressRecord, ec2Slot, type NatGatewayRecord, type SubnetRecord } from "./state.ts";

/** Why a gateway cannot work: EC2's code and words. */
type Failure = readonly [code: string, message: string];

interface Started {
  readonly id: string;
  readonly failure?: Failure;
}

export const natGatewayStarted = transition("ec2:nat-gateway-started", ({ id, failure }: Started, ctx) => {
  const gateway = ctx.state(ec2Slot).natGateways.get(id);
  if (gateway?.State !== "pending") return;
  if (!failure) {
    gateway.State = "available";
    return;
  }
  const [FailureCode, FailureMessage] = failure;
  Object.assign(gateway, { State: "failed", FailureCode, FailureMessage, DeleteTime: ctx.now() });
  for (const address of gateway.NatGatewayAddresses) address.Status = "failed";
});

/** Only now its address and its interface are free again. */
export const natGatewayGone = transition("ec2:nat-gateway-gone", ({ id }: { id: string }, ctx) => {
  const gateway = ctx.state(ec2Slot).natGateways.get(id);
  if (gateway?.State !== "deleting") return;
  for (const { NetworkInterfaceId = "" } of gateway.NatGatewayAddresses)
    deleteNetworkInterfaceRecord(ctx, NetworkInterfaceId);
  gateway.State = "deleted";
  gateway.DeleteTime = ctx.now();
  blackholeRoutes(ctx, "NatGatewayId", id);
});

/** AWS takes the request first and finds out afterwards: a gateway that cannot work is `failed` after a while, and says why. */
export function startNatGateway(
  ctx: Context,
  gateway: NatGatewayRecord,
  subnet: SubnetRecord,
  { address, privateIpAddress }: { address?: AddressRecord; privateIpAddress?: string },
): void {
  const failure = address && whyNot(ctx, subnet, address);
  const own: NatGatewayAddress = {
    AllocationId: address?.AllocationId,
    PublicIp: address?.PublicIp,
    IsPrimary: true,
    Status: "succeeded",
  };
  if (!failure) Object.assign(own, connect(ctx, gateway, { address, privateIpAddress }));
  gateway.NatGatewayAddresses.push(own);
  ctx.after(seconds("create"), natGatewayStarted, { id: gateway.NatGatewayId, failure });
}

/** Of a gateway that failed as of any other: who made it takes it away. */
export function stopNatGateway(ctx: Context, gateway: NatGatewayRecord): void {
  if (gateway.State === "deleting" || gateway.State === "deleted") return;
  gateway.State = "deleting";
  ctx.after(seconds("delete"), natGatewayGone, { id: gateway.NatGatewayId });
}

function connect(
  ctx: Context,
  { NatGatewayId, SubnetId }: NatGatewayRecord,
  { address, privateIpAddress }: { address?: AddressRecord; privateIpAddress?: string },
): NatGatewayAddress {
  const eni = makeNetworkInterface(ctx, {
    subnetId: SubnetId,
    description: `Interface for NAT Gateway ${NatGatewayId}`,
    interfaceType: natGatewayInterface,
    groups: [],
    privateIpAddress,
    requesterId: "amazon-aws",
  });
  return {
    AssociationId: address && mapAddress(ctx, address, eni),
    NetworkInterfaceId: eni.NetworkInterfaceId,
    PrivateIp: eni.PrivateIpAddress,
  };
}

function whyNot(ctx: Context, { VpcId }: SubnetRecord, address: AddressRecord): Failure | undefined {
  if (address.AssociationId)
    return [
      "Resource.AlreadyAssociated",
      `Elastic IP address [${address.AllocationId}] is already associated`,
    ];
  if (!internetGatewayOf(ctx, VpcId))
    return ["Gateway.NotAttached", `Network ${VpcId} has no Internet gateway attached`];
  return undefined;
}

function seconds(action: "create" | "delete"): number {
  return awsTimeOf("aws_nat_gateway", action)?.seconds ?? quickSeconds;
}
