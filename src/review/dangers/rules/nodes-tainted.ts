import { touches, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** The taints or labels of a node group change: pods that chose its nodes by them no longer fit. */
export const nodesTainted: DangerRule = {
  id: "nodes-tainted",
  types: ["aws_eks_node_group"],
  check(resource) {
    const changed = ["taint", "labels"].filter((name) => touches(resource, name));
    if (resource.change.action !== "update" || changed.length === 0) return undefined;
    const evicts = JSON.stringify(valueAt(resource.after, "taint") ?? "").includes("NO_EXECUTE");
    return {
      kind: "interruption",
      what: `${changed.map((name) => (name === "taint" ? "Taints" : "Labels")).join(" and ")} of group ${valueAt(resource.before, "node_group_name")} change: pods that choose its nodes by them may no longer fit${evicts && changed.includes("taint") ? ", and those without a toleration are evicted at once" : ""}.`,
    };
  },
};
