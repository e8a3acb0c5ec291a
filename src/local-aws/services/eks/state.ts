import type {
  AccessEntry,
  Addon,
  AssociatedAccessPolicy,
  Cluster,
  Nodegroup,
  OidcIdentityProviderConfig,
  PodIdentityAssociation,
  Update,
} from "@aws-sdk/client-eks";
import { type InventoryItem, slot } from "../../store.ts";
import type { ClusterNetwork } from "./cluster-network.ts";

/** A cluster with everything that lives and dies with it. */
export interface ClusterRecord {
  /** Tells it from a later cluster of the same name. */
  readonly id: string;
  readonly cluster: Named<Cluster, "name" | "arn" | "version" | "resourcesVpcConfig">;
  /** What EKS made for it in EC2. */
  network: ClusterNetwork;
  readonly nodegroups: Map<string, NodegroupRecord>;
  readonly addons: Map<string, AddonRecord>;
  /** By principal ARN. */
  readonly accessEntries: Map<string, AccessEntryRecord>;
  /** By association id. */
  readonly podIdentities: Map<string, PodIdentityAssociation>;
  /** By configuration name. */
  readonly identityProviders: Map<string, OidcIdentityProviderConfig>;
  /** By update id, the oldest first. */
  readonly updates: Map<string, UpdateRecord>;
  /** What runs in it without being an add-on of EKS: `vpc-cni`, `kube-proxy` and `coredns`, unless the cluster was made without. */
  readonly selfManaged: Set<string>;
}

export type NodegroupRecord = Named<Nodegroup, "nodegroupName" | "nodegroupArn" | "scalingConfig">;
export type AddonRecord = Named<Addon, "addonName" | "addonArn" | "addonVersion">;

export interface AccessEntryRecord {
  readonly entry: Named<AccessEntry, "principalArn" | "accessEntryArn">;
  /** By policy ARN. */
  readonly policies: Map<string, AssociatedAccessPolicy>;
}

/** An update, and the node group or add-on that it was asked for; neither is the cluster's own. */
export interface UpdateRecord {
  readonly update: Named<Update, "id">;
  readonly nodegroupName?: string;
  readonly addonName?: string;
}

export interface EksState {
  readonly clusters: Map<string, ClusterRecord>;
}

/** A model's struct with members that are always there once EKS made it. */
type Named<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

export const eksSlot = slot<EksState>({
  name: "eks",
  scope: "region",
  create: () => ({ clusters: new Map() }),
  inventory: ({ clusters }) => [...clusters].flatMap(([name, record]) => inventoryOf(name, record)),
});

/** Log groups that EKS makes once more when they are deleted. Apart from the rest: an older state has none of it. */
export const lateLogsSlot = slot<{ readonly groups: Set<string> }>({
  name: "eks-late-logs",
  scope: "region",
  create: () => ({ groups: new Set() }),
  inventory: () => [],
});

function inventoryOf(name: string, record: ClusterRecord): InventoryItem[] {
  return [
    { type: "AWS::EKS::Cluster", id: name },
    ...[...record.nodegroups.keys()].map((id) => ({ type: "AWS::EKS::Nodegroup", id: `${name}|${id}` })),
    ...[...record.addons.keys()].map((id) => ({ type: "AWS::EKS::Addon", id: `${name}|${id}` })),
    ...[...record.podIdentities.keys()].map((id) => ({
      type: "AWS::EKS::PodIdentityAssociation",
      id: `${name}|${id}`,
    })),
    ...[...record.identityProviders.keys()].map((id) => ({
      type: "AWS::EKS::IdentityProviderConfig",
      id: `${name}|${id}`,
    })),
  ];
}
