import type { DangerRule } from "../rule.ts";
import { addOnUpdated } from "./add-on-updated.ts";
import { backupsOff } from "./backups-off.ts";
import { bucketDestroyed } from "./bucket-destroyed.ts";
import { clusterAdmins } from "./cluster-admins.ts";
import { clusterDestroyed } from "./cluster-destroyed.ts";
import { clusterNetwork } from "./cluster-network.ts";
import { clusterUpgrade } from "./cluster-upgrade.ts";
import { deletedOutside } from "./deleted-outside.ts";
import { encryptionOff } from "./encryption-off.ts";
import { endpointClosed } from "./endpoint-closed.ts";
import { endpointOpened } from "./endpoint-opened.ts";
import { guardRemoved } from "./guard-removed.ts";
import { identityReplaced } from "./identity-replaced.ts";
import { imagesExpireSooner } from "./images-expire-sooner.ts";
import { keyDestroyed } from "./key-destroyed.ts";
import { keyDisabled } from "./key-disabled.ts";
import { networkChanged } from "./network-changed.ts";
import { networkDestroyed } from "./network-destroyed.ts";
import { nodeCredentials } from "./node-credentials.ts";
import { nodesFewer } from "./nodes-fewer.ts";
import { nodesReplaced } from "./nodes-replaced.ts";
import { nodesRolled } from "./nodes-rolled.ts";
import { nodesTainted } from "./nodes-tainted.ts";
import { objectsExpireSooner } from "./objects-expire-sooner.ts";
import { policyAttached } from "./policy-attached.ts";
import { policyStatements } from "./policy-statements.ts";
import { protectionRemoved } from "./protection-removed.ts";
import { publicAccess } from "./public-access.ts";
import { replicationRemoved } from "./replication-removed.ts";
import { repositoryDestroyed } from "./repository-destroyed.ts";
import { retentionShortened } from "./retention-shortened.ts";
import { securityGroupOpened } from "./security-group-opened.ts";
import { storeDestroyed } from "./store-destroyed.ts";
import { versioningSuspended } from "./versioning-suspended.ts";
import { watchingOff } from "./watching-off.ts";

/** Every rule that a plan's changes are read by: a new one is its file and one line here. */
export const dangerRules: readonly DangerRule[] = [
  // What loses data.
  bucketDestroyed,
  keyDestroyed,
  repositoryDestroyed,
  storeDestroyed,
  versioningSuspended,
  objectsExpireSooner,
  imagesExpireSooner,
  retentionShortened,
  replicationRemoved,
  backupsOff,
  // What is destroyed or replaced, and means more than that.
  clusterDestroyed,
  networkDestroyed,
  nodesReplaced,
  identityReplaced,
  // What interrupts the cluster, its nodes or their network.
  clusterUpgrade,
  endpointClosed,
  clusterNetwork,
  nodesRolled,
  nodesFewer,
  nodesTainted,
  addOnUpdated,
  networkChanged,
  keyDisabled,
  // What opens access, or takes it away.
  policyStatements,
  policyAttached,
  endpointOpened,
  securityGroupOpened,
  publicAccess,
  clusterAdmins,
  guardRemoved,
  encryptionOff,
  watchingOff,
  nodeCredentials,
  // What hurts later.
  protectionRemoved,
  // What happened already.
  deletedOutside,
];
