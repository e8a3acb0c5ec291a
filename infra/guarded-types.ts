/**
 * Terraform's types of what must not be deleted by accident, each with what is lost with it: `deletion_protection` guards these, and every apply
 * stops before it deletes or replaces one. Of hashicorp/aws 5.100, as declared here, November 2026.
 */
export const guardedTypes: Readonly<Record<string, string>> = {
  aws_cloudtrail: "the audit trail: from then on nobody records who did what",
  aws_cloudwatch_log_group: "every event in the log group",
  aws_ecr_repository: "every image in the repository",
  aws_eks_cluster: "the cluster, with all that runs in it and all that Kubernetes holds",
  aws_kms_key: "the key, and with it everything that it encrypts",
  aws_s3_bucket: "every object and version in the bucket",
};
