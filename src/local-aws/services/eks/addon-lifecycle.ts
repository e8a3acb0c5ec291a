import type { Context } from "../../context.ts";
import { transition } from "../../schedule.ts";
import { judge, settle } from "./addon-health.ts";
import { removeIdentities } from "./addon-identities.ts";
import { type ClusterRef, clusterOf, refOf } from "./cluster-lifecycle.ts";
import { seconds } from "./durations.ts";
import type { AddonRecord, ClusterRecord } from "./state.ts";

interface AddonRef extends ClusterRef {
  readonly addon: string;
  /** Tells it from a later one of the same name. */
  readonly arn: string;
}

function addonOf(ref: AddonRef, ctx: Context): [ClusterRecord, AddonRecord] | undefined {
  const record = clusterOf(ref, ctx);
  const addon = record?.addons.get(ref.addon);
  return record && addon?.addonArn === ref.arn ? [record, addon] : undefined;
}

export const addonCreated = transition("eks:addon-created", (ref: AddonRef, ctx) => {
  const [record, addon] = addonOf(ref, ctx) ?? [];
  if (record && addon?.status === "CREATING") judge(record, addon);
});

/** Pods start some time after the nodes that they waited for. */
export const addonSettled = transition("eks:addon-settled", (ref: AddonRef, ctx) => {
  const [record, addon] = addonOf(ref, ctx) ?? [];
  if (record && addon) settle(record, addon.addonName);
});

export const addonDeleted = transition("eks:addon-deleted", (ref: AddonRef, ctx) => {
  const [record, addon] = addonOf(ref, ctx) ?? [];
  if (!record || addon?.status !== "DELETING") return;
  removeIdentities(record, addon);
  record.addons.delete(addon.addonName);
});

export function startAddon(record: ClusterRecord, addon: AddonRecord, ctx: Context): void {
  ctx.after(seconds("aws_eks_addon", "create", addon.addonName), addonCreated, addonRef(record, addon));
}

export function stopAddon(record: ClusterRecord, addon: AddonRecord, ctx: Context): void {
  addon.status = "DELETING";
  ctx.after(seconds("aws_eks_addon", "delete"), addonDeleted, addonRef(record, addon));
}

/** Lets the add-ons find out that nodes came or went. */
export function nodesChanged(record: ClusterRecord, ctx: Context): void {
  for (const addon of record.addons.values())
    ctx.after(seconds("aws_eks_addon", "create", addon.addonName), addonSettled, addonRef(record, addon));
}

function addonRef(record: ClusterRecord, { addonName, addonArn }: AddonRecord): AddonRef {
  return { ...refOf(record), addon: addonName, arn: addonArn };
}
