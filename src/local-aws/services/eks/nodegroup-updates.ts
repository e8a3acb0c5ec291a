import {
  InvalidParameterException,
  type Taint,
  UpdateNodegroupConfigCommand,
  type UpdateNodegroupConfigRequest,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { minorOf, offeredVersion } from "./cluster-versions.ts";
import { findActiveCluster, findUpdatableNodegroup } from "./find.ts";
import { checkLabels } from "./node-labels.ts";
import { resolveLaunchTemplate } from "./node-network.ts";
import { checkScaling, followScalingGroup, replaceNodes, resizeScalingGroup } from "./node-scaling.ts";
import { nodeRelease } from "./nodegroups.ts";
import type { ClusterRecord, NodegroupRecord } from "./state.ts";
import { startUpdate } from "./updates.ts";

export const updateNodegroupConfig = operation(UpdateNodegroupConfigCommand, (input, ctx) => {
  const record = findActiveCluster(input.clusterName, ctx);
  const nodegroup = findUpdatableNodegroup(record, input.nodegroupName);
  followScalingGroup(nodegroup, ctx);
  const scalingConfig = { ...nodegroup.scalingConfig, ...given(input.scalingConfig) };
  checkScaling(scalingConfig);
  nodegroup.scalingConfig = scalingConfig;
  resizeScalingGroup(nodegroup, ctx);
  nodegroup.labels = changedLabels(nodegroup, input);
  nodegroup.taints = changedTaints(nodegroup, input);
  nodegroup.updateConfig = input.updateConfig ?? nodegroup.updateConfig;
  nodegroup.nodeRepairConfig = input.nodeRepairConfig ?? nodegroup.nodeRepairConfig;
  nodegroup.warmPoolConfig = input.warmPoolConfig ?? nodegroup.warmPoolConfig;
  nodegroup.modifiedAt = ctx.now();
  const params = {
    MinSize: input.scalingConfig?.minSize,
    MaxSize: input.scalingConfig?.maxSize,
    DesiredSize: input.scalingConfig?.desiredSize,
    LabelsToAdd: input.labels?.addOrUpdateLabels,
    LabelsToRemove: input.labels?.removeLabels,
    TaintsToAdd: input.taints?.addOrUpdateTaints,
    TaintsToRemove: input.taints?.removeTaints,
    MaxUnavailable: input.updateConfig?.maxUnavailable,
    MaxUnavailablePercentage: input.updateConfig?.maxUnavailablePercentage,
    NodeRepairEnabled: input.nodeRepairConfig?.enabled,
  };
  const { nodegroupName } = nodegroup;
  return { update: startUpdate(record, "ConfigUpdate", params, ctx, { nodegroupName }) };
});

export const updateNodegroupVersion = operation(UpdateNodegroupVersionCommand, (input, ctx) => {
  const record = findActiveCluster(input.clusterName, ctx);
  const nodegroup = findUpdatableNodegroup(record, input.nodegroupName);
  const template = input.launchTemplate && resolveLaunchTemplate(input.launchTemplate, ctx);
  if (template && !nodegroup.launchTemplate)
    throw invalid(record, nodegroup, "Cannot add a launch template to a node group created without one.");
  const before = nodesOf(nodegroup);
  if (nodegroup.amiType !== "CUSTOM") moveRelease(record, nodegroup, input, ctx);
  else if (template?.imageId) nodegroup.releaseVersion = template.imageId;
  if (template)
    nodegroup.launchTemplate = { name: template.name, id: template.id, version: template.version };
  if (nodesOf(nodegroup) !== before)
    replaceNodes(
      nodegroup,
      record,
      nodegroup.launchTemplate && resolveLaunchTemplate(nodegroup.launchTemplate, ctx),
      ctx,
    );
  nodegroup.modifiedAt = ctx.now();
  const params = {
    Version: nodegroup.version,
    ReleaseVersion: nodegroup.releaseVersion,
    LaunchTemplateName: template?.name,
    LaunchTemplateVersion: template?.version,
  };
  const { nodegroupName } = nodegroup;
  return { update: startUpdate(record, "VersionUpdate", params, ctx, { nodegroupName }) };
});

/** What nodes are made from, as one text: nodes of another are replaced. */
function nodesOf({ version, releaseVersion, launchTemplate }: NodegroupRecord): string {
  return [version, releaseVersion, launchTemplate?.id, launchTemplate?.version].join(" ");
}

/** Without a version the nodes keep theirs and take its newest release. */
function moveRelease(
  record: ClusterRecord,
  nodegroup: NodegroupRecord,
  asked: { version?: string | undefined; releaseVersion?: string | undefined },
  ctx: Context,
): void {
  const version = asked.version ?? nodegroup.version ?? record.cluster.version;
  offeredVersion(version, ctx);
  if (minorOf(version) > minorOf(record.cluster.version))
    throw invalid(
      record,
      nodegroup,
      `Nodegroup Kubernetes version ${version} cannot be newer than the cluster's version ${record.cluster.version}`,
    );
  if (minorOf(version) < minorOf(nodegroup.version ?? version))
    throw invalid(
      record,
      nodegroup,
      `Requested Nodegroup version ${version} is older than its current version ${nodegroup.version}`,
    );
  nodegroup.releaseVersion = nodeRelease(version, asked.releaseVersion, ctx);
  nodegroup.version = version;
}

function changedLabels(
  { labels = {} }: NodegroupRecord,
  { labels: asked }: UpdateNodegroupConfigRequest,
): Record<string, string> {
  checkLabels(asked?.addOrUpdateLabels);
  const changed = { ...labels, ...asked?.addOrUpdateLabels };
  for (const key of asked?.removeLabels ?? []) delete changed[key];
  return changed;
}

/** A taint is known by its key and effect; its value may change. */
function changedTaints(
  { taints = [] }: NodegroupRecord,
  { taints: asked }: UpdateNodegroupConfigRequest,
): Taint[] {
  const id = ({ key, effect }: Taint) => `${key}:${effect}`;
  const changed = new Map(taints.map((taint) => [id(taint), taint]));
  for (const taint of asked?.removeTaints ?? []) changed.delete(id(taint));
  for (const taint of asked?.addOrUpdateTaints ?? []) changed.set(id(taint), taint);
  return [...changed.values()];
}

/** The members that are not undefined: a request may name one of three sizes. */
function given<T extends object>(asked: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(asked ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function invalid(
  record: ClusterRecord,
  { nodegroupName }: NodegroupRecord,
  message: string,
): InvalidParameterException {
  return exception(InvalidParameterException, message, { clusterName: record.cluster.name, nodegroupName });
}
