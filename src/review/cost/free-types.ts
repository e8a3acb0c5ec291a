const SETTING = "a setting, free by itself";
const IAM = "IAM is free";
const BUCKET = "a bucket's setting; what it causes is in the bucket's lines";

/** Types of resources that cost nothing by themselves, each with why. Source: AWS's pricing pages, 2026-11. */
export const freeTypes: Readonly<Record<string, string>> = {
  aws_autoscaling_group_tag: SETTING,
  aws_default_security_group: SETTING,
  aws_ecr_lifecycle_policy: SETTING,
  aws_ecr_repository_policy: SETTING,
  aws_eks_access_entry: SETTING,
  aws_eks_access_policy_association: SETTING,
  aws_eks_addon: "EKS's own add-ons are free; their pods run on the nodes",
  aws_flow_log: "what it records is paid in its log group's lines",
  aws_iam_instance_profile: IAM,
  aws_iam_openid_connect_provider: IAM,
  aws_iam_policy: IAM,
  aws_iam_role: IAM,
  aws_iam_role_policy: IAM,
  aws_iam_role_policy_attachment: IAM,
  aws_kms_alias: "aliases are free; keys are not",
  aws_launch_template: "its instances and volumes are in the node groups' lines",
  aws_route: SETTING,
  aws_route_table: SETTING,
  aws_route_table_association: SETTING,
  aws_s3_bucket_lifecycle_configuration: BUCKET,
  aws_s3_bucket_logging: BUCKET,
  aws_s3_bucket_notification: BUCKET,
  aws_s3_bucket_ownership_controls: BUCKET,
  aws_s3_bucket_policy: BUCKET,
  aws_s3_bucket_public_access_block: BUCKET,
  aws_s3_bucket_server_side_encryption_configuration: BUCKET,
  aws_s3_bucket_versioning: BUCKET,
  aws_security_group: SETTING,
  aws_subnet: SETTING,
  aws_vpc_security_group_egress_rule: SETTING,
  aws_vpc_security_group_ingress_rule: SETTING,
};
