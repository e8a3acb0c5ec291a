import {
  AssociateEncryptionConfigCommand,
  InvalidParameterException,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
} from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { changes } from "./cluster-changes.ts";
import { minorOf, offeredVersion } from "./cluster-versions.ts";
import { checkEncryption } from "./encryption.ts";
import { findUpdatableCluster } from "./find.ts";
import type { ClusterRecord } from "./state.ts";
import { startUpdate } from "./updates.ts";

export const updateClusterConfig = operation(UpdateClusterConfigCommand, (input, ctx) => {
  const kinds = changes.filter(({ asked }) => asked(input));
  const [kind] = kinds;
  const record = findUpdatableCluster(input.name, kind?.type(input), ctx);
  if (!kind) throw invalid(record, "No updates were given: the request names nothing to change");
  if (kinds.length > 1) throw invalid(record, "Only one type of update can be allowed.");
  const params = kind.apply(record, input, ctx);
  return { update: startUpdate(record, kind.type(input), params, ctx) };
});

export const updateClusterVersion = operation(UpdateClusterVersionCommand, ({ name, version = "" }, ctx) => {
  const record = findUpdatableCluster(name, "VersionUpdate", ctx);
  const { cluster } = record;
  if (version === cluster.version)
    throw invalid(record, `Cluster is already at the desired configuration with version: ${version}`);
  const offered = offeredVersion(version, ctx);
  if (minorOf(version) !== minorOf(cluster.version) + 1)
    throw invalid(
      record,
      `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
    );
  refuseOldNodes(record, version);
  cluster.version = version;
  cluster.platformVersion = offered.platformVersion;
  const params = { Version: version, PlatformVersion: offered.platformVersion };
  return { update: startUpdate(record, "VersionUpdate", params, ctx) };
});

export const associateEncryptionConfig = operation(
  AssociateEncryptionConfigCommand,
  ({ clusterName, encryptionConfig }, ctx) => {
    const record = findUpdatableCluster(clusterName, "AssociateEncryptionConfig", ctx);
    if (record.cluster.encryptionConfig?.length)
      throw invalid(record, "Encryption is already enabled on the cluster");
    checkEncryption(encryptionConfig, ctx);
    record.cluster.encryptionConfig = encryptionConfig;
    return {
      update: startUpdate(record, "AssociateEncryptionConfig", { EncryptionConfig: encryptionConfig }, ctx),
    };
  },
);

/** Nodes may be three minor versions older than the control plane, and no more. */
function refuseOldNodes(record: ClusterRecord, version: string): void {
  const old = [...record.nodegroups.values()].find(
    (nodegroup) => minorOf(nodegroup.version ?? version) < minorOf(version) - 3,
  );
  if (old)
    throw invalid(
      record,
      `Nodegroups ${old.nodegroupName} must be updated to match cluster version ${record.cluster.version} before updating cluster version`,
    );
}

function invalid(record: ClusterRecord, message: string): InvalidParameterException {
  return exception(InvalidParameterException, message, { clusterName: record.cluster.name });
}
