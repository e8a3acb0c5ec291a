import type { AddonIssue } from "@aws-sdk/client-eks";
import type { AddonRecord, ClusterRecord } from "./state.ts";

/**
 * Add-ons that are DaemonSets: with no node there is nothing that they lack. All others are Deployments, which wait for a node to run on.
 * Source: the add-ons' manifests, read November 2026.
 */
const daemonSets: ReadonlySet<string> = new Set([
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "eks-node-monitoring-agent",
  "aws-network-flow-monitoring-agent",
  "prometheus-node-exporter",
]);

const noReplicas: AddonIssue = {
  code: "InsufficientNumberOfReplicas",
  message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
};

/** Brings an add-on's health up to what the cluster's nodes allow; one that is being made, changed or deleted is left alone. */
export function settle(record: ClusterRecord, name: string): void {
  const addon = record.addons.get(name);
  if (addon?.status === "ACTIVE" || addon?.status === "DEGRADED") judge(record, addon);
}

/** Says how an add-on that was made or changed came out. */
export function judge(record: ClusterRecord, addon: AddonRecord): void {
  const lacking = !daemonSets.has(addon.addonName) && !hasNodes(record);
  addon.status = lacking ? "DEGRADED" : "ACTIVE";
  addon.health = { issues: lacking ? [{ ...noReplicas }] : [] };
}

function hasNodes({ cluster, nodegroups }: ClusterRecord): boolean {
  // EKS's auto mode starts nodes when a pod asks for one.
  if (cluster.computeConfig?.enabled) return true;
  return [...nodegroups.values()].some(
    ({ status, scalingConfig }) =>
      (status === "ACTIVE" || status === "UPDATING") && (scalingConfig.desiredSize ?? 0) > 0,
  );
}
