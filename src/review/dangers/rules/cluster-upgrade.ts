import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/**
 * The control plane moves to another Kubernetes version: https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html, and
 * rollback-cluster.html for the way back, read in November 2026.
 */
export const clusterUpgrade: DangerRule = {
  id: "cluster-upgrade",
  types: ["aws_eks_cluster"],
  check({ change, before, after }) {
    const [was, is] = [valueAt(before, "version"), valueAt(after, "version")];
    if (change.action !== "update" || is === undefined || was === is) return undefined;
    const steps = minor(is) - minor(was);
    const advice =
      steps < 0
        ? [
            "AWS goes back by one minor version, within 7 days of the upgrade, and wants the node groups back first.",
          ]
        : steps > 1
          ? ["AWS goes one minor version at a time: the apply stops there. Go step by step."]
          : [
              "First check what the new version no longer serves, and the add-ons. The way back is open for 7 days.",
            ];
    return {
      kind: "interruption",
      what: `Kubernetes goes from ${was} to ${is}: the control plane is renewed behind its endpoint, pods keep running, kubectl may fail for moments.`,
      advice,
      ...(steps > 1 ? { refused: true as const } : {}),
    };
  },
};

const minor = (version: unknown): number => Number(String(version).split(".")[1]);
