import {
  CreateNodegroupCommand,
  type CreateNodegroupRequest,
  DeleteNodegroupCommand,
  DescribeNodegroupCommand,
  InvalidParameterException,
  ListNodegroupsCommand,
  ResourceInUseException,
  ResourceLimitExceededException,
} from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-roles.ts";
import { admitNodeRole } from "./access-entries.ts";
import { minorOf, offeredVersion } from "./cluster-versions.ts";
import { findActiveCluster, findCluster, findNodegroup } from "./find.ts";
import { checkInstanceTypes } from "./node-images.ts";
import { checkLabels } from "./node-labels.ts";
import { findNodeSubnets, type ResolvedTemplate, requireRun, resolveLaunchTemplate } from "./node-network.ts";
import { checkScaling, followScalingGroup } from "./node-scaling.ts";
import { startNodegroup, stopNodegroup } from "./nodegroup-lifecycle.ts";
import { page } from "./page.ts";
import { requireNodeRole } from "./roles.ts";
import type { ClusterRecord, NodegroupRecord } from "./state.ts";

export const createNodegroup = operation(CreateNodegroupCommand, (input, ctx) => {
  const record = findActiveCluster(input.clusterName, ctx);
  const name = input.nodegroupName ?? "";
  if (record.nodegroups.has(name))
    throw exception(
      ResourceInUseException,
      `NodeGroup already exists with name ${name} and cluster name ${input.clusterName}`,
      { clusterName: input.clusterName, nodegroupName: name },
    );
  requireRoom(record, input, ctx);
  findNodeSubnets(input.subnets ?? [], record, ctx);
  requireNodeRole(input.nodeRole, ctx);
  checkInstanceTypes(input);
  checkLabels(input.labels);
  const template = input.launchTemplate && resolveLaunchTemplate(input.launchTemplate, ctx);
  if (template) requireRun(template, ctx);
  const nodegroup = newNodegroup(record, input, template, ctx);
  ensureServiceLinkedRole(ctx, "eks-nodegroup.amazonaws.com");
  record.nodegroups.set(name, nodegroup);
  admitNodeRole(record, input.nodeRole ?? "", ctx);
  startNodegroup(record, nodegroup, ctx);
  return { nodegroup };
});

export const describeNodegroup = operation(
  DescribeNodegroupCommand,
  ({ clusterName, nodegroupName }, ctx) => {
    const nodegroup = findNodegroup(findCluster(clusterName, ctx), nodegroupName);
    followScalingGroup(nodegroup, ctx);
    return { nodegroup };
  },
);

export const listNodegroups = operation(ListNodegroupsCommand, (input, ctx) => {
  const names = [...findCluster(input.clusterName, ctx).nodegroups.keys()].sort();
  const { items, nextToken } = page(names, input);
  return { nodegroups: items, nextToken };
});

export const deleteNodegroup = operation(DeleteNodegroupCommand, ({ clusterName, nodegroupName }, ctx) => {
  const record = findCluster(clusterName, ctx);
  const nodegroup = findNodegroup(record, nodegroupName);
  if (nodegroup.status !== "DELETING") stopNodegroup(record, nodegroup, ctx);
  return { nodegroup };
});

function requireRoom(
  { cluster, nodegroups }: ClusterRecord,
  { scalingConfig }: CreateNodegroupRequest,
  ctx: Context,
): void {
  const nodes = ctx.quota("eks:nodes-per-node-group");
  if ((scalingConfig?.maxSize ?? 0) > nodes)
    throw exception(
      ResourceLimitExceededException,
      `Reached the maximum number of nodes per node group: ${nodes}`,
      { clusterName: cluster.name },
    );
  const most = ctx.quota("eks:node-groups-per-cluster");
  if (nodegroups.size >= most)
    throw exception(
      ResourceLimitExceededException,
      `Reached the maximum number of node groups for the cluster ${cluster.name}: ${most}`,
      { clusterName: cluster.name },
    );
}

