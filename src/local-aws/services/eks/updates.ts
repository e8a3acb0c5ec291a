import {
  DescribeUpdateCommand,
  ListUpdatesCommand,
  ResourceNotFoundException,
  type Update,
  type UpdateParamType,
  type UpdateType,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findCluster } from "./find.ts";
import { page } from "./page.ts";
import type { ClusterRecord, UpdateRecord } from "./state.ts";

/** What an update changes, by the names that EKS gives its parameters; undefined ones are left out. */
export type UpdateParams = Partial<Record<UpdateParamType, unknown>>;

/** Notes an update that was carried out at once, as DescribeUpdate tells of it. */
export function recordUpdate(
  record: ClusterRecord,
  type: UpdateType,
  params: UpdateParams,
  ctx: Context,
  of: Omit<UpdateRecord, "update"> = {},
): Update {
  const update = {
    id: ctx.ids.uuid(),
    status: "Successful" as const,
    type,
    params: Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ type: name as UpdateParamType, value: textOf(value) })),
    createdAt: ctx.now(),
    errors: [],
  };
  record.updates.set(update.id, { update, ...of });
  return update;
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
