import { type ResourcePlan, touches } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** What of a cluster changes under running nodes, and what that means. */
const parts: readonly (readonly [attribute: string, what: string])[] = [
  [
    "vpc_config[0].security_group_ids",
    "The control plane gets other security groups: nodes and kubectl reach it only as far as these let them through",
  ],
  [
    "vpc_config[0].subnet_ids",
    "The control plane moves its network interfaces to other subnets: nodes must be able to reach it there",
  ],
  [
    "encryption_config",
    "Kubernetes' secrets get another key: EKS goes on needing the old one for what it encrypted, or refuses the change",
  ],
];

/** The cluster's way to its nodes, or the key of its secrets, changes while it runs. */
export const clusterNetwork: DangerRule = {
  id: "cluster-network",
  types: ["aws_eks_cluster"],
  check(resource: ResourcePlan) {
    if (resource.change.action !== "update") return undefined;
    const found = parts.filter(([attribute]) => touches(resource, attribute)).map(([, what]) => `${what}.`);
    return found.length === 0 ? undefined : { kind: "interruption", what: found.join(" ") };
  },
};
