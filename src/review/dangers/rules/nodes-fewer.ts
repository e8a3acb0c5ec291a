import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

const sizes = ["min_size", "desired_size", "max_size"] as const;

/** A node group may or must have fewer nodes than before. */
export const nodesFewer: DangerRule = {
  id: "nodes-fewer",
  types: ["aws_eks_node_group"],
  check({ change, before, after }) {
    if (change.action !== "update") return undefined;
    const fewer = sizes.flatMap((name) => {
      const [was, is] = [before, after].map((side) => valueAt(side, `scaling_config.${name}`));
      return typeof was === "number" && typeof is === "number" && is < was ? [`${name} ${was} → ${is}`] : [];
    });
    if (fewer.length === 0) return undefined;
    return {
      kind: "interruption",
      what: `Group ${valueAt(before, "node_group_name")} shrinks: ${fewer.join(", ")}. Pods on nodes that go must find room elsewhere.`,
    };
  },
};
