import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  DeleteDhcpOptionsCommand,
  DescribeDhcpOptionsCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { dependencyViolation } from "./errors.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { type DhcpOptionsRecord, ec2Slot, find } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const createDhcpOptions = operation(CreateDhcpOptionsCommand, (input, ctx) => {
  const record: DhcpOptionsRecord = {
    DhcpOptionsId: ctx.ids.resource("dopt"),
    OwnerId: ctx.account,
    DhcpConfigurations: (input.DhcpConfigurations ?? []).map(({ Key, Values = [] }) => ({
      Key,
      Values: Values.map((Value) => ({ Value })),
    })),
    Tags: specifiedTags(input.TagSpecifications, "dhcp-options"),
    byDefault: false,
  };
  ctx.state(ec2Slot).dhcpOptions.set(record.DhcpOptionsId, record);
  return { DhcpOptions: record };
});

export const describeDhcpOptions = operation(DescribeDhcpOptionsCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.dhcpOptions, input.DhcpOptionsIds, input, fields);
  return { DhcpOptions: page, NextToken };
});

export const associateDhcpOptions = operation(AssociateDhcpOptionsCommand, (input, ctx) => {
  const vpc = find(ctx, kinds.vpc, input.VpcId);
  vpc.DhcpOptionsId =
    input.DhcpOptionsId === "default"
      ? defaultDhcpOptions(ctx).DhcpOptionsId
      : find(ctx, kinds.dhcpOptions, input.DhcpOptionsId).DhcpOptionsId;
  return {};
});

export const deleteDhcpOptions = operation(DeleteDhcpOptionsCommand, (input, ctx) => {
  const { DhcpOptionsId: id } = find(ctx, kinds.dhcpOptions, input.DhcpOptionsId);
  const { vpcs, dhcpOptions } = ctx.state(ec2Slot);
  for (const vpc of vpcs.values()) if (vpc.DhcpOptionsId === id) throw dependencyViolation("dhcpOptions", id);
  dhcpOptions.delete(id);
  return {};
});

/** The region's own set, which AWS makes with the first VPC. */
export function defaultDhcpOptions(ctx: Context): DhcpOptionsRecord {
  const { dhcpOptions } = ctx.state(ec2Slot);
  for (const record of dhcpOptions.values()) if (record.byDefault) return record;
  const domain = ctx.region === "us-east-1" ? "ec2.internal" : `${ctx.region}.compute.internal`;
  const record: DhcpOptionsRecord = {
    DhcpOptionsId: ctx.ids.resource("dopt"),
    OwnerId: ctx.account,
    DhcpConfigurations: [
      { Key: "domain-name", Values: [{ Value: domain }] },
      { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
    ],
    Tags: [],
    byDefault: true,
  };
  dhcpOptions.set(record.DhcpOptionsId, record);
  return record;
}

const fields: FilterFields<DhcpOptionsRecord> = {
  "dhcp-options-id": ({ DhcpOptionsId }) => DhcpOptionsId,
  key: ({ DhcpConfigurations }) => DhcpConfigurations.map(({ Key }) => Key),
  "owner-id": ({ OwnerId }) => OwnerId,
  value: ({ DhcpConfigurations }) =>
    DhcpConfigurations.flatMap(({ Values = [] }) => Values.map(({ Value }) => Value)),
};
