import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DescribeInternetGatewaysCommand,
  DetachInternetGatewayCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { dependencyViolation, invalidValue } from "./errors.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { blackholeRoutes } from "./route-targets.ts";
import { ec2Slot, find, type InternetGatewayRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const createInternetGateway = operation(CreateInternetGatewayCommand, (input, ctx) => {
  requireRoom(ctx, "vpc:internet-gateways", ctx.state(ec2Slot).internetGateways.size + 1);
  const InternetGateway: InternetGatewayRecord = {
    InternetGatewayId: ctx.ids.resource("igw"),
    OwnerId: ctx.account,
    Attachments: [],
    Tags: specifiedTags(input.TagSpecifications, "internet-gateway"),
  };
  ctx.state(ec2Slot).internetGateways.set(InternetGateway.InternetGatewayId, InternetGateway);
  return { InternetGateway };
});

export const describeInternetGateways = operation(DescribeInternetGatewaysCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.internetGateway, input.InternetGatewayIds, input, fields);
  return { InternetGateways: page, NextToken };
});

export const attachInternetGateway = operation(AttachInternetGatewayCommand, (input, ctx) => {
  const gateway = find(ctx, kinds.internetGateway, input.InternetGatewayId);
  const { VpcId } = find(ctx, kinds.vpc, input.VpcId);
  const [attached] = gateway.Attachments;
  if (attached)
    throw new ServiceError(
      "Resource.AlreadyAssociated",
      `resource ${gateway.InternetGatewayId} is already attached to network ${attached.VpcId}`,
    );
  if (internetGatewayOf(ctx, VpcId))
    throw invalidValue(`Network ${VpcId} already has an internet gateway attached`);
  // EC2 has no `attached` here: gateways that are attached are `available`.
  gateway.Attachments = [{ VpcId, State: "available" as "attached" }];
  return {};
});

export const detachInternetGateway = operation(DetachInternetGatewayCommand, (input, ctx) => {
  const gateway = find(ctx, kinds.internetGateway, input.InternetGatewayId);
  const { VpcId } = find(ctx, kinds.vpc, input.VpcId);
  if (gateway.Attachments[0]?.VpcId !== VpcId)
    throw new ServiceError(
      "Gateway.NotAttached",
      `resource ${gateway.InternetGatewayId} is not attached to network ${VpcId}`,
    );
  for (const { VpcId: id, Association } of ctx.state(ec2Slot).networkInterfaces.values())
    if (id === VpcId && Association?.PublicIp)
      throw new ServiceError(
        "DependencyViolation",
        `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
  gateway.Attachments = [];
  blackholeRoutes(ctx, "GatewayId", gateway.InternetGatewayId);
  return {};
});

export const deleteInternetGateway = operation(DeleteInternetGatewayCommand, (input, ctx) => {
  const { InternetGatewayId: id, Attachments } = find(ctx, kinds.internetGateway, input.InternetGatewayId);
  if (Attachments.length) throw dependencyViolation("internetGateway", id);
  ctx.state(ec2Slot).internetGateways.delete(id);
  return {};
});

/** The gateway by which a VPC reaches the internet. */
export function internetGatewayOf(ctx: Context, vpcId: string): InternetGatewayRecord | undefined {
  for (const gateway of ctx.state(ec2Slot).internetGateways.values())
    if (gateway.Attachments.some(({ VpcId }) => VpcId === vpcId)) return gateway;
  return undefined;
}

const fields: FilterFields<InternetGatewayRecord> = {
  "attachment.state": ({ Attachments }) => Attachments.map(({ State }) => State),
  "attachment.vpc-id": ({ Attachments }) => Attachments.map(({ VpcId }) => VpcId),
  "internet-gateway-id": ({ InternetGatewayId }) => InternetGatewayId,
  "owner-id": ({ OwnerId }) => OwnerId,
};
