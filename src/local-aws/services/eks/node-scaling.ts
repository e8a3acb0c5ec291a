import type { MixedInstancesPolicy } from "@aws-sdk/client-auto-scaling";
import { InvalidParameterException, type NodegroupScalingConfig } from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { reachDesiredCapacity } from "../auto-scaling/capacity.ts";
import { autoScalingSlot, type Blueprint, type GroupRecord } from "../auto-scaling/state.ts";
import { setTag } from "../auto-scaling/tags.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-roles.ts";
import { architectureOf } from "./node-images.ts";
import type { NodeSubnet, ResolvedTemplate } from "./node-network.ts";
import type { ClusterRecord, NodegroupRecord } from "./state.ts";

/** @throws InvalidParameterException in EKS's words, when the three sizes contradict each other. */
export function checkScaling({ minSize = 0, maxSize = 0, desiredSize = 0 }: NodegroupScalingConfig): void {
  const refuse = (message: string) => {
    throw exception(InvalidParameterException, message);
  };
  if (minSize > maxSize) refuse("Minimum capacity can't be greater than maximum capacity");
  if (minSize > desiredSize)
    refuse(`Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`);
  if (desiredSize > maxSize)
    refuse(`desired capacity ${desiredSize} can't be greater than max size ${maxSize}`);
}

/** Where nodes are started, and from what. */
export interface NodeSource {
  readonly subnets: readonly NodeSubnet[];
  readonly template: ResolvedTemplate | undefined;
}

/** Makes the Auto Scaling group behind a node group, tagged so that the cluster autoscaler finds it, and its instances. */
export function createScalingGroup(
  nodegroup: NodegroupRecord,
  { cluster, network }: ClusterRecord,
  source: NodeSource,
  ctx: Context,
): void {
  const name = `eks-${nodegroup.nodegroupName}-${ctx.ids.uuid()}`;
  const group = newGroup(name, nodegroup, blueprintOf(nodegroup, network, source, ctx), ctx);
  for (const [Key, Value] of [
    ["eks:cluster-name", cluster.name],
    ["eks:nodegroup-name", nodegroup.nodegroupName],
    ["k8s.io/cluster-autoscaler/enabled", "true"],
    [`k8s.io/cluster-autoscaler/${cluster.name}`, "owned"],
    [`kubernetes.io/cluster/${cluster.name}`, "owned"],
  ] as const)
    setTag(group, { Key, Value, PropagateAtLaunch: true });
  ctx.state(autoScalingSlot).groups.set(name, group);
  nodegroup.resources = { autoScalingGroups: [{ name }] };
  reachDesiredCapacity(
    group,
    nodegroup.scalingConfig.desiredSize ?? 0,
    "a user request created the group",
    ctx,
  );
}

/** The group behind a node group. */
export function scalingGroupOf({ resources }: NodegroupRecord, ctx: Context): GroupRecord | undefined {
  const [first] = resources?.autoScalingGroups ?? [];
  return ctx.state(autoScalingSlot).groups.get(first?.name ?? "");
}

/** Ids of a node group's instances. */
export function instancesOf(nodegroup: NodegroupRecord, ctx: Context): string[] {
  return scalingGroupOf(nodegroup, ctx)?.Instances.map(({ InstanceId = "" }) => InstanceId) ?? [];
}

/** Takes the node group's sizes over to its Auto Scaling group. */
export function resizeScalingGroup(nodegroup: NodegroupRecord, ctx: Context): void {
  const group = scalingGroupOf(nodegroup, ctx);
  if (!group) return;
  const { minSize, maxSize, desiredSize } = nodegroup.scalingConfig;
  group.MinSize = minSize ?? group.MinSize;
  group.MaxSize = maxSize ?? group.MaxSize;
  const desired = desiredSize ?? group.DesiredCapacity;
  if (desired !== group.DesiredCapacity)
    reachDesiredCapacity(group, desired, "a user request explicitly set group desired capacity", ctx);
}

