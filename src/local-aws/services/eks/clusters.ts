import {
  type Cluster,
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  InvalidRequestException,
  ListClustersCommand,
  ResourceInUseException,
  ResourceLimitExceededException,
} from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-roles.ts";
import { admitCreator } from "./access-entries.ts";
import { shown, startCreation, startDeletion } from "./cluster-lifecycle.ts";
import { createLogGroup, foretellLateLogs } from "./control-plane-logs.ts";
import { findCluster } from "./find.ts";
import { newCluster } from "./new-cluster.ts";
import { page } from "./page.ts";
import { eksSlot } from "./state.ts";

export const createCluster = operation(CreateClusterCommand, (input, ctx) => {
  const { clusters } = ctx.state(eksSlot);
  const name = input.name ?? "";
  if (clusters.has(name))
    throw exception(ResourceInUseException, `Cluster already exists with name: ${name}`, {
      clusterName: name,
    });
  const most = ctx.quota("eks:clusters");
  if (clusters.size >= most)
    throw exception(ResourceLimitExceededException, `The limit of ${most} clusters has been reached`, {
      clusterName: name,
    });
  const record = newCluster(name, input, ctx);
  clusters.set(name, record);
  if (input.accessConfig?.bootstrapClusterCreatorAdminPermissions !== false) admitCreator(record, ctx);
  createLogGroup(record.cluster, ctx);
  ensureServiceLinkedRole(ctx, "eks.amazonaws.com");
  startCreation(record, ctx);
  return { cluster: shown(record) };
});

export const describeCluster = operation(DescribeClusterCommand, ({ name }, ctx) => ({
  cluster: shown(findCluster(name, ctx)),
}));

export const listClusters = operation(ListClustersCommand, (input, ctx) => {
  const { items, nextToken } = page([...ctx.state(eksSlot).clusters.keys()].sort(), input);
  return { clusters: items, nextToken };
});

export const deleteCluster = operation(DeleteClusterCommand, ({ name }, ctx) => {
  const record = findCluster(name, ctx);
  const inUse = whyInUse(record.cluster);
  if (inUse)
    throw exception(ResourceInUseException, `Cannot delete because cluster ${name} currently ${inUse}`, {
      clusterName: name,
    });
  if (record.nodegroups.size > 0)
    throw exception(ResourceInUseException, "Cluster has nodegroups attached", { clusterName: name });
  if (record.cluster.deletionProtection)
    throw exception(InvalidRequestException, "Cluster has deletion protection enabled", {
      clusterName: name,
    });
  foretellLateLogs(record, ctx);
  startDeletion(record, ctx);
  return { cluster: shown(record) };
});

/** What has to be over before a cluster can go. */
function whyInUse({ status }: Cluster): string | undefined {
  if (status === "UPDATING") return "has an update in progress";
  if (status === "CREATING") return "has its creation in progress";
  return status === "DELETING" ? "has its deletion in progress" : undefined;
}
