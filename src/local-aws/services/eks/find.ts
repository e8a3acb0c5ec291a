import {
  InvalidRequestException,
  ResourceInUseException,
  ResourceNotFoundException,
  type UpdateType,
} from "@aws-sdk/client-eks";
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

/** A cluster that node groups and add-ons may come into. @throws ResourceNotFoundException, InvalidRequestException */
export function findActiveCluster(name: string | undefined, ctx: Context): ClusterRecord {
  const found = findCluster(name, ctx);
  if (found.cluster.status !== "ACTIVE") throw notActive(name);
  return found;
}

/** A cluster whose API answers, so that people and roles may be let in. @throws as {@link findActiveCluster} */
export function findRunningCluster(name: string | undefined, ctx: Context): ClusterRecord {
  const found = findCluster(name, ctx);
  if (found.cluster.status !== "ACTIVE" && found.cluster.status !== "UPDATING") throw notActive(name);
  return found;
}

function notActive(name: string | undefined): InvalidRequestException {
  return exception(InvalidRequestException, `Cluster '${name}' is not in ACTIVE status`, {
    clusterName: name,
  });
}

/** A cluster that may be updated: one update at a time. @throws ResourceNotFoundException, ResourceInUseException */
export function findUpdatableCluster(
  name: string | undefined,
  type: UpdateType | undefined,
  ctx: Context,
): ClusterRecord {
  const found = findCluster(name, ctx);
  const { status } = found.cluster;
  if (status === "ACTIVE") return found;
  const running = [...found.updates.values()].find(({ update }) => update.status === "InProgress");
  const what = type ? `Cannot ${type}` : "Cannot update";
  throw exception(
    ResourceInUseException,
    running
      ? `${what} because cluster ${name} currently has update ${running.update.id} in progress`
      : `${what} because cluster ${name} is currently in ${status} status`,
    { clusterName: name },
  );
}

/** @throws ResourceNotFoundException, or ResourceInUseException while it is not ACTIVE. */
export function findUpdatableNodegroup(record: ClusterRecord, name: string | undefined): NodegroupRecord {
  const found = findNodegroup(record, name);
  if (found.status === "ACTIVE") return found;
  throw exception(
    ResourceInUseException,
    "Nodegroup cannot be updated as it is currently not in Active State",
    { clusterName: record.cluster.name, nodegroupName: name },
  );
}

/** @throws ResourceNotFoundException, or ResourceInUseException while it is being made, changed or deleted. */
export function findUpdatableAddon(record: ClusterRecord, name: string | undefined): AddonRecord {
  const found = findAddon(record, name);
  const { status = "" } = found;
  if (!["CREATING", "UPDATING", "DELETING"].includes(status)) return found;
  throw exception(
    ResourceInUseException,
    `Addon ${name} cannot be updated as it is currently in ${status} state`,
    { clusterName: record.cluster.name, addonName: name },
  );
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
