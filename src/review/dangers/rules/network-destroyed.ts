import { goes, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** The VPC or a subnet is destroyed while a cluster stays that has its network interfaces there. */
export const networkDestroyed: DangerRule = {
  id: "network-destroyed",
  types: ["aws_vpc", "aws_subnet"],
  check(resource) {
    const { change, before, whole } = resource;
    if (!goes(resource) || whole.removal) return undefined;
    const kind = change.action === "delete" ? "destroy" : "replace";
    const block = valueAt(before, "cidr_block");
    const [cluster] = whole.stayingClusters;
    if (change.type === "aws_vpc")
      return {
        kind,
        what: `The VPC${block ? ` ${block}` : ""} is destroyed${kind === "replace" ? " and made anew" : ""}, with every subnet, route and gateway in it.`,
        advice: cluster
          ? [
              `${cluster} is in it and stays: AWS refuses to delete the network under it (DependencyViolation), and the apply stops half-way.`,
              "Make a new environment beside this one and move, or destroy this one first.",
            ]
          : [],
        level: "dangerous",
        ...(cluster ? { refused: true as const } : {}),
      };
    const zone = valueAt(before, "availability_zone");
    return {
      kind,
      what: `The subnet${block ? ` ${block}` : ""}${zone ? ` in ${zone}` : ""} is destroyed${kind === "replace" ? " and made anew" : ""}.`,
      advice: cluster
        ? [
            "Nodes, load balancers and the cluster's own network interfaces in it must go first, or AWS refuses (DependencyViolation).",
          ]
        : [],
    };
  },
};
