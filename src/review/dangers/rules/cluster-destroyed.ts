import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** The cluster is destroyed or replaced: with everything that Kubernetes knows. */
export const clusterDestroyed: DangerRule = {
  id: "cluster-destroyed",
  types: ["aws_eks_cluster"],
  check({ change, before, whole }) {
    const name = valueAt(before, "name") ?? "";
    if (change.action === "delete")
      return {
        kind: "destroy",
        what: `Cluster ${name} is destroyed with all that runs in it and all that Kubernetes holds: deployments, secrets, settings.`,
        advice: whole.removal
          ? ["Delete load balancers and volumes that Kubernetes made first, or they stay and are paid for."]
          : ["Save what kubectl get shows, and what persistent volumes hold, first."],
        level: "dangerous",
      };
    if (change.action !== "replace") return undefined;
    return {
      kind: "replace",
      what: `Cluster ${name} is replaced by an empty one: everything that runs in it stops, and all that Kubernetes holds is gone.`,
      advice: ["Its endpoint and its OIDC issuer change too: kubeconfigs and trust policies with them."],
      level: "dangerous",
    };
  },
};
