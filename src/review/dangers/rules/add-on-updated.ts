import { touches, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** What stands still while an add-on's pods restart. */
const meanwhile: Readonly<Record<string, string>> = {
  "vpc-cni": "new pods get no address for moments, running ones keep theirs",
  coredns: "names resolve as long as one of its pods runs",
  "kube-proxy": "changes of services reach each node a moment later",
  "aws-ebs-csi-driver": "volumes are attached and detached a moment later",
  "eks-pod-identity-agent": "pods that start get credentials a moment later",
};

/** An add-on is updated, or goes. */
export const addOnUpdated: DangerRule = {
  id: "add-on-updated",
  types: ["aws_eks_addon"],
  check(resource) {
    const { change, before, after } = resource;
    const name = String(valueAt(before, "addon_name") ?? "");
    if (change.action === "delete")
      return {
        kind: "destroy",
        what:
          valueAt(before, "preserve") === true
            ? `EKS no longer looks after ${name}; its pods stay.`
            : `Add-on ${name} goes with its pods.`,
      };
    const versions = touches(resource, "addon_version");
    if (change.action !== "update" || !(versions || touches(resource, "configuration_values")))
      return undefined;
    const [was, is] = [before, after].map((side) => valueAt(side, "addon_version"));
    const how = versions ? `goes from ${was} to ${is ?? "another version"}` : "gets other settings";
    return {
      kind: "interruption",
      what: `Add-on ${name} ${how}: its pods restart one by one${meanwhile[name] ? `; ${meanwhile[name]}` : ""}.`,
    };
  },
};
