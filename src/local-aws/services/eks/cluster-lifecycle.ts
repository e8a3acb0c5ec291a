import type { Cluster, ClusterIssueCode } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { outcomeOf } from "../../faults/outcomes.ts";
import { transition } from "../../schedule.ts";
import { ec2Slot } from "../ec2/state.ts";
import { removeNetwork } from "./cluster-network.ts";
import { seconds } from "./durations.ts";
import { type ClusterRecord, eksSlot } from "./state.ts";

/** A cluster as transitions name it: another of the same name is none of theirs. */
export interface ClusterRef {
  readonly cluster: string;
  readonly id: string;
}

/** The cluster that was meant, while it is there. */
export function clusterOf({ cluster, id }: ClusterRef, ctx: Context): ClusterRecord | undefined {
  const found = ctx.state(eksSlot).clusters.get(cluster);
  return found?.id === id ? found : undefined;
}

export function refOf({ cluster, id }: ClusterRecord): ClusterRef {
  return { cluster: cluster.name, id };
}

export const clusterCreated = transition("eks:cluster-created", (ref: ClusterRef, ctx) => {
  const record = clusterOf(ref, ctx);
  if (record?.cluster.status !== "CREATING") return;
  const { cluster } = record;
  const failure = outcomeOf(ctx, { kind: "cluster", name: cluster.name, zones: zonesOf(record, ctx) });
  cluster.status = failure ? "FAILED" : "ACTIVE";
  if (failure) {
    const { code, message } = failure;
    cluster.health = { issues: [{ code: code as ClusterIssueCode, message, resourceIds: [cluster.name] }] };
  }
});

export const clusterDeleted = transition("eks:cluster-deleted", (ref: ClusterRef, ctx) => {
  const record = clusterOf(ref, ctx);
  if (record?.cluster.status !== "DELETING") return;
  removeNetwork(record.network, ctx);
  ctx.state(eksSlot).clusters.delete(ref.cluster);
});

export function startCreation(record: ClusterRecord, ctx: Context): void {
  ctx.after(seconds("aws_eks_cluster", "create"), clusterCreated, refOf(record));
}

export function startDeletion(record: ClusterRecord, ctx: Context): void {
  record.cluster.status = "DELETING";
  ctx.after(seconds("aws_eks_cluster", "delete"), clusterDeleted, refOf(record));
}

/** A cluster as EKS shows it: its API has no address, no certificate and no security group before it is there. */
export function shown({ cluster }: ClusterRecord): Cluster {
  if (cluster.status !== "CREATING" && cluster.status !== "FAILED") return { ...cluster };
  const { clusterSecurityGroupId: _later, ...resourcesVpcConfig } = cluster.resourcesVpcConfig;
  return {
    ...cluster,
    endpoint: undefined,
    identity: undefined,
    certificateAuthority: {},
    resourcesVpcConfig,
  };
}

function zonesOf({ cluster }: ClusterRecord, ctx: Context): string[] {
  const { subnets } = ctx.state(ec2Slot);
  const zones = (cluster.resourcesVpcConfig.subnetIds ?? []).flatMap(
    (id) => subnets.get(id)?.AvailabilityZone ?? [],
  );
  return [...new Set(zones)];
}
