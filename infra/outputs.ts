import type { RetailForecast } from "./main.ts";

/** One output: what it is, and where it comes from. */
interface Output {
  readonly description: string;
  readonly value: (of: RetailForecast) => unknown;
}

/** Every output, once, under the names that people script against. */
export const outputs = {
  eks_cluster_id: {
    description: "The cluster's name, for `aws eks update-kubeconfig --name`.",
    value: ({ eks }) => eks.cluster.id,
  },
  eks_cluster_arn: { description: "The cluster's ARN.", value: ({ eks }) => eks.cluster.arn },
  eks_cluster_endpoint: {
    description: "The URL of the Kubernetes API.",
    value: ({ eks }) => eks.cluster.endpoint,
  },
  eks_cluster_security_group_id: {
    description: "The security group that EKS made for control plane and nodes.",
    value: ({ eks }) => eks.clusterSecurityGroupId,
  },
  eks_cluster_version: {
    description: "The cluster's Kubernetes version.",
    value: ({ eks }) => eks.cluster.version,
  },
  eks_oidc_provider_arn: {
    description: "The OIDC provider that roles of further service accounts must trust.",
    value: ({ eks }) => eks.oidcProvider.arn,
  },
  vpc_id: { description: "The VPC.", value: ({ vpc }) => vpc.vpc.id },
  private_subnet_ids: {
    description: "The nodes' subnets, in the order of their zones.",
    value: ({ vpc }) => vpc.privateSubnetIds,
  },
  public_subnet_ids: {
    description: "The load balancers' subnets, in the order of their zones.",
    value: ({ vpc }) => vpc.publicSubnetIds,
  },
  sagemaker_exec_role_arn: {
    description: "The role to give to SageMaker jobs, models and endpoints.",
    value: ({ sagemaker }) => sagemaker.role.arn,
  },
  data_bucket_name: {
    description: "The bucket of training data.",
    value: ({ data }) => data.bucket.bucket,
  },
  artifacts_bucket_name: {
    description: "The bucket of models and other artifacts.",
    value: ({ artifacts }) => artifacts.bucket.bucket,
  },
  logs_bucket_name: {
    description: "The bucket of the audit trail and of access logs.",
    value: ({ logs }) => logs.bucket.bucket,
  },
  train_repository_url: {
    description: "Where images for training are pushed to.",
    value: ({ train }) => train.url,
  },
  infer_repository_url: {
    description: "Where images for inference are pushed to.",
    value: ({ infer }) => infer.url,
  },
  cluster_autoscaler_role_arn: {
    description: "The role of kube-system/cluster-autoscaler.",
    value: ({ irsa }) => irsa.clusterAutoscaler.arn,
  },
  load_balancer_controller_role_arn: {
    description: "The role of kube-system/aws-load-balancer-controller.",
    value: ({ irsa }) => irsa.loadBalancerController.arn,
  },
  external_dns_role_arn: {
    description: "The role of external-dns/external-dns.",
    value: ({ irsa }) => irsa.externalDns.arn,
  },
  fluent_bit_role_arn: {
    description: "The role of amazon-cloudwatch/fluent-bit.",
    value: ({ irsa }) => irsa.fluentBit.arn,
  },
  application_log_group_name: {
    description: "Where fluent-bit writes what pods log.",
    value: ({ irsa }) => irsa.applicationLogGroup.name,
  },
  eks_key_arn: {
    description: "The key of Kubernetes secrets and node volumes.",
    value: ({ kms }) => kms.eks.arn,
  },
  s3_key_arn: {
    description: "The key of buckets, images and training volumes; SageMaker jobs name it for their output.",
    value: ({ kms }) => kms.s3.arn,
  },
  logs_key_arn: { description: "The key of CloudWatch log groups.", value: ({ kms }) => kms.logs.arn },
  trail_arn: {
    description: "The audit trail.",
    value: ({ cloudTrail }) => cloudTrail.trail.arn,
  },
  account_id: {
    description: "The account that all of this is in.",
    value: ({ settings }) => settings.account_id,
  },
  region: {
    description: "The region that all of this is in.",
    value: ({ settings }) => settings.region,
  },
} as const satisfies Record<string, Output>;

export type OutputName = keyof typeof outputs;

export const outputNames = Object.keys(outputs) as OutputName[];