/** Replaces the instances after the node group took another release or launch template; they are new at once. */
export function replaceNodes(
  nodegroup: NodegroupRecord,
  { network }: ClusterRecord,
  template: ResolvedTemplate | undefined,
  ctx: Context,
): void {
  const group = scalingGroupOf(nodegroup, ctx);
  if (!group) return;
  const { DesiredCapacity, blueprint } = group;
  group.blueprint = blueprintOf(nodegroup, network, { subnets: blueprint.subnets, template }, ctx);
  group.MixedInstancesPolicy = instancesPolicy(nodegroup);
  reachDesiredCapacity(group, 0, "the node group was updated", ctx);
  reachDesiredCapacity(group, DesiredCapacity, "the node group was updated", ctx);
}

/** The cluster autoscaler resizes the group behind EKS's back, and EKS shows what is. */
export function followScalingGroup(nodegroup: NodegroupRecord, ctx: Context): void {
  const group = scalingGroupOf(nodegroup, ctx);
  if (group) nodegroup.scalingConfig.desiredSize = group.DesiredCapacity;
}

export function deleteScalingGroup(nodegroup: NodegroupRecord, ctx: Context): void {
  const group = scalingGroupOf(nodegroup, ctx);
  if (!group) return;
  reachDesiredCapacity(group, 0, "the node group was deleted", ctx);
  ctx.state(autoScalingSlot).groups.delete(group.AutoScalingGroupName);
}

function blueprintOf(
  { amiType, instanceTypes, capacityType }: NodegroupRecord,
  network: ClusterRecord["network"],
  { subnets, template }: NodeSource,
  ctx: Context,
): Blueprint {
  const own = template?.securityGroupIds ?? [];
  return {
    imageId: template?.imageId ?? ctx.ids.resource("ami"),
    instanceType: template?.instanceType ?? instanceTypes?.[0] ?? "",
    architecture: architectureOf(amiType),
    spot: capacityType === "SPOT",
    securityGroupIds: own.length > 0 ? own : [network.securityGroupId],
    subnets,
    template: template?.data,
  };
}

function newGroup(name: string, nodegroup: NodegroupRecord, blueprint: Blueprint, ctx: Context): GroupRecord {
  const { scalingConfig } = nodegroup;
  const { subnets } = blueprint;
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arn(
      ctx,
      "autoscaling",
      `autoScalingGroup:${ctx.ids.uuid()}:autoScalingGroupName/${name}`,
    ),
    MixedInstancesPolicy: instancesPolicy(nodegroup),
    MinSize: scalingConfig.minSize ?? 0,
    MaxSize: scalingConfig.maxSize ?? 0,
    DesiredCapacity: 0,
    DefaultCooldown: 300,
    AvailabilityZones: [...new Set(subnets.map(({ zone }) => zone))].sort(),
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: "EC2",
    HealthCheckGracePeriod: 15,
    Instances: [],
    CreatedTime: ctx.now(),
    SuspendedProcesses: [],
    VPCZoneIdentifier: subnets.map(({ id }) => id).join(","),
    EnabledMetrics: [],
    TerminationPolicies: ["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"],
    NewInstancesProtectedFromScaleIn: false,
    ServiceLinkedRoleARN: ensureServiceLinkedRole(ctx, "autoscaling.amazonaws.com").arn,
    CapacityRebalance: true,
    TrafficSources: [],
    tags: new Map(),
    activities: [],
    blueprint,
  };
}

function instancesPolicy({
  launchTemplate,
  instanceTypes = [],
  capacityType,
}: NodegroupRecord): MixedInstancesPolicy {
  return {
    LaunchTemplate: {
      LaunchTemplateSpecification: launchTemplate && {
        LaunchTemplateId: launchTemplate.id,
        LaunchTemplateName: launchTemplate.name,
        Version: launchTemplate.version,
      },
      Overrides: instanceTypes.map((InstanceType) => ({ InstanceType })),
    },
    InstancesDistribution: {
      OnDemandAllocationStrategy: "prioritized",
      OnDemandBaseCapacity: 0,
      OnDemandPercentageAboveBaseCapacity: capacityType === "SPOT" ? 0 : 100,
      SpotAllocationStrategy: "price-capacity-optimized",
    },
  };
}