/** The release that a node group of this version gets when it names none. */
export function nodeRelease(version: string, asked: string | undefined, ctx: Context): string {
  if (asked === undefined) return offeredVersion(version, ctx).nodeRelease;
  if (!asked.startsWith(`${version}.`))
    throw exception(
      InvalidParameterException,
      `Requested release version ${asked} is not valid for kubernetes version ${version}.`,
    );
  return asked;
}

function newNodegroup(
  record: ClusterRecord,
  input: CreateNodegroupRequest,
  launchTemplate: ResolvedTemplate | undefined,
  ctx: Context,
): NodegroupRecord {
  const { cluster } = record;
  const name = input.nodegroupName ?? "";
  refuseDoubles(input, launchTemplate);
  const version = nodeVersion(record, input.version, ctx);
  const scalingConfig = { minSize: 1, maxSize: 2, desiredSize: 2, ...input.scalingConfig };
  checkScaling(scalingConfig);
  const ownImage = launchTemplate?.imageId !== undefined;
  const now = ctx.now();
  return {
    nodegroupName: name,
    nodegroupArn: arn(ctx, "eks", `nodegroup/${cluster.name}/${name}/${ctx.ids.uuid()}`),
    clusterName: cluster.name,
    version,
    releaseVersion: ownImage ? launchTemplate.imageId : nodeRelease(version, input.releaseVersion, ctx),
    createdAt: now,
    modifiedAt: now,
    status: "CREATING",
    scalingConfig,
    instanceTypes: launchTemplate?.instanceType
      ? undefined
      : input.instanceTypes?.length
        ? input.instanceTypes
        : ["t3.medium"],
    amiType: ownImage ? "CUSTOM" : (input.amiType ?? "AL2023_x86_64_STANDARD"),
    diskSize: launchTemplate ? undefined : (input.diskSize ?? 20),
    health: { issues: [] },
    launchTemplate: launchTemplate && {
      name: launchTemplate.name,
      version: launchTemplate.version,
      id: launchTemplate.id,
    },
    ...asAsked(input),
  };
}

/** What a node group shows as its request said it, or as it is when nothing was said. */
function asAsked(input: CreateNodegroupRequest): Partial<NodegroupRecord> {
  return {
    subnets: input.subnets,
    remoteAccess: input.remoteAccess,
    nodeRole: input.nodeRole,
    labels: input.labels,
    taints: input.taints,
    nodeRepairConfig: input.nodeRepairConfig,
    capacityType: input.capacityType ?? "ON_DEMAND",
    updateConfig: input.updateConfig ?? { maxUnavailable: 1 },
    tags: input.tags ?? {},
    warmPoolConfig: input.warmPoolConfig,
  };
}

/** What a launch template says, the node group must not say again. */
function refuseDoubles(input: CreateNodegroupRequest, template: ResolvedTemplate | undefined): void {
  if (!template) return;
  const both = (message: string): never => {
    throw exception(InvalidParameterException, message, {
      clusterName: input.clusterName,
      nodegroupName: input.nodegroupName,
    });
  };
  if (input.diskSize !== undefined) both("Disk size must be specified within the launch template.");
  if (input.remoteAccess !== undefined)
    both("Remote access configuration cannot be specified with a launch template.");
  if (template.instanceType && input.instanceTypes?.length)
    both(
      "You cannot specify instance types in both launch template and node group. Please use one or the other.",
    );
  if (template.imageId && (input.amiType ?? input.version ?? input.releaseVersion) !== undefined)
    both(
      "You cannot specify an AMI Type, version or release version when the launch template has an image id.",
    );
}

/** Nodes run the control plane's version, or one of the three before it. */
function nodeVersion(record: ClusterRecord, asked: string | undefined, ctx: Context): string {
  const { version } = record.cluster;
  if (asked === undefined) return version;
  offeredVersion(asked, ctx);
  if (minorOf(asked) > minorOf(version) || minorOf(asked) < minorOf(version) - 3)
    throw exception(
      InvalidParameterException,
      `Requested Nodegroup version ${asked} is not compatible with cluster version ${version}`,
      { clusterName: record.cluster.name },
    );
  return asked;
}
