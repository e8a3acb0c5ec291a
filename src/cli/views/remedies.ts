import { quotaAdvice, quotaRemedies } from "./quota-remedies.ts";

/** What people who meet a message need to know, and the message does not say. */
export interface Remedy {
  readonly says: RegExp;
  readonly advice: string;
  /** Something the user has to mend, not the engine or this tool; nor AWS, by waiting. @default true */
  readonly usersError?: boolean;
  /** It is about where the state is kept, so never about a message that names a resource. @default false */
  readonly ofBackend?: boolean;
  /** A health issue: a message may bring several, and each counts. @default false */
  readonly issue?: boolean;
}

/**
 * What to change here after a refusal of AWS's, the most particular first. Codes and words are those of the AWS provider 5.100, as its
 * issues and the embedded AWS show them, November 2026.
 */
export const remedies: readonly Remedy[] = [
  {
    says: /Instance cannot be destroyed/,
    advice:
      "deletion_protection keeps it from being destroyed. To keep it, take back the change of settings or sources that asks for this. To let it go, set deletion_protection = false (or --var deletion_protection=false), and plan again.",
  },
  // Grants between this stack's own declarations.
  {
    says: /InsufficientS3BucketPolicyException/,
    advice:
      "The trail may not write to the logs bucket. The bucket's policy must let cloudtrail.amazonaws.com call s3:GetBucketAcl and s3:PutObject for this trail's ARN (infra/modules/cloudtrail/trail-delivery.ts, added to the bucket in infra/modules/cloudtrail/cloudtrail.ts), and the trail must depend on that policy.",
  },
  {
    says: /InsufficientEncryptionPolicyException/,
    advice:
      "The trail may not use its key. The key's policy must let cloudtrail.amazonaws.com call kms:GenerateDataKey* and kms:DescribeKey for this trail (infra/modules/kms/s3-key.ts; its trailName comes from infra/main.ts).",
  },
  {
    says: /The specified KMS key does not exist or is not allowed to be used/,
    advice:
      "CloudWatch Logs may not use the key for this log group. The key's policy names the log groups it may be used for (infra/modules/kms/logs-key.ts; the names come from infra/main.ts): add the group's name there, or correct it.",
  },
  {
    says: /InvalidCloudWatchLogs(Role|LogGroup)ArnException/,
    advice:
      "CloudTrail cannot write to its log group. Its role must trust cloudtrail.amazonaws.com and allow logs:CreateLogStream and logs:PutLogEvents on the group's streams (infra/modules/cloudtrail/cloudtrail.ts), and the trail must depend on that policy.",
  },
  {
    says: /Unable to assume given IAM role/,
    advice:
      "The flow log cannot take its role: it must trust vpc-flow-logs.amazonaws.com, with conditions that hold for this flow log (infra/modules/vpc/flow-logs.ts).",
  },
  {
    says: /Role could not be assumed because the trusted entity is not correct|could not be assumed because it does not exist|were not found in the trust relationships of|roleArn, \S+, does not exist/i,
    advice:
      "EKS cannot take the role. The cluster's role must trust eks.amazonaws.com, the nodes' role ec2.amazonaws.com, with conditions that hold for this cluster (infra/modules/eks/cluster-role.ts).",
  },
  {
    says: /Managed Policies associated with it|role's policy must include the/,
    advice:
      "The role lacks what EKS asks of it. Its policies are attached in infra/modules/eks/cluster-role.ts, and the cluster must depend on them.",
  },
  {
    says: /waiting for EKS Cluster .* create: unexpected state 'FAILED'/,
    usersError: false,
    advice:
      "EKS gave the cluster up, and often says why only in its health: aws eks describe-cluster --name retail-mlops-<env> --query cluster.health. Without a reason there, run it again: the next plan replaces the failed one.",
  },
  // Node groups, by health issue.
  {
    says: /NodeCreationFailure/,
    issue: true,
    advice:
      'The instances started, but did not join the cluster. They need the policies of the node role (infra/modules/eks/cluster-role.ts), the vpc-cni add-on before them, and a way to the cluster, ECR and STS: nat_gateways other than "none", or interface_endpoints = ["private-eks"].',
  },
  {
    says: /VcpuLimitExceeded/,
    issue: true,
    advice: `${quotaAdvice("ec2:standard-vcpus")} Or take smaller node_group_instance_types or a lower node_group_scaling_config.`,
  },
  {
    says: /InsufficientInstanceCapacity|sufficient .* capacity in the Availability Zone/,
    issue: true,
    usersError: false,
    advice:
      "AWS has no such instances there at the moment. Name more types in node_group_instance_types, or more zones; or run it again later.",
  },
  {
    says: /AsgInstanceLaunchFailures(?!.*(InsufficientInstanceCapacity|VcpuLimitExceeded))/s,
    issue: true,
    advice:
      "Auto Scaling could not launch the instances; its own words stand above. Usual remedies: more types in node_group_instance_types, another zone, a higher vCPU quota.",
  },
  {
    says: /InsufficientFreeAddresses/,
    issue: true,
    advice:
      "The private subnets have no addresses left. vpc_cidr must be larger; a VPC's addresses cannot be changed in place, so plan it before there is anything in it.",
  },
  {
    issue: true,
    says: /Ec2LaunchTemplate\w+|IamNodeRoleNotFound|IamInstanceProfileNotFound|AutoScalingGroupNotFound|Ec2SecurityGroup\w*NotFound/,
    advice:
      "Something that the node group rests on is gone. Plan again: it shows what is missing, and makes it anew.",
  },
  {
    issue: true,
    says: /Ec2SubnetInvalidConfiguration|Ec2SubnetMissingIpv6Assignment/,
    advice:
      "Nodes in that subnet would get no public address although they need one. Nodes belong into the private subnets (infra/modules/eks/node-group.ts).",
  },
  {
    says: /EKS Node Group .*CREATE_FAILED|NodeGroup.*(CREATE|UPDATE)_FAILED/s,
    advice:
      "The node group's health issues say why: aws eks describe-nodegroup. What failed is marked, and the next apply replaces it.",
  },
  // Names and leftovers.
  {
    says: /BucketAlreadyOwnedByYou/,
    advice:
      "A bucket of an earlier deployment of yours still has this name. Import it (terraform import), or empty and delete it.",
  },
  {
    says: /BucketAlreadyExists/,
    advice:
      "Bucket names are unique in the whole world. Ours carry account_id and region (infra/names.ts): check both in terraform.tfvars; if they are right, somebody else took the name, and infra/names.ts needs another.",
  },
  {
    says: /BucketNotEmpty|RepositoryNotEmptyException/,
    advice:
      "It still holds something. To delete that with it, for good: infra destroy <env> --empty-buckets. (force_destroy = true in terraform.tfvars counts only once it is applied.)",
  },
  {
    says: /DeleteConflict/,
    advice:
      "Something that Terraform does not know hangs on it: a policy that was attached by hand, an instance profile, an access key. Detach it (aws iam list-attached-role-policies), then run it again.",
  },
  {
    says: /DependencyViolation/,
    advice:
      "Something that Terraform does not know still uses it; mostly network interfaces and load balancers that Kubernetes made. infra destroy <env> names all of it and whose it is; with --sweep it removes what controllers left, and goes on.",
  },
  {
    says: /EntityAlreadyExists|ResourceInUseException: .*already exists|ResourceAlreadyExistsException|RepositoryAlreadyExistsException|TrailAlreadyExistsException|AlreadyExistsException|InvalidGroup\.Duplicate|AlreadyExistsFault/i,
    advice:
      "It exists already, and the state does not know it: left over from an earlier run, or made by hand. Import it (terraform import), or delete it, then run it again.",
  },
  {
    says: /ResourceInUseException/,
    advice:
      "It is still in use or under change. Wait until that is over (a minute or two), then run it again.",
    usersError: false,
  },
  // Quotas.
  ...quotaRemedies,
  {
    says: /(?<!Request)LimitExceeded|QuotaExceeded/,
    advice:
      "The account has used up a quota. AWS's console, Service Quotas, says which and raises it; infra/ needs no change.",
  },
  // Documents and values.
  {
    says: /MalformedPolicyDocument|MalformedPolicy\b/,
    advice:
      "The policy's text is wrong: an element, an action without its service, an ARN, or a principal that does not exist (yet). Policies are made by policyDocument() (infra/policy.ts) in the module named above.",
  },
  {
    says: /UnsupportedAvailabilityZone/,
    advice:
      "EKS has no room for control planes in one of the zones. Leave that letter out of zones in terraform.tfvars; AWS's message names those that work.",
  },
  {
    says: /unsupported Kubernetes version|Unsupported Kubernetes minor version/i,
    advice:
      "EKS does not offer that version, or not from the present one. Set eks_cluster_version to one that is offered (infra/modules/eks/version-calendar.ts), one minor version at a time.",
  },
  {
    says: /InvalidSubnet\.(Conflict|Range)|InvalidVpc\.Range/,
    advice:
      "The subnet's addresses overlap another's or lie outside the VPC. They are computed from vpc_cidr (infra/modules/vpc/address-plan.ts): if you changed vpc_cidr, the VPC has to be replaced with everything in it.",
  },
  // Rights, and what passes.
  {
    says: /is not authorized to perform.*with an explicit deny/s,
    advice:
      "A statement denies it, and no permission outweighs a denial: take the action out of that statement, or let its conditions spare whoever runs this. AWS's message says which kind of policy it is in; a rehearsal's end and infra local denials name the statement.",
  },
  {
    says: /UnauthorizedOperation|AccessDenied|is not authorized to perform/,
    advice:
      "Whoever runs this, or the role that AWS's message names, may not do that. The message says which kind of policy said no: add the action there. On the embedded AWS, infra local denials shows the policy and the statement; a rehearsal shows them at its end.",
  },
  {
    says: /Throttl|RequestLimitExceeded|SlowDown|TooManyRequests|Rate exceeded/,
    usersError: false,
    advice:
      "AWS asked to slow down for longer than the provider waits. What was done is in the state: run it again.",
  },
];
