import { EksAddon } from "@cdktn/provider-aws/lib/eks-addon/index.js";
import type { EksCluster } from "@cdktn/provider-aws/lib/eks-cluster/index.js";
import type { ITerraformDependable } from "cdktn";
import type { Statement } from "../../policy.ts";
import type { OidcProvider } from "../iam-irsa/oidc-provider.ts";
import { ServiceAccountRole } from "../iam-irsa/service-account-role.ts";
import type { Key } from "../kms/key.ts";
import { type AddonName, addonVersion } from "./addon-versions.ts";
import type { Eks } from "./eks.ts";

export interface AddonProps {
  readonly cluster: EksCluster;
  readonly kubernetesVersion: string;
  /** The role of the add-on's service account. @default none: it calls nothing of AWS */
  readonly role?: ServiceAccountRole;
  /** What has to be there first. @default the cluster */
  readonly after?: readonly ITerraformDependable[];
}

/** An add-on in its pinned version. What Terraform says wins over what was changed by hand in the cluster. */
export function declareAddon(scope: Eks, name: AddonName, props: AddonProps): EksAddon {
  return new EksAddon(scope, `${name.replaceAll("-", "_")}_addon`, {
    clusterName: props.cluster.name,
    addonName: name,
    addonVersion: addonVersion(props.kubernetesVersion, name),
    serviceAccountRoleArn: props.role?.arn,
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    dependsOn: [...(props.role?.permissions ?? []), ...(props.after ?? [])],
  });
}

/** The network plugin's own role: on the nodes' role, every pod that gets hold of it could rearrange network interfaces. */
export function declareCniRole(
  scope: Eks,
  clusterName: string,
  oidcProvider: OidcProvider,
): ServiceAccountRole {
  return new ServiceAccountRole(scope, "vpc_cni", {
    oidcProvider,
    roleName: `${clusterName}-vpc-cni`,
    description: `Pod networking of ${clusterName}`,
    namespace: "kube-system",
    serviceAccount: "aws-node",
    managedPolicy: "AmazonEKS_CNI_Policy",
  });
}

/** The volume driver's role, which may also encrypt volumes with the cluster's key. */
export function declareEbsCsiRole(
  scope: Eks,
  clusterName: string,
  oidcProvider: OidcProvider,
  key: Key,
): ServiceAccountRole {
  return new ServiceAccountRole(scope, "ebs_csi", {
    oidcProvider,
    roleName: `${clusterName}-ebs-csi`,
    description: `Persistent volumes of ${clusterName}`,
    namespace: "kube-system",
    serviceAccount: "ebs-csi-controller-sa",
    managedPolicy: "service-role/AmazonEBSCSIDriverPolicy",
    statements: encryptVolumes(key),
  });
}

function encryptVolumes(key: Key): Statement[] {
  return [
    {
      Sid: "EncryptVolumes",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: key.arn,
    },
    {
      Sid: "AttachVolumes",
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource: key.arn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
