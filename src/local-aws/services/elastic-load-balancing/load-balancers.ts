import {
  AccessPointNotFoundException,
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DuplicateAccessPointNameException,
  SubnetNotFoundException,
} from "@aws-sdk/client-elastic-load-balancing";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { ec2Slot } from "../ec2/state.ts";
import {
  INTERFACES_GO_SECONDS,
  interfacesGone,
  makeBalancerInterfaces,
} from "../elastic-load-balancing-v2/interfaces.ts";
import { type ClassicRecord, classicSlot } from "./state.ts";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html */
export const createLoadBalancer = operation(CreateLoadBalancerCommand, (input, ctx) => {
  const { loadBalancers } = ctx.state(classicSlot);
  const name = input.LoadBalancerName ?? "";
  if (loadBalancers.has(name))
    throw exception(DuplicateAccessPointNameException, "There is already a load balancer of that name");
  const subnetIds = input.Subnets ?? [];
  if (subnetIds.length === 0)
    throw new ServiceError("ValidationError", "Either AvailabilityZones or SubnetIds must be specified");
  const [subnet] = subnetIds.map((id) => {
    const found = ctx.state(ec2Slot).subnets.get(id);
    if (!found) throw exception(SubnetNotFoundException, `Subnet '${id}' not found`);
    return found;
  });
  const internetFacing = input.Scheme !== "internal";
  const groups = input.SecurityGroups ?? [];
  const DNSName = `${internetFacing ? "" : "internal-"}${name}-${ctx.ids.integer(1_000_000_000)}.${ctx.region}.elb.amazonaws.com`;
  loadBalancers.set(name, {
    shown: {
      LoadBalancerName: name,
      DNSName,
      Subnets: subnetIds,
      VPCId: subnet?.VpcId,
      SecurityGroups: groups,
      Scheme: internetFacing ? "internet-facing" : "internal",
      CreatedTime: ctx.now(),
    },
    tags: new Map((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    interfaceIds: makeBalancerInterfaces(ctx, {
      description: `ELB ${name}`,
      subnetIds,
      groups,
      type: "classic",
      internetFacing,
    }),
  });
  return { DNSName };
});

export const describeLoadBalancers = operation(DescribeLoadBalancersCommand, (input, ctx) => {
  const { loadBalancers } = ctx.state(classicSlot);
  const found = input.LoadBalancerNames?.length
    ? input.LoadBalancerNames.map((name) => find(name, ctx))
    : [...loadBalancers.values()];
  return { LoadBalancerDescriptions: found.map(({ shown }) => shown) };
});

/** Deleting what is not there succeeds, as on AWS. */
export const deleteLoadBalancer = operation(DeleteLoadBalancerCommand, ({ LoadBalancerName = "" }, ctx) => {
  const { loadBalancers } = ctx.state(classicSlot);
  const record = loadBalancers.get(LoadBalancerName);
  if (!record) return {};
  loadBalancers.delete(LoadBalancerName);
  ctx.after(INTERFACES_GO_SECONDS, interfacesGone, [...record.interfaceIds]);
  return {};
});

export const describeTags = operation(DescribeTagsCommand, ({ LoadBalancerNames = [] }, ctx) => ({
  TagDescriptions: LoadBalancerNames.map((LoadBalancerName) => ({
    LoadBalancerName,
    Tags: [...find(LoadBalancerName, ctx).tags].map(([Key, Value]) => ({ Key, Value })),
  })),
}));

/** @throws AccessPointNotFoundException */
function find(name: string, ctx: Context): ClassicRecord {
  const found = ctx.state(classicSlot).loadBalancers.get(name);
  if (!found)
    throw exception(AccessPointNotFoundException, `There is no ACTIVE Load Balancer named '${name}'`);
  return found;
}
