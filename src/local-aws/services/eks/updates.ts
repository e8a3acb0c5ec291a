import {
  DescribeUpdateCommand,
  type ErrorDetail,
  ListUpdatesCommand,
  ResourceNotFoundException,
  type Update,
  type UpdateParamType,
  type UpdateType,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { transition } from "../../schedule.ts";
import { settle } from "./addon-health.ts";
import { clusterOf } from "./cluster-lifecycle.ts";
import { seconds } from "./durations.ts";
import { findCluster } from "./find.ts";
import { joinProblems } from "./node-joining.ts";
import { instancesOf } from "./node-scaling.ts";
import { page } from "./page.ts";
import type { ClusterRecord, UpdateRecord } from "./state.ts";

/** What an update changes, by the names that EKS gives its parameters; undefined ones are left out. */
export type UpdateParams = Partial<Record<UpdateParamType, unknown>>;

/** Starts an update: whatever it is of is UPDATING until it is through. */
export function startUpdate(
  record: ClusterRecord,
  type: UpdateType,
  params: UpdateParams,
  ctx: Context,
  of: Omit<UpdateRecord, "update"> = {},
): Update {
  const update: UpdateRecord["update"] = {
    id: ctx.ids.uuid(),
    status: "InProgress",
    type,
    params: Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ type: name as UpdateParamType, value: textOf(value) })),
    createdAt: ctx.now(),
    errors: [],
  };
  record.updates.set(update.id, { update, ...of });
  const { cluster, id } = record;
  targetOf(record, of).status = "UPDATING";
  ctx.after(secondsOf(type, of), updateFinished, { cluster: cluster.name, id, updateId: update.id });
  return { ...update };
}

interface Finished {
  readonly cluster: string;
  readonly id: string;
  readonly updateId: string;
}

export const updateFinished = transition("eks:update-finished", (payload: Finished, ctx) => {
  const record = clusterOf(payload, ctx);
  const found = record?.updates.get(payload.updateId);
  if (!record || !found) return;
  const { update, nodegroupName, addonName } = found;
  const target = targetOf(record, found);
  if (target.status !== "UPDATING") {
    // What it was of is being deleted, or gone.
    update.status = "Cancelled";
    return;
  }
  target.status = "ACTIVE";
  const errors =
    nodegroupName && update.type === "VersionUpdate" ? refusedNodes(record, nodegroupName, ctx) : [];
  update.errors = errors;
  update.status = errors.length > 0 ? "Failed" : "Successful";
  if (addonName) settle(record, addonName);
  if (!addonName && !nodegroupName) settleIdentityProviders(record);
});

function settleIdentityProviders({ identityProviders }: ClusterRecord): void {
  for (const [name, config] of identityProviders)
    if (config.status === "DELETING") identityProviders.delete(name);
    else config.status = "ACTIVE";
}

/** New nodes that cannot join stop a version update; the old ones stay. */
function refusedNodes(record: ClusterRecord, name: string, ctx: Context): ErrorDetail[] {
  const nodegroup = record.nodegroups.get(name);
  if (!nodegroup || joinProblems(record, nodegroup, ctx).length === 0) return [];
  const errorMessage = `Couldn't proceed with upgrade process as new nodes are not joining node group ${name}`;
  return [{ errorCode: "NodeCreationFailure", errorMessage, resourceIds: instancesOf(nodegroup, ctx) }];
}

/** What an update is of; a node group or add-on that is gone has nothing to change any more. */
function targetOf(
  record: ClusterRecord,
  { nodegroupName, addonName }: Omit<UpdateRecord, "update">,
): { status?: string | undefined } {
  if (nodegroupName) return record.nodegroups.get(nodegroupName) ?? {};
  if (addonName) return record.addons.get(addonName) ?? {};
  return record.cluster;
}

function secondsOf(type: UpdateType, { nodegroupName, addonName }: Omit<UpdateRecord, "update">): number {
  if (nodegroupName) return seconds("aws_eks_node_group", "update", type);
  if (addonName) return seconds("aws_eks_addon", "update", addonName);
  return seconds("aws_eks_cluster", "update", type);
}

export const describeUpdate = operation(DescribeUpdateCommand, ({ name, updateId, ...of }, ctx) => {
  const found = findCluster(name, ctx).updates.get(updateId ?? "");
  if (!found || !belongsTo(found, of))
    throw exception(ResourceNotFoundException, `No update found for ID: ${updateId}`, { clusterName: name });
  return { update: found.update };
});

export const listUpdates = operation(
  ListUpdatesCommand,
  ({ name, nodegroupName, addonName, ...rest }, ctx) => {
    const all = [...findCluster(name, ctx).updates.values()].filter((one) =>
      belongsTo(one, { nodegroupName, addonName }),
    );
    const { items, nextToken } = page(
      all.map(({ update }) => update.id),
      rest,
    );
    return { updateIds: items, nextToken };
  },
);

/** Without a node group or add-on, the cluster's own updates are meant. */
function belongsTo(
  record: UpdateRecord,
  { nodegroupName, addonName }: { nodegroupName?: string | undefined; addonName?: string | undefined },
): boolean {
  return record.nodegroupName === nodegroupName && record.addonName === addonName;
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
