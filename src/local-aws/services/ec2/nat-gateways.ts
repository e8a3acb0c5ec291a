import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  DescribeNatGatewaysCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { once } from "./client-tokens.ts";
import { missingParameter } from "./errors.ts";
import { count, requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { startNatGateway, stopNatGateway } from "./nat-gateway-lifecycle.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type NatGatewayRecord, type SubnetRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

/** For how long a NAT gateway that is deleted or failed is still shown, in milliseconds. */
const shownAfterEnd = 3_600_000;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html */
export const createNatGateway = operation(CreateNatGatewayCommand, (input, ctx) => {
  if (input.AvailabilityMode === "regional")
    throw new ServiceError("NotImplemented", "The embedded AWS has no regional NAT gateways", 501);
  const subnet = find(ctx, kinds.subnet, input.SubnetId);
  const isPublic = input.ConnectivityType !== "private";
  if (isPublic && !input.AllocationId) throw missingParameter("AllocationId");
  const address = isPublic ? find(ctx, kinds.address, input.AllocationId) : undefined;
  const NatGateway = once(ctx, "CreateNatGateway", input.ClientToken, kinds.natGateway, () => {
    requireGatewayRoom(ctx, subnet);
    const gateway: NatGatewayRecord = {
      NatGatewayId: ctx.ids.resource("nat"),
      SubnetId: subnet.SubnetId,
      VpcId: subnet.VpcId,
      State: "pending",
      ConnectivityType: isPublic ? "public" : "private",
      AvailabilityMode: "zonal",
      NatGatewayAddresses: [],
      CreateTime: ctx.now(),
      Tags: specifiedTags(input.TagSpecifications, "natgateway"),
    };
    startNatGateway(ctx, gateway, subnet, { address, privateIpAddress: input.PrivateIpAddress });
    ctx.state(ec2Slot).natGateways.set(gateway.NatGatewayId, gateway);
    return gateway;
  });
  return { NatGateway, ClientToken: input.ClientToken };
});

export const describeNatGateways = operation(DescribeNatGatewaysCommand, (input, ctx) => {
  forgetEnded(ctx);
  const { Filter: Filters, MaxResults, NextToken } = input;
  const found = listing(
    ctx,
    kinds.natGateway,
    input.NatGatewayIds,
    { Filters, MaxResults, NextToken },
    fields,
  );
  return { NatGateways: found.page, NextToken: found.NextToken };
});

export const deleteNatGateway = operation(DeleteNatGatewayCommand, (input, ctx) => {
  const gateway = find(ctx, kinds.natGateway, input.NatGatewayId);
  stopNatGateway(ctx, gateway);
  return { NatGatewayId: gateway.NatGatewayId };
});

/** NAT gateways count until they are gone. */
function requireGatewayRoom(ctx: Context, { AvailabilityZone }: SubnetRecord): void {
  const { natGateways, subnets } = ctx.state(ec2Slot);
  const counted = ({ SubnetId, State }: NatGatewayRecord) =>
    State !== "failed" && State !== "deleted" && subnets.get(SubnetId)?.AvailabilityZone === AvailabilityZone;
  requireRoom(ctx, "vpc:nat-gateways-per-zone", count(natGateways, counted) + 1);
}

function forgetEnded(ctx: Context): void {
  const { natGateways } = ctx.state(ec2Slot);
  const before = ctx.now().getTime() - shownAfterEnd;
  for (const [id, { DeleteTime }] of natGateways)
    if (DeleteTime && DeleteTime.getTime() < before) natGateways.delete(id);
}

const fields: FilterFields<NatGatewayRecord> = {
  "nat-gateway-id": ({ NatGatewayId }) => NatGatewayId,
  state: ({ State }) => State,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};
