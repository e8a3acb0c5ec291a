/** Which of a service's reads lag its writes on AWS, and which writes they do not show at all. */
export interface Consistency {
  /** Patterns of read operations. */
  readonly reads: readonly string[];
  /** Patterns of reads that show at once what is there: the AWS provider 5.100 asks them once after it made something. */
  readonly prompt?: readonly string[];
  /** Patterns of operations that write what those reads do not show. */
  readonly unseen?: readonly string[];
  readonly source: string;
}

/**
 * Services whose reads may show an older state. Not here: STS; ECR, and the objects of S3, which are strongly consistent (the lock of a
 * state rests on them: "Amazon S3 provides strong read-after-write consistency", S3 user guide, November 2026).
 */
export const consistency: Readonly<Record<string, Consistency>> = {
  ec2: {
    reads: ["Describe*", "Get*"],
    prompt: ["DescribeFlowLogs"],
    source: "EC2 developer guide, Eventual consistency in the Amazon EC2 API, November 2026",
  },
  iam: {
    reads: ["Get*", "List*"],
    prompt: ["GetOpenIDConnectProvider"],
    source: "IAM user guide, Troubleshoot IAM: changes are not always immediately visible, November 2026",
  },
  kms: {
    reads: ["Describe*", "Get*", "List*"],
    source: "KMS developer guide, KMS eventual consistency, November 2026",
  },
  autoscaling: {
    reads: ["Describe*"],
    prompt: ["DescribeTags"],
    source: "terraform-provider-aws waits for groups to be found after CreateAutoScalingGroup, November 2026",
  },
  cloudtrail: {
    reads: ["Describe*", "Get*", "List*"],
    source: "terraform-provider-aws retries DescribeTrails after CreateTrail, November 2026",
  },
  logs: {
    reads: ["DescribeLogStreams", "GetLogEvents"],
    source:
      "terraform-provider-aws 5.100 asks DescribeLogGroups once after CreateLogGroup, and finds it on AWS, November 2026",
  },
  s3: {
    reads: ["HeadBucket", "GetBucket*", "GetPublicAccessBlock", "GetObjectLockConfiguration"],
    unseen: ["*Object", "*Objects", "*ObjectTagging", "*Part", "*PartCopy", "*MultipartUpload"],
    source: "S3 user guide, Amazon S3 data consistency model: bucket configurations, November 2026",
  },
  eks: {
    reads: ["List*"],
    source: "terraform-provider-aws reads what it made by Describe at once, and lists never, November 2026",
  },
};
