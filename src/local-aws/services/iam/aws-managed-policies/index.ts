import administratorAccess from "./administrator-access.json" with { type: "json" };
import amazonEbsCsiDriverPolicy from "./amazon-ebs-csi-driver-policy.json" with { type: "json" };
import amazonEbsCsiDriverPolicyV2 from "./amazon-ebs-csi-driver-policy-v2.json" with { type: "json" };
import amazonEc2ContainerRegistryPowerUser from "./amazon-ec2-container-registry-power-user.json" with {
  type: "json",
};
import amazonEc2ContainerRegistryPullOnly from "./amazon-ec2-container-registry-pull-only.json" with {
  type: "json",
};
import amazonEc2ContainerRegistryReadOnly from "./amazon-ec2-container-registry-read-only.json" with {
  type: "json",
};
import amazonEfsCsiDriverPolicy from "./amazon-efs-csi-driver-policy.json" with { type: "json" };
import amazonEksBlockStoragePolicy from "./amazon-eks-block-storage-policy.json" with { type: "json" };
import amazonEksClusterPolicy from "./amazon-eks-cluster-policy.json" with { type: "json" };
import amazonEksCniPolicy from "./amazon-eks-cni-policy.json" with { type: "json" };
import amazonEksComputePolicy from "./amazon-eks-compute-policy.json" with { type: "json" };
import amazonEksLoadBalancingPolicy from "./amazon-eks-load-balancing-policy.json" with { type: "json" };
import amazonEksNetworkingPolicy from "./amazon-eks-networking-policy.json" with { type: "json" };
import amazonEksServicePolicy from "./amazon-eks-service-policy.json" with { type: "json" };
import amazonEksServiceRolePolicy from "./amazon-eks-service-role-policy.json" with { type: "json" };
import amazonEksVpcResourceController from "./amazon-eks-vpc-resource-controller.json" with { type: "json" };
import amazonEksWorkerNodeMinimalPolicy from "./amazon-eks-worker-node-minimal-policy.json" with {
  type: "json",
};
import amazonEksWorkerNodePolicy from "./amazon-eks-worker-node-policy.json" with { type: "json" };
import amazonS3FullAccess from "./amazon-s3-full-access.json" with { type: "json" };
import amazonS3ReadOnlyAccess from "./amazon-s3-read-only-access.json" with { type: "json" };
import amazonSagemakerFullAccess from "./amazon-sagemaker-full-access.json" with { type: "json" };
import amazonSsmManagedInstanceCore from "./amazon-ssm-managed-instance-core.json" with { type: "json" };
import autoScalingServiceRolePolicy from "./auto-scaling-service-role-policy.json" with { type: "json" };
import type { AwsManagedPolicyData } from "./aws-managed-policy-data.ts";
import awsServiceRoleForAmazonEksNodegroup from "./aws-service-role-for-amazon-eks-nodegroup.json" with {
  type: "json",
};
import cloudtrailServiceRolePolicy from "./cloudtrail-service-role-policy.json" with { type: "json" };
import cloudwatchAgentServerPolicy from "./cloudwatch-agent-server-policy.json" with { type: "json" };
import cloudwatchLogsFullAccess from "./cloudwatch-logs-full-access.json" with { type: "json" };
import ecrReplicationServiceRolePolicy from "./ecr-replication-service-role-policy.json" with {
  type: "json",
};
import powerUserAccess from "./power-user-access.json" with { type: "json" };
import readOnlyAccess from "./read-only-access.json" with { type: "json" };
import viewOnlyAccess from "./view-only-access.json" with { type: "json" };

/** The managed policies of AWS that this embedded AWS knows, one file each: a new one is its file and one line here. */
export const awsManagedPolicyData: readonly AwsManagedPolicyData[] = [
  administratorAccess,
  amazonEbsCsiDriverPolicy,
  amazonEbsCsiDriverPolicyV2,
  amazonEc2ContainerRegistryPowerUser,
  amazonEc2ContainerRegistryPullOnly,
  amazonEc2ContainerRegistryReadOnly,
  amazonEfsCsiDriverPolicy,
  amazonEksBlockStoragePolicy,
  amazonEksClusterPolicy,
  amazonEksCniPolicy,
  amazonEksComputePolicy,
  amazonEksLoadBalancingPolicy,
  amazonEksNetworkingPolicy,
  amazonEksServicePolicy,
  amazonEksServiceRolePolicy,
  amazonEksVpcResourceController,
  amazonEksWorkerNodeMinimalPolicy,
  amazonEksWorkerNodePolicy,
  amazonS3FullAccess,
  amazonS3ReadOnlyAccess,
  amazonSagemakerFullAccess,
  amazonSsmManagedInstanceCore,
  autoScalingServiceRolePolicy,
  awsServiceRoleForAmazonEksNodegroup,
  cloudtrailServiceRolePolicy,
  cloudwatchAgentServerPolicy,
  cloudwatchLogsFullAccess,
  ecrReplicationServiceRolePolicy,
  powerUserAccess,
  readOnlyAccess,
  viewOnlyAccess,
];
