/** Where a thing stands in the picture. */
export interface Place {
  /** The kind of its box. */
  readonly kind: string;
  /** The group that it is drawn in; what has none has a place of its own. */
  readonly group?: string;
}

/** Terraform's types that are things of their own: each becomes a box. */
export const places: Readonly<Record<string, Place>> = {
  aws_vpc: { kind: "vpc" },
  aws_subnet: { kind: "subnet" },
  aws_internet_gateway: { kind: "internet-gateway" },
  aws_nat_gateway: { kind: "nat-gateway" },
  aws_vpc_endpoint: { kind: "endpoint" },
  aws_flow_log: { kind: "flow-log" },
  aws_eks_cluster: { kind: "cluster" },
  aws_eks_node_group: { kind: "node-group" },
  aws_ecr_repository: { kind: "repository", group: "repositories" },
  aws_ecr_replication_configuration: { kind: "registry", group: "repositories" },
  aws_ecr_registry_policy: { kind: "registry", group: "repositories" },
  aws_ecr_registry_scanning_configuration: { kind: "registry", group: "repositories" },
  aws_s3_bucket: { kind: "bucket", group: "buckets" },
  aws_kms_key: { kind: "key", group: "keys" },
  aws_kms_replica_key: { kind: "key", group: "keys" },
  aws_cloudtrail: { kind: "trail" },
  aws_cloudwatch_log_group: { kind: "log-group", group: "log-groups" },
  aws_iam_role: { kind: "role", group: "roles" },
  aws_iam_user: { kind: "role", group: "roles" },
  aws_iam_group: { kind: "role", group: "roles" },
};

/** Groups by name: the heading of each, in the order in which they are drawn. */
export const groups: Readonly<Record<string, string>> = {
  repositories: "ECR repositories",
  buckets: "S3 buckets",
  "pod-roles": "IAM roles of pods",
  "job-roles": "IAM roles of jobs",
  "log-groups": "CloudWatch log groups",
  keys: "KMS keys",
  roles: "IAM roles of services",
  others: "Other resources",
};

/** How a setting finds the thing that it belongs to. */
export interface SettingRule {
  /** Attributes that name the owner, with the owner's type; the first that does wins. */
  readonly of?: readonly (readonly [attribute: string, type: string])[];
  /** Types that name it, and by which attribute: asked before `of`. */
  readonly usedBy?: readonly { readonly type: string; readonly by: string }[];
  /** Only where one alone names it; what several share goes on to `of`. @default false */
  readonly onlyAlone?: boolean;
}

/** Terraform's types that set something of a thing: they are counted to its box. Types not listed are found by their names. */
export const settings: Readonly<Record<string, SettingRule>> = {
  aws_route_table_association: { of: [["subnet_id", "aws_subnet"]] },
  aws_route_table: {
    usedBy: [{ type: "aws_route_table_association", by: "route_table_id" }],
    onlyAlone: true,
    of: [["vpc_id", "aws_vpc"]],
  },
  aws_route: { of: [["route_table_id", "aws_route_table"]] },
  aws_eip: {
    usedBy: [{ type: "aws_nat_gateway", by: "allocation_id" }],
    of: [["network_interface", "aws_nat_gateway"]],
  },
  aws_default_security_group: { of: [["vpc_id", "aws_vpc"]] },
  aws_default_network_acl: { of: [["vpc_id", "aws_vpc"]] },
  aws_default_route_table: { of: [["vpc_id", "aws_vpc"]] },
  aws_network_acl: { of: [["vpc_id", "aws_vpc"]] },
  aws_security_group: {
    usedBy: [
      { type: "aws_vpc_endpoint", by: "security_group_ids" },
      { type: "aws_eks_cluster", by: "vpc_config" },
    ],
    of: [["vpc_id", "aws_vpc"]],
  },
  aws_security_group_rule: { of: [["security_group_id", "aws_security_group"]] },
  aws_vpc_security_group_ingress_rule: { of: [["security_group_id", "aws_security_group"]] },
  aws_vpc_security_group_egress_rule: { of: [["security_group_id", "aws_security_group"]] },
  aws_launch_template: {
    usedBy: [{ type: "aws_eks_node_group", by: "launch_template" }],
  },
  aws_autoscaling_group_tag: { of: [["autoscaling_group_name", "aws_eks_node_group"]] },
  aws_eks_addon: { of: [["cluster_name", "aws_eks_cluster"]] },
  aws_eks_access_entry: { of: [["cluster_name", "aws_eks_cluster"]] },
  aws_eks_access_policy_association: { of: [["cluster_name", "aws_eks_cluster"]] },
  aws_eks_pod_identity_association: { of: [["cluster_name", "aws_eks_cluster"]] },
  aws_iam_openid_connect_provider: { of: [["url", "aws_eks_cluster"]] },
  aws_iam_role_policy: { of: [["role", "aws_iam_role"]] },
  aws_iam_role_policy_attachment: { of: [["role", "aws_iam_role"]] },
  aws_iam_instance_profile: { of: [["role", "aws_iam_role"]] },
  aws_kms_alias: { of: [["target_key_id", "aws_kms_key"]] },
  aws_kms_key_policy: { of: [["key_id", "aws_kms_key"]] },
  aws_ecr_lifecycle_policy: { of: [["repository", "aws_ecr_repository"]] },
  aws_ecr_repository_policy: { of: [["repository", "aws_ecr_repository"]] },
  aws_s3_bucket_policy: { of: [["bucket", "aws_s3_bucket"]] },
  aws_s3_bucket_replication_configuration: { of: [["bucket", "aws_s3_bucket"]] },
  aws_s3_bucket_logging: { of: [["bucket", "aws_s3_bucket"]] },
};
