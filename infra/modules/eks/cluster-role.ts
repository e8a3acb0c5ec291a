import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { ITerraformDependable } from "cdktn";
import { policyDocument, serviceTrustPolicy } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";
import type { Eks } from "./eks.ts";
import { clusterRoleName } from "./names.ts";

/** A role and what gives it its permissions: who uses the role has to wait for both. */
export interface PermittedRole {
  readonly role: IamRole;
  readonly permissions: readonly ITerraformDependable[];
}

/** The control plane's role: for this cluster only, with the key, and without the right to make log groups. */
export function declareClusterRole(scope: Eks, props: { clusterName: string; key: Key }): PermittedRole {
  const stack = EnvironmentStack.of(scope);
  const role = new IamRole(scope, "cluster_role", {
    name: clusterRoleName(props.clusterName),
    description: `Control plane of ${props.clusterName}`,
    assumeRolePolicy: serviceTrustPolicy("eks.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": stack.accountId },
      ArnLike: { "aws:SourceArn": stack.arn("eks", `cluster/${props.clusterName}`) },
    }),
  });
  const managed = attach(scope, "cluster", role, "AmazonEKSClusterPolicy");
  const own = new IamRolePolicy(scope, "cluster_policy", {
    name: "secrets-and-logs",
    role: role.id,
    policy: policyDocument([
      {
        Sid: "EncryptSecrets",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
        Resource: props.key.arn,
      },
      // Otherwise EKS, which logs a little longer than the cluster lives, makes the log group again after destroy removed it.
      { Sid: "LeaveLogGroupsToTerraform", Effect: "Deny", Action: "logs:CreateLogGroup", Resource: "*" },
    ]),
  });
  return { role, permissions: [managed, own] };
}

/** What a node needs to join and to pull images. Pods get roles of their own, the network plugin included. */
export function declareNodeRole(scope: Eks, props: { clusterName: string }): PermittedRole {
  const role = new IamRole(scope, "node_role", {
    name: `${props.clusterName}-node`,
    description: `Nodes of ${props.clusterName}`,
    assumeRolePolicy: serviceTrustPolicy("ec2.amazonaws.com"),
  });
  return {
    role,
    permissions: [
      attach(scope, "node_worker", role, "AmazonEKSWorkerNodePolicy"),
      attach(scope, "node_pull", role, "AmazonEC2ContainerRegistryPullOnly"),
    ],
  };
}

function attach(scope: Eks, id: string, role: IamRole, managedPolicy: string): IamRolePolicyAttachment {
  const policyArn = EnvironmentStack.of(scope).managedPolicyArn(managedPolicy);
  return new IamRolePolicyAttachment(scope, `${id}_attachment`, { role: role.name, policyArn });
}
