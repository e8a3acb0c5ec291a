import type { Statement } from "../../policy.ts";
import type { EnvironmentStack } from "../../stack.ts";

/**
 * Who may use the key of a cluster: the cluster's role for Kubernetes secrets, whoever creates the cluster for the grant that EKS works under,
 * EC2 Auto Scaling for the nodes' volumes, and roles that may make volumes through EC2 (the EBS CSI driver).
 */
export function eksKeyStatements(stack: EnvironmentStack, clusterRoleName: string): Statement[] {
  return [
    clusterCreation(stack),
    clusterSecrets(stack, clusterRoleName),
    ...nodeVolumes(stack),
    ...volumesThroughEc2(stack),
  ];
}

/**
 * EKS takes a grant in its caller's name when a cluster is created. AWS asks for the grant and the description to be allowed to whoever
 * creates the cluster, and says that `kms:GrantIsForAWSResource` is not set there; whether `kms:ViaService` is, it does not say (EKS is not
 * among the services of that key). Hence `IfExists`: not through any other service, and not refused if EKS names itself to KMS or not.
 * Source: EKS user guide on secrets encryption, read 2026-11.
 */
function clusterCreation(stack: EnvironmentStack): Statement {
  return {
    Sid: "GrantToCluster",
    Principal: { AWS: stack.iamArn("root") },
    Action: ["kms:CreateGrant", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringEqualsIfExists: { "kms:ViaService": `eks.${stack.region}.amazonaws.com` } },
  };
}

/** By name in a condition rather than as principal: the key comes first, and a policy naming a role that is not there yet is refused. */
function clusterSecrets(stack: EnvironmentStack, clusterRoleName: string): Statement {
  return {
    Sid: "SecretsOfCluster",
    Principal: { AWS: stack.iamArn("root") },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": stack.iamArn(`role/${clusterRoleName}`) } },
  };
}

/**
 * Auto Scaling starts the nodes as its service-linked role, which has no KMS rights of its own. An account that never used Auto Scaling
 * does not have that role yet (EKS makes it with the first node group) and KMS refuses a principal that is not there: hence the condition.
 */
function nodeVolumes(stack: EnvironmentStack): Statement[] {
  const role = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  const autoScalingOnly = {
    StringEquals: { "kms:CallerAccount": stack.accountId },
    ArnEquals: { "aws:PrincipalArn": stack.iamArn(`role/${role}`) },
  };
  return [
    {
      Sid: "VolumesOfNodes",
      Principal: { AWS: "*" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: autoScalingOnly,
    },
    {
      Sid: "AttachVolumesOfNodes",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...autoScalingOnly, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** Delegated to IAM: a role also needs a statement of its own, and can then use the key through EC2 and in no other way. */
function volumesThroughEc2(stack: EnvironmentStack): Statement[] {
  const viaEc2 = { StringEquals: { "kms:ViaService": `ec2.${stack.region}.amazonaws.com` } };
  return [
    {
      Sid: "VolumesThroughEc2",
      Principal: { AWS: stack.iamArn("root") },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: viaEc2,
    },
    {
      Sid: "AttachVolumesThroughEc2",
      Principal: { AWS: stack.iamArn("root") },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
