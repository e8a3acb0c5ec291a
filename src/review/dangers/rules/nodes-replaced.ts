import { goes, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/**
 * How EKS empties a group that goes: https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html
 */
const DRAIN = "Nodes are drained first, but a pod that is not gone after a few minutes is ended.";

/** A node group is destroyed or replaced: all of its pods must find another place at once. */
export const nodesReplaced: DangerRule = {
  id: "nodes-replaced",
  types: ["aws_eks_node_group", "aws_autoscaling_group"],
  check(resource) {
    const { change, before, whole } = resource;
    if (!goes(resource)) return undefined;
    const name = valueAt(before, "node_group_name") ?? valueAt(before, "name") ?? "";
    const size = valueAt(before, "scaling_config.desired_size") ?? valueAt(before, "desired_capacity");
    const nodes =
      size === undefined ? "All nodes" : Number(size) === 1 ? "The one node" : `The ${size} nodes`;
    const verb = Number(size) === 1 ? "goes" : "go";
    if (change.action === "delete")
      return {
        kind: "destroy",
        what: `${nodes} of group ${name} ${verb} for good: ${Number(size) === 1 ? "its" : "their"} pods need room on other nodes.`,
        advice: whole.removal
          ? []
          : ["Pods that only fit there (taints, labels, instance types) stay pending."],
      };
    if (change.reason === "replace_because_tainted")
      return { kind: "replace", what: `Group ${name} is made anew: whatever nodes of it came up go first.` };
    return {
      kind: "replace",
      what: change.createBeforeDestroy
        ? `Group ${name} is made anew before the old one goes: all of its pods move.`
        : `${nodes} of group ${name} ${verb} before the new ones come: its pods have nowhere to run in between unless other nodes have room.`,
      advice: [DRAIN],
    };
  },
};
