import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DuplicateLoadBalancerNameException,
  InvalidSubnetException,
  LoadBalancerNotFoundException,
  type LoadBalancerTypeEnum,
  ModifyLoadBalancerAttributesCommand,
  OperationNotPermittedException,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { internetGatewayOf } from "../ec2/internet-gateways.ts";
import { asked, findLoadBalancer, findSubnets, validationError } from "./find.ts";
import { INTERFACES_GO_SECONDS, interfacesGone, makeBalancerInterfaces } from "./interfaces.ts";
import { type LoadBalancerRecord, loadBalancingSlot } from "./state.ts";
import { tagMap } from "./tags.ts";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export const createLoadBalancer = operation(CreateLoadBalancerCommand, (input, ctx) => {
  const record = newLoadBalancer(input, ctx);
  ctx.state(loadBalancingSlot).loadBalancers.set(record.shown.LoadBalancerArn, record);
  return { LoadBalancers: [record.shown] };
});

export const describeLoadBalancers = operation(DescribeLoadBalancersCommand, (input, ctx) => {
  const { loadBalancers } = ctx.state(loadBalancingSlot);
  const found = asked(loadBalancers, input.LoadBalancerArns, (one) => findLoadBalancer(one, ctx));
  const names = input.Names ?? [];
  const missing = names.find((name) => !found.some(({ shown }) => shown.LoadBalancerName === name));
  if (missing) throw exception(LoadBalancerNotFoundException, `Load balancers '[${missing}]' not found`);
  const LoadBalancers = found
    .map(({ shown }) => shown)
    .filter(({ LoadBalancerName }) => names.length === 0 || names.includes(LoadBalancerName));
  return { LoadBalancers };
});

/** Deleting what is not there succeeds, as on AWS. Listeners go with it, target groups stay. */
export const deleteLoadBalancer = operation(DeleteLoadBalancerCommand, ({ LoadBalancerArn }, ctx) => {
  const { loadBalancers, listeners } = ctx.state(loadBalancingSlot);
  const record = loadBalancers.get(LoadBalancerArn ?? "");
  if (!record) return {};
  if (record.attributes.get("deletion_protection.enabled") === "true")
    throw exception(
      OperationNotPermittedException,
      `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
    );
  loadBalancers.delete(record.shown.LoadBalancerArn);
  for (const [key, { shown }] of listeners)
    if (shown.LoadBalancerArn === LoadBalancerArn) listeners.delete(key);
  ctx.after(INTERFACES_GO_SECONDS, interfacesGone, [...record.interfaceIds]);
  return {};
});

export const describeLoadBalancerAttributes = operation(
  DescribeLoadBalancerAttributesCommand,
  ({ LoadBalancerArn }, ctx) => attributesOf(findLoadBalancer(LoadBalancerArn, ctx)),
);

export const modifyLoadBalancerAttributes = operation(
  ModifyLoadBalancerAttributesCommand,
  ({ LoadBalancerArn, Attributes = [] }, ctx) => {
    const record = findLoadBalancer(LoadBalancerArn, ctx);
    for (const { Key = "", Value = "" } of Attributes) record.attributes.set(Key, Value);
    return attributesOf(record);
  },
);

function attributesOf({ attributes }: LoadBalancerRecord) {
  return { Attributes: [...attributes].map(([Key, Value]) => ({ Key, Value })) };
}

function newLoadBalancer(input: CreateLoadBalancerCommandInput, ctx: Context): LoadBalancerRecord {
  const name = input.Name ?? "";
  const type: LoadBalancerTypeEnum = input.Type ?? "application";
  for (const { shown } of ctx.state(loadBalancingSlot).loadBalancers.values())
    if (shown.LoadBalancerName === name)
      throw exception(
        DuplicateLoadBalancerNameException,
        "A load balancer with the same name exists, but with different settings",
      );
  if (type === "gateway") throw validationError("Gateway load balancers are not part of the embedded AWS");
  const { subnets, vpcId } = placeOf(input, type, ctx);
  const internetFacing = input.Scheme !== "internal";
  if (internetFacing && !internetGatewayOf(ctx, vpcId))
    throw exception(InvalidSubnetException, `VPC ${vpcId} has no internet gateway`);
  const kind = type === "network" ? "net" : "app";
  const id = ctx.ids.hex(16);
  const interfaceIds = makeBalancerInterfaces(ctx, {
    description: `ELB ${kind}/${name}/${id}`,
    subnetIds: subnets.map(({ SubnetId }) => SubnetId),
    groups: input.SecurityGroups ?? [],
    type,
    internetFacing,
  });
  return {
    shown: {
      LoadBalancerArn: arn(ctx, "elasticloadbalancing", `loadbalancer/${kind}/${name}/${id}`),
      LoadBalancerName: name,
      DNSName: `${name}-${id}.elb.${ctx.region}.amazonaws.com`,
      CanonicalHostedZoneId: `Z${ctx.region.replaceAll("-", "").toUpperCase()}ELB`,
      CreatedTime: ctx.now(),
      Scheme: internetFacing ? "internet-facing" : "internal",
      VpcId: vpcId,
      State: { Code: "active" },
      Type: type,
      AvailabilityZones: subnets.map(({ SubnetId, AvailabilityZone }) => ({
        ZoneName: AvailabilityZone,
        SubnetId,
        LoadBalancerAddresses: [],
      })),
      SecurityGroups: input.SecurityGroups ?? [],
      IpAddressType: input.IpAddressType ?? "ipv4",
    },
    tags: tagMap(input.Tags),
    attributes: new Map([["deletion_protection.enabled", "false"]]),
    interfaceIds,
  };
}

function placeOf(input: CreateLoadBalancerCommandInput, type: LoadBalancerTypeEnum, ctx: Context) {
  const ids = input.Subnets ?? input.SubnetMappings?.map(({ SubnetId = "" }) => SubnetId) ?? [];
  const subnets = findSubnets(ids, ctx);
  if (subnets.length === 0) throw validationError("At least one subnet must be specified");
  if (type === "application" && new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size < 2)
    throw validationError("At least two subnets in two different Availability Zones must be specified");
  return { subnets, vpcId: subnets[0]?.VpcId ?? "" };
}
