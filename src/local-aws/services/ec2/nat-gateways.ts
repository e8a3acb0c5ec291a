import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  DescribeNatGatewaysCommand,
  type NatGatewayAddress,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { mapAddress } from "./addresses.ts";
import { once } from "./client-tokens.ts";
import { missingParameter } from "./errors.ts";
import { internetGatewayOf } from "./internet-gateways.ts";
import { type FilterFields, listing } from "./listing.ts";
import {
  deleteNetworkInterfaceRecord,
  makeNetworkInterface,
  natGatewayInterface,
} from "./network-interface-records.ts";
import { kinds } from "./resource-kinds.ts";
import { blackholeRoutes } from "./route-targets.ts";
import { type AddressRecord, ec2Slot, find, type NatGatewayRecord, type SubnetRecord } from "./state.ts";
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
    const gateway: NatGatewayRecord = {
      NatGatewayId: ctx.ids.resource("nat"),
      SubnetId: subnet.SubnetId,
      VpcId: subnet.VpcId,
      State: "available",
      ConnectivityType: isPublic ? "public" : "private",
      AvailabilityMode: "zonal",
      NatGatewayAddresses: [],
      CreateTime: ctx.now(),
      Tags: specifiedTags(input.TagSpecifications, "natgateway"),
    };
    start(ctx, gateway, subnet, address, input.PrivateIpAddress);
    ctx.state(ec2Slot).natGateways.set(gateway.NatGatewayId, gateway);
    return gateway;
  });
  return { NatGateway: { ...NatGateway, State: "pending" as const }, ClientToken: input.ClientToken };
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
  const { NatGatewayId, NatGatewayAddresses, State } = gateway;
  if (State === "deleted") return { NatGatewayId };
  for (const { NetworkInterfaceId = "" } of NatGatewayAddresses) {
    deleteNetworkInterfaceRecord(ctx, NetworkInterfaceId);
  }
  gateway.State = "deleted";
  gateway.DeleteTime = ctx.now();
  blackholeRoutes(ctx, "NatGatewayId", NatGatewayId);
  return { NatGatewayId };
});

/** AWS takes the request first and finds out afterwards: a gateway that cannot work is `failed` and says why. */
function start(
  ctx: Context,
  gateway: NatGatewayRecord,
  subnet: SubnetRecord,
  address: AddressRecord | undefined,
  privateIpAddress: string | undefined,
): void {
  const failure = address && whyNot(ctx, subnet, address);
  if (failure) {
    const [FailureCode, FailureMessage] = failure;
    const failed: NatGatewayAddress = { AllocationId: address.AllocationId, PublicIp: address.PublicIp };
    Object.assign(gateway, { State: "failed", FailureCode, FailureMessage, DeleteTime: ctx.now() });
    gateway.NatGatewayAddresses.push({ ...failed, IsPrimary: true, Status: "failed" });
    return;
  }
  const eni = makeNetworkInterface(ctx, {
    subnetId: subnet.SubnetId,
    description: `Interface for NAT Gateway ${gateway.NatGatewayId}`,
    interfaceType: natGatewayInterface,
    groups: [],
    privateIpAddress,
    requesterId: "amazon-aws",
  });
  const AssociationId = address && mapAddress(ctx, address, eni);
  gateway.NatGatewayAddresses.push({
    AllocationId: address?.AllocationId,
    AssociationId,
    PublicIp: address?.PublicIp,
    NetworkInterfaceId: eni.NetworkInterfaceId,
    PrivateIp: eni.PrivateIpAddress,
    IsPrimary: true,
    Status: "succeeded",
  });
}

function whyNot(ctx: Context, { VpcId }: SubnetRecord, address: AddressRecord): [string, string] | undefined {
  if (address.AssociationId)
    return [
      "Resource.AlreadyAssociated",
      `Elastic IP address [${address.AllocationId}] is already associated`,
    ];
  if (!internetGatewayOf(ctx, VpcId))
    return ["Gateway.NotAttached", `Network ${VpcId} has no Internet gateway attached`];
  return undefined;
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
