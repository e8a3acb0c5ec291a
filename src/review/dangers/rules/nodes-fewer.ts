import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

const sizes = ["min_size", "desired_size", "max_size"] as const;

/** A node group shrinks so that nodes must go: bounds that the nodes of today keep to take none away. */
export const nodesFewer: DangerRule = {
  id: "nodes-fewer",
  types: ["aws_eks_node_group"],
  check({ change, before, after }) {
    if (change.action !== "update") return undefined;
    const size = (side: typeof before, name: string) => {
      const value = valueAt(side, `scaling_config.${name}`);
      return typeof value === "number" ? value : Number.NaN;
    };
    const fewer = sizes.filter((name) => size(after, name) < size(before, name));
    // As many as there are now; the autoscaler moves it, and the bounds overrule it.
    const nodes = size(before, "desired_size");
    const stay = [size(after, "desired_size"), size(after, "max_size")].every((most) => !(most < nodes));
    if (fewer.length === 0 || stay) return undefined;
    const changes = fewer.map((name) => `${name} ${size(before, name)} → ${size(after, name)}`);
    return {
      kind: "interruption",
      what: `Group ${valueAt(before, "node_group_name")} shrinks: ${changes.join(", ")}. Pods on nodes that go must find room elsewhere.`,
    };
  },
};
