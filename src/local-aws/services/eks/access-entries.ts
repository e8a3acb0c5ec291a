import {
  CreateAccessEntryCommand,
  type CreateAccessEntryRequest,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  InvalidParameterException,
  InvalidRequestException,
  ListAccessEntriesCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateAccessEntryCommand,
} from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { policyArn } from "./access-policies.ts";
import { findCluster, findRunningCluster } from "./find.ts";
import { page } from "./page.ts";
import { requirePrincipal } from "./roles.ts";
import type { AccessEntryRecord, ClusterRecord } from "./state.ts";

export const createAccessEntry = operation(CreateAccessEntryCommand, (input, ctx) => {
  const record = findRunningCluster(input.clusterName, ctx);
  requireApiMode(record);
  const principalArn = input.principalArn ?? "";
  if (record.accessEntries.has(principalArn))
    throw exception(
      ResourceInUseException,
      "The specified access entry resource is already in use on this cluster.",
      { clusterName: input.clusterName },
    );
  requirePrincipal(principalArn);
  refuseSystemNames(input);
  return { accessEntry: addEntry(record, input, ctx).entry };
});

export const describeAccessEntry = operation(
  DescribeAccessEntryCommand,
  ({ clusterName, principalArn }, ctx) => ({
    accessEntry: findEntry(findCluster(clusterName, ctx), principalArn).entry,
  }),
);

export const listAccessEntries = operation(ListAccessEntriesCommand, (input, ctx) => {
  const { accessEntries } = requireApiMode(findCluster(input.clusterName, ctx));
  const wanted = input.associatedPolicyArn;
  const arns = [...accessEntries]
    .filter(([, { policies }]) => wanted === undefined || policies.has(wanted))
    .map(([principal]) => principal)
    .sort();
  const { items, nextToken } = page(arns, input);
  return { accessEntries: items, nextToken };
});

export const updateAccessEntry = operation(UpdateAccessEntryCommand, (input, ctx) => {
  const { entry } = findEntry(findRunningCluster(input.clusterName, ctx), input.principalArn);
  refuseSystemNames({ type: entry.type, ...input });
  if (input.kubernetesGroups) entry.kubernetesGroups = input.kubernetesGroups;
  if (input.username) entry.username = input.username;
  entry.modifiedAt = ctx.now();
  return { accessEntry: entry };
});

export const deleteAccessEntry = operation(DeleteAccessEntryCommand, ({ clusterName, principalArn }, ctx) => {
  const record = findCluster(clusterName, ctx);
  record.accessEntries.delete(findEntry(record, principalArn).entry.principalArn);
  return {};
});

/** @throws ResourceNotFoundException, or InvalidRequestException where the cluster does not use the API */
export function findEntry(record: ClusterRecord, principalArn: string | undefined): AccessEntryRecord {
  const found = requireApiMode(record).accessEntries.get(principalArn ?? "");
  if (!found)
    throw exception(
      ResourceNotFoundException,
      "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
      { clusterName: record.cluster.name },
    );
  return found;
}

/** Who made the cluster administers it, unless the request said otherwise. */
export function admitCreator(record: ClusterRecord, ctx: Context): void {
  if (!usesApi(record)) return;
  const principalArn = ctx.caller.roleArn ?? ctx.caller.arn;
  const { policies } = addEntry(record, { principalArn }, ctx);
  const now = ctx.now();
  const admin = policyArn("AmazonEKSClusterAdminPolicy");
  policies.set(admin, {
    policyArn: admin,
    accessScope: { type: "cluster", namespaces: [] },
    associatedAt: now,
    modifiedAt: now,
  });
}

/** EKS lets the nodes of its managed node groups in by itself; the entry stays when the group goes. */
export function admitNodeRole(record: ClusterRecord, nodeRole: string, ctx: Context): void {
  if (!usesApi(record) || record.accessEntries.has(nodeRole)) return;
  addEntry(record, { principalArn: nodeRole, type: "EC2_LINUX" }, ctx);
}

type NewEntry = Pick<
  CreateAccessEntryRequest,
  "principalArn" | "type" | "username" | "kubernetesGroups" | "tags"
>;

function addEntry(
  record: ClusterRecord,
  { principalArn = "", type = "STANDARD", username, kubernetesGroups, tags }: NewEntry,
  ctx: Context,
): AccessEntryRecord {
  const [, , , , account = "", resource = ""] = principalArn.split(":");
  const kind = resource.split("/")[0] ?? "";
  const name = resource.split("/").at(-1) ?? "";
  const now = ctx.now();
  const node = type.startsWith("EC2");
  const added: AccessEntryRecord = {
    entry: {
      clusterName: record.cluster.name,
      principalArn,
      kubernetesGroups: node ? ["system:nodes"] : (kubernetesGroups ?? []),
      accessEntryArn: arn(
        ctx,
        "eks",
        `access-entry/${record.cluster.name}/${kind}/${account}/${name}/${ctx.ids.uuid()}`,
      ),
      createdAt: now,
      modifiedAt: now,
      tags: tags ?? {},
      username: node
        ? "system:node:{{EC2PrivateDNSName}}"
        : (username ?? defaultUsername(principalArn, name, ctx)),
      type,
    },
    policies: new Map(),
  };
  record.accessEntries.set(principalArn, added);
  return added;
}

function defaultUsername(principalArn: string, name: string, ctx: Context): string {
  const [, , , , account = "", resource = ""] = principalArn.split(":");
  return resource.startsWith("role/")
    ? `arn:${ctx.partition}:sts::${account}:assumed-role/${name}/{{SessionName}}`
    : principalArn;
}

function usesApi({ cluster }: ClusterRecord): boolean {
  return cluster.accessConfig?.authenticationMode !== "CONFIG_MAP";
}

function requireApiMode(record: ClusterRecord): ClusterRecord {
  if (usesApi(record)) return record;
  throw exception(
    InvalidRequestException,
    "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    { clusterName: record.cluster.name },
  );
}

/** Names that start with `system:` and the like are Kubernetes' own; nodes' entries have names of EKS's making. */
function refuseSystemNames({ type = "STANDARD", username, kubernetesGroups = [] }: NewEntry): void {
  const refuse = (message: string) => {
    throw exception(InvalidParameterException, message);
  };
  if (type !== "STANDARD" && (username || kubernetesGroups.length > 0))
    refuse(`The username and kubernetesGroups cannot be specified for an access entry of type ${type}.`);
  const taken = kubernetesGroups.find((group) => /^(system|eks|aws|amazon|iam):/.test(group));
  if (taken)
    refuse(`The kubernetes group name ${taken} is invalid, it cannot start with ${taken.split(":")[0]}:`);
  if (username && /^(system|eks|aws|amazon|iam):/.test(username))
    refuse(`The username ${username} is invalid, it cannot start with ${username.split(":")[0]}:`);
}
