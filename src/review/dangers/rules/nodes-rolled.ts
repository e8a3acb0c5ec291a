import { touches, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** What makes EKS replace the nodes of a group, a few at a time: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html */
const causes: readonly (readonly [attribute: string, text: string])[] = [
  ["version", "another Kubernetes version"],
  ["release_version", "another AMI"],
  ["launch_template", "another launch template version"],
];

/** Every node of a group is replaced by a new one, a few at a time. */
export const nodesRolled: DangerRule = {
  id: "nodes-rolled",
  types: ["aws_eks_node_group"],
  check(resource) {
    const { change, before, after } = resource;
    const found = causes.filter(([attribute]) => touches(resource, attribute)).map(([, text]) => text);
    if (change.action !== "update" || found.length === 0) return undefined;
    const percent = valueAt(after, "update_config.max_unavailable_percentage");
    const count = valueAt(after, "update_config.max_unavailable");
    const atOnce = percent ? `${percent} % at a time` : `${count || 1} at a time`;
    const forced = valueAt(after, "force_update_version") === true;
    return {
      kind: "interruption",
      what: `Group ${valueAt(before, "node_group_name")} gets ${found.join(", ")}: its nodes are replaced, ${atOnce}, and their pods move.`,
      advice: [
        forced
          ? "force_update_version is on: pods are moved even where a disruption budget forbids it."
          : "A pod that a disruption budget keeps in place for 15 minutes stops the update.",
      ],
    };
  },
};
