import type { Issue, NodegroupIssueCode } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { outcomeOf } from "../../faults/outcomes.ts";
import { transition } from "../../schedule.ts";
import { nodesChanged } from "./addon-lifecycle.ts";
import { type ClusterRef, clusterOf, refOf } from "./cluster-lifecycle.ts";
import { seconds } from "./durations.ts";
import { joinProblems } from "./node-joining.ts";
import { launchIssue, sourceOf } from "./node-launch.ts";
import {
  createScalingGroup,
  deleteScalingGroup,
  instancesOf,
  type NodeSource,
  scalingGroupOf,
} from "./node-scaling.ts";
import type { ClusterRecord, NodegroupRecord } from "./state.ts";

interface NodegroupRef extends ClusterRef {
  readonly nodegroup: string;
  /** Tells it from a later one of the same name. */
  readonly arn: string;
}

interface Joining extends NodegroupRef {
  /** How often EKS has looked whether the nodes are ready. */
  readonly looked: number;
}

/** From the request to the first instance. */
const launchSeconds = 30;
/** EKS looks so often, every so many seconds, before it gives nodes up: 20 minutes in all. */
const looks = 40;
const lookSeconds = 30;

export function startNodegroup(record: ClusterRecord, nodegroup: NodegroupRecord, ctx: Context): void {
  ctx.after(launchSeconds, nodesLaunched, nodegroupRef(record, nodegroup));
}

/** EKS drains the nodes before it ends their instances. */
export function stopNodegroup(record: ClusterRecord, nodegroup: NodegroupRecord, ctx: Context): void {
  nodegroup.status = "DELETING";
  const ref = nodegroupRef(record, nodegroup);
  const whole = seconds("aws_eks_node_group", "delete");
  ctx.after(whole / 2, nodesDrained, ref);
  ctx.after(whole, nodegroupDeleted, ref);
}

export const nodesLaunched = transition("eks:nodes-launched", (ref: NodegroupRef, ctx) => {
  const [record, nodegroup] = creating(ref, ctx) ?? [];
  if (!record || !nodegroup) return;
  const source = sourceOf(nodegroup, ctx);
  if (!isIssue(source)) createScalingGroup(nodegroup, record, source, ctx);
  const issue = isIssue(source) ? source : launchIssue(nodegroup, scalingGroupOf(nodegroup, ctx));
  const rest = seconds("aws_eks_node_group", "create") - launchSeconds;
  if (issue) fail(nodegroup, issue);
  else ctx.after(rest, nodesJoining, { ...ref, looked: 0 });
});

export const nodesJoining = transition("eks:nodes-joining", (ref: Joining, ctx) => look(ref, ctx));

/** As {@link nodesJoining}: what they lack may come while EKS waits, so that there is a moment for it even when time is off. */
export const nodesAwaited = transition("eks:nodes-awaited", (ref: Joining, ctx) => look(ref, ctx), {
  atLeastMs: 100,
});

function look(ref: Joining, ctx: Context): void {
  const [record, nodegroup] = creating(ref, ctx) ?? [];
  if (!record || !nodegroup) return;
  const instances = instancesOf(nodegroup, ctx);
  const problems = instances.length > 0 ? joinProblems(record, nodegroup, ctx) : [];
  if (problems.length > 0 && ref.looked < looks) {
    ctx.after(lookSeconds, nodesAwaited, { ...ref, looked: ref.looked + 1 });
    return;
  }
  const issue = fateOf(nodegroup, instances, ctx) ?? notJoined(instances, problems);
  if (issue) fail(nodegroup, issue);
  else {
    nodegroup.status = "ACTIVE";
    nodesChanged(record, ctx);
  }
}

/** What the faults have in store. */
function fateOf(nodegroup: NodegroupRecord, resourceIds: string[], ctx: Context): Issue | undefined {
  const { nodegroupName: name, instanceTypes } = nodegroup;
  const zones = scalingGroupOf(nodegroup, ctx)?.AvailabilityZones;
  const failure = outcomeOf(ctx, { kind: "nodegroup", name, instanceTypes, zones });
  return failure && { code: failure.code as NodegroupIssueCode, message: failure.message, resourceIds };
}

/** AWS's words, and behind them what AWS does not tell. */
function notJoined(resourceIds: string[], problems: readonly string[]): Issue | undefined {
  if (problems.length === 0) return undefined;
  return {
    code: "NodeCreationFailure",
    message: `Instances failed to join the kubernetes cluster (AWS does not say why; here: ${problems.join("; ")})`,
    resourceIds,
  };
}

function isIssue(source: NodeSource | Issue): source is Issue {
  return !("subnets" in source);
}

/** A node group that came to nothing stays until it is deleted. */
function fail(nodegroup: NodegroupRecord, issue: Issue): void {
  nodegroup.status = "CREATE_FAILED";
  nodegroup.health = { issues: [issue] };
}

export const nodesDrained = transition("eks:nodes-drained", (ref: NodegroupRef, ctx) => {
  const [, nodegroup] = nodegroupOf(ref, ctx) ?? [];
  if (nodegroup?.status === "DELETING") deleteScalingGroup(nodegroup, ctx);
});

export const nodegroupDeleted = transition("eks:nodegroup-deleted", (ref: NodegroupRef, ctx) => {
  const [record, nodegroup] = nodegroupOf(ref, ctx) ?? [];
  if (!record || nodegroup?.status !== "DELETING") return;
  record.nodegroups.delete(nodegroup.nodegroupName);
  nodesChanged(record, ctx);
});

function nodegroupOf(ref: NodegroupRef, ctx: Context): [ClusterRecord, NodegroupRecord] | undefined {
  const record = clusterOf(ref, ctx);
  const nodegroup = record?.nodegroups.get(ref.nodegroup);
  return record && nodegroup?.nodegroupArn === ref.arn ? [record, nodegroup] : undefined;
}

function creating(ref: NodegroupRef, ctx: Context): [ClusterRecord, NodegroupRecord] | undefined {
  const found = nodegroupOf(ref, ctx);
  return found?.[1].status === "CREATING" ? found : undefined;
}

function nodegroupRef(record: ClusterRecord, { nodegroupName, nodegroupArn }: NodegroupRecord): NodegroupRef {
  return { ...refOf(record), nodegroup: nodegroupName, arn: nodegroupArn };
}
