import { ResourceInUseException, ResourceNotFoundException } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type AddonRecord, type ClusterRecord, eksSlot, type NodegroupRecord } from "./state.ts";

/** @throws ResourceNotFoundException */
export function findCluster(name: string | undefined, ctx: Context): ClusterRecord {
  const found = ctx.state(eksSlot).clusters.get(name ?? "");
  if (!found)
    throw exception(ResourceNotFoundException, `No cluster found for name: ${name}.`, { clusterName: name });
  return found;
}

/** A cluster that may be built upon. @throws ResourceNotFoundException, or ResourceInUseException while it is not ACTIVE. */
export function findActiveCluster(name: string | undefined, ctx: Context): ClusterRecord {
  const found = findCluster(name, ctx);
  if (found.cluster.status !== "ACTIVE")
    throw exception(
      ResourceInUseException,
      `Cluster '${name}' is not in ACTIVE status, but in ${found.cluster.status} status`,
      { clusterName: name },
    );
  return found;
}

/** @throws ResourceNotFoundException */
export function findNodegroup(record: ClusterRecord, name: string | undefined): NodegroupRecord {
  const found = record.nodegroups.get(name ?? "");
  if (!found)
    throw exception(ResourceNotFoundException, `No node group found for name: ${name}.`, {
      clusterName: record.cluster.name,
      nodegroupName: name,
    });
  return found;
}

/** @throws ResourceNotFoundException */
export function findAddon(record: ClusterRecord, name: string | undefined): AddonRecord {
  const found = record.addons.get(name ?? "");
  if (!found)
    throw exception(ResourceNotFoundException, `No addon: ${name} found in cluster: ${record.cluster.name}`, {
      clusterName: record.cluster.name,
      addonName: name,
    });
  return found;
}
