import { restJson } from "../../protocols/rest-json.ts";
import { service } from "../../service.ts";
import {
  createAccessEntry,
  deleteAccessEntry,
  describeAccessEntry,
  listAccessEntries,
  updateAccessEntry,
} from "./access-entries.ts";
import {
  associateAccessPolicy,
  disassociateAccessPolicy,
  listAccessPolicies,
  listAssociatedAccessPolicies,
} from "./access-policies.ts";
import { addonCreated, addonDeleted, addonSettled } from "./addon-lifecycle.ts";
import { describeAddonConfiguration, describeAddonVersions } from "./addon-versions.ts";
import { createAddon, deleteAddon, describeAddon, listAddons, updateAddon } from "./addons.ts";
import { eksAuthorization } from "./authorization.ts";
import { associateEncryptionConfig, updateClusterConfig, updateClusterVersion } from "./cluster-config.ts";
import { clusterCreated, clusterDeleted } from "./cluster-lifecycle.ts";
import { describeClusterVersions } from "./cluster-versions.ts";
import { createCluster, deleteCluster, describeCluster, listClusters } from "./clusters.ts";
import { writeLateLogs } from "./control-plane-logs.ts";
import { listFargateProfiles } from "./fargate-profiles.ts";
import {
  associateIdentityProviderConfig,
  describeIdentityProviderConfig,
  disassociateIdentityProviderConfig,
  listIdentityProviderConfigs,
} from "./identity-provider-configs.ts";
import {
  nodegroupDeleted,
  nodesAwaited,
  nodesDrained,
  nodesJoining,
  nodesLaunched,
} from "./nodegroup-lifecycle.ts";
import { updateNodegroupConfig, updateNodegroupVersion } from "./nodegroup-updates.ts";
import { createNodegroup, deleteNodegroup, describeNodegroup, listNodegroups } from "./nodegroups.ts";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "./pod-identity-associations.ts";
import { eksSlot, lateLogsSlot } from "./state.ts";
import { listTagsForResource, tagResource, untagResource } from "./tags.ts";
import { describeUpdate, listUpdates, updateFinished } from "./updates.ts";

/** Clusters with their node groups, add-ons and who may enter. Nothing here answers the Kubernetes API itself. */
export const eks = service({
  signingName: "eks",
  protocol: restJson(),
  model: () => import("@aws-sdk/client-eks"),
  operations: [
    createCluster,
    describeCluster,
    listClusters,
    deleteCluster,
    updateClusterConfig,
    updateClusterVersion,
    associateEncryptionConfig,
    describeClusterVersions,
    describeUpdate,
    listUpdates,
    createNodegroup,
    describeNodegroup,
    listNodegroups,
    updateNodegroupConfig,
    updateNodegroupVersion,
    deleteNodegroup,
    listFargateProfiles,
    createAddon,
    describeAddon,
    listAddons,
    updateAddon,
    deleteAddon,
    describeAddonVersions,
    describeAddonConfiguration,
    createAccessEntry,
    describeAccessEntry,
    listAccessEntries,
    updateAccessEntry,
    deleteAccessEntry,
    associateAccessPolicy,
    disassociateAccessPolicy,
    listAssociatedAccessPolicies,
    listAccessPolicies,
    createPodIdentityAssociation,
    describePodIdentityAssociation,
    listPodIdentityAssociations,
    updatePodIdentityAssociation,
    deletePodIdentityAssociation,
    associateIdentityProviderConfig,
    describeIdentityProviderConfig,
    listIdentityProviderConfigs,
    disassociateIdentityProviderConfig,
    tagResource,
    untagResource,
    listTagsForResource,
  ],
  slots: [eksSlot, lateLogsSlot],
  observe: writeLateLogs,
  transitions: [
    clusterCreated,
    clusterDeleted,
    updateFinished,
    nodesLaunched,
    nodesJoining,
    nodesAwaited,
    nodesDrained,
    nodegroupDeleted,
    addonCreated,
    addonSettled,
    addonDeleted,
  ],
  authorization: eksAuthorization,
});
