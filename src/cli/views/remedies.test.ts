import { describe, expect, it, test } from "vitest";
import { plain } from "../paint.ts";
import { hintsFor, renderDiagnostics } from "./diagnostics.ts";

const look = { paint: plain, columns: 100 };

/** As the provider wraps what AWS answered. */
const said = (doing: string, request: string, answer: string, status = 400) =>
  `${doing}: operation error ${request}, https response error StatusCode: ${status}, RequestID: 7d3c96b4-8a61-4f9b-b11e-bad92fb357bf, ${answer}`;

const nodeGroup = (issues: string) =>
  `waiting for EKS Node Group (retail-mlops-dev:main) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: ${issues}`;

const advice = (summary: string): string =>
  hintsFor({ severity: "error", summary, detail: "" })
    .map((hint) => hint.advice)
    .join("\n");

describe("what to do about a refusal", () => {
  it.each([
    [
      "waiting for EKS Cluster (retail-mlops-dev) create: unexpected state 'FAILED', wanted target 'ACTIVE'. last error: %!s(<nil>)",
      "--query cluster.health",
    ],
    [
      said(
        "creating CloudTrail Trail (retail-mlops-dev)",
        "CloudTrail: CreateTrail",
        "InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket: retail-mlops-logs-123456789012-ap-southeast-1",
      ),
      "infra/modules/cloudtrail/trail-delivery.ts",
    ],
    [
      said(
        "creating CloudTrail Trail (retail-mlops-dev)",
        "CloudTrail: CreateTrail",
        "InsufficientEncryptionPolicyException: Insufficient permissions to access S3 bucket retail-mlops-logs or KMS key arn:aws:kms:ap-southeast-1:123456789012:key/1.",
      ),
      "infra/modules/kms/s3-key.ts",
    ],
    [
      said(
        "creating CloudWatch Logs Log Group (/aws/vpc/retail-mlops-dev)",
        "CloudWatch Logs: CreateLogGroup",
        "api error AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/vpc/retail-mlops-dev'",
      ),
      "infra/modules/kms/logs-key.ts",
    ],
    [
      said(
        "creating CloudTrail Trail (retail-mlops-dev)",
        "CloudTrail: CreateTrail",
        "InvalidCloudWatchLogsRoleArnException: Access denied. Check the trust relationships for your role.",
      ),
      "infra/modules/cloudtrail/cloudtrail.ts",
    ],
    [
      said(
        "creating EKS Cluster (retail-mlops-dev)",
        "EKS: CreateCluster",
        "InvalidParameterException: Role could not be assumed because the trusted entity is not correct",
      ),
      "infra/modules/eks/cluster-role.ts",
    ],
    [
      said(
        "creating EKS Node Group (retail-mlops-dev:main)",
        "EKS: CreateNodegroup",
        "InvalidParameterException: Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole arn:aws:iam::123456789012:role/node",
      ),
      "ec2.amazonaws.com",
    ],
    [
      said(
        "creating Flow Log (vpc-026c3f5ae2129af5f)",
        "EC2: CreateFlowLogs",
        "api error InvalidParameter: Unable to assume given IAM role",
      ),
      "infra/modules/vpc/flow-logs.ts",
    ],
    [
      nodeGroup("i-0a1: NodeCreationFailure: Instances failed to join the kubernetes cluster"),
      'interface_endpoints = ["private-eks"]',
    ],
    [
      nodeGroup(
        "eks-main-1: AsgInstanceLaunchFailures: Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient t3.medium capacity in the Availability Zone you requested (ap-southeast-1a).",
      ),
      "node_group_instance_types",
    ],
    [
      nodeGroup(
        "eks-main-1: AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 5 allows",
      ),
      "L-1216C47A",
    ],
    [nodeGroup("lt-1: Ec2LaunchTemplateNotFound: We couldn't find the template"), "Plan again"],
    [nodeGroup("x: SomethingNew: unheard of"), "aws eks describe-nodegroup"],
    [
      said(
        "creating S3 Bucket (retail-mlops-data-123456789012-ap-southeast-1)",
        "S3: CreateBucket",
        "BucketAlreadyExists: ",
        409,
      ),
      "account_id and region",
    ],
    [
      said(
        "deleting S3 Bucket (retail-mlops-data)",
        "S3: DeleteBucket",
        "api error BucketNotEmpty: The bucket you tried to delete is not empty",
        409,
      ),
      "force_destroy = true",
    ],
    [
      "ECR Repository (retail-forecast-train) not empty, consider using force_delete: operation error ECR: DeleteRepository, https response error StatusCode: 400, RequestID: 1, RepositoryNotEmptyException: The repository with name 'retail-forecast-train' cannot be deleted because it still contains images",
      "force_destroy = true",
    ],
    [
      said(
        "deleting EC2 Subnet (subnet-1)",
        "EC2: DeleteSubnet",
        "api error DependencyViolation: The subnet 'subnet-1' has dependencies and cannot be deleted.",
      ),
      "--sweep",
    ],
    [
      said(
        "creating EC2 VPC",
        "EC2: CreateVpc",
        "api error VpcLimitExceeded: The maximum number of VPCs has been reached.",
      ),
      'The quota "VPCs per Region", L-F678F1CE (5 by default), is used up. Delete what nobody needs, or raise it: AWS\'s console, Service Quotas > AWS services > Amazon Virtual Private Cloud (Amazon VPC)',
    ],
    [
      said(
        "creating EC2 EIP",
        "EC2: AllocateAddress",
        "api error AddressLimitExceeded: The maximum number of addresses has been reached.",
      ),
      'nat_gateways = "single"',
    ],
    [
      said(
        "creating EKS Cluster (x)",
        "EKS: CreateCluster",
        "ResourceLimitExceededException: The limit of 100 clusters has been reached",
      ),
      "L-1194D53C",
    ],
    [
      said(
        "creating IAM Role (x)",
        "IAM: CreateRole",
        "LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000",
        409,
      ),
      "L-FE177D64",
    ],
    [
      said(
        "putting IAM Role (x) Policy (y)",
        "IAM: PutRolePolicy",
        "MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      ),
      "infra/policy.ts",
    ],
    [
      said(
        "creating KMS Key",
        "KMS: CreateKey",
        "api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/deployer/rehearsal is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action",
      ),
      "add the action there",
    ],
    [
      said(
        "creating KMS Key",
        "KMS: CreateKey",
        "api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/deployer/rehearsal is not authorized to perform: kms:CreateKey on resource: * with an explicit deny in an identity-based policy",
      ),
      "take the action out of that statement",
    ],
    [
      said(
        "creating EC2 VPC",
        "EC2: CreateVpc",
        "api error UnauthorizedOperation: You are not authorized to perform this operation.",
        403,
      ),
      "which kind of policy said no",
    ],
    [
      said(
        "deleting IAM Role (x)",
        "IAM: DeleteRole",
        "DeleteConflict: Cannot delete entity, must detach all policies first.",
        409,
      ),
      "Detach it",
    ],
    [
      said(
        "creating IAM Role (x)",
        "IAM: CreateRole",
        "EntityAlreadyExists: Role with name x already exists.",
        409,
      ),
      "terraform import",
    ],
    [
      said(
        "creating EKS Cluster (retail-mlops-dev)",
        "EKS: CreateCluster",
        "ResourceInUseException: Cluster already exists with name: retail-mlops-dev",
        409,
      ),
      "terraform import",
    ],
    [
      said(
        "creating EKS Cluster (x)",
        "EKS: CreateCluster",
        "UnsupportedAvailabilityZoneException: Cannot create cluster 'x' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster.",
      ),
      "zones in terraform.tfvars",
    ],
    [
      said(
        "creating EKS Cluster (x)",
        "EKS: CreateCluster",
        "InvalidParameterException: unsupported Kubernetes version 1.20",
      ),
      "eks_cluster_version",
    ],
    [
      said(
        "creating EC2 Subnet",
        "EC2: CreateSubnet",
        "api error InvalidSubnet.Conflict: The CIDR '10.0.0.0/20' conflicts with another subnet",
      ),
      "vpc_cidr",
    ],
    [
      said(
        "creating EC2 Subnet",
        "EC2: CreateSubnet",
        "api error InvalidSubnet.Range: The CIDR '192.168.0.0/24' is invalid.",
      ),
      "address-plan.ts",
    ],
    [
      said(
        "reading EC2 VPC (vpc-1)",
        "EC2: DescribeVpcs, exceeded maximum number of attempts, 25",
        "api error RequestLimitExceeded: Request limit exceeded.",
        503,
      ),
      "run it again",
    ],
  ])("%s", (summary, words) => {
    expect(advice(summary)).toContain(words);
  });

  test("every health issue of a node group has its own", () => {
    const both = nodeGroup(
      "i-1: NodeCreationFailure: Instances failed to join the kubernetes cluster; subnet-1: InsufficientFreeAddresses: no addresses",
    );
    expect(advice(both)).toMatch(/join the cluster[^\n]*\n[^\n]*vpc_cidr/);
  });

  test("who has to mend it decides the exit code: waiting is nobody's error", () => {
    const [denied] = hintsFor({ severity: "error", summary: "AccessDenied", detail: "" });
    const [throttled] = hintsFor({ severity: "error", summary: "Throttling: Rate exceeded", detail: "" });
    expect([denied?.usersError ?? true, throttled?.usersError ?? true]).toEqual([true, false]);
  });
});

test("a refusal: AWS's words without the transport's, who declares the resource where, and what to change", () => {
  const diagnostic = {
    severity: "error" as const,
    summary: said(
      "creating CloudTrail Trail (retail-mlops-dev)",
      "CloudTrail: CreateTrail",
      "InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket: logs",
    ),
    detail: "",
    address: "aws_cloudtrail.cloudtrail",
  };
  const origin = {
    address: "aws_cloudtrail.cloudtrail",
    module: "cloudtrail",
    path: "cloudtrail/cloudtrail",
    source: "infra/modules/cloudtrail/cloudtrail.ts:89",
  };
  expect(renderDiagnostics([diagnostic], [origin], look).join("\n")).toBe(
    `
  ✗ creating CloudTrail Trail (retail-mlops-dev): InsufficientS3BucketPolicyException: Incorrect S3
    bucket policy is detected for bucket: logs
    aws_cloudtrail.cloudtrail  (module cloudtrail, construct cloudtrail/cloudtrail)
    infra/modules/cloudtrail/cloudtrail.ts:89
      CloudTrail CreateTrail, status 400, request 7d3c96b4-8a61-4f9b-b11e-bad92fb357bf
    → The trail may not write to the logs bucket. The bucket's policy must let
      cloudtrail.amazonaws.com call s3:GetBucketAcl and s3:PutObject for this trail's ARN
      (infra/modules/cloudtrail/trail-delivery.ts, added to the bucket in
      infra/modules/cloudtrail/cloudtrail.ts), and the trail must depend on that policy.`.slice(1),
  );
});

test("where a resource is declared fits on a narrow screen", () => {
  const address = "aws_nat_gateway.a";
  const origin = {
    address,
    module: "vpc",
    path: "vpc/a_nat_gateway",
    source: "infra/modules/vpc/subnets.ts:93",
  };
  const message = { severity: "error" as const, summary: "No", detail: "", address };
  expect(renderDiagnostics([message], [origin], { ...look, columns: 60 })).toEqual([
    "  ✗ No",
    "    aws_nat_gateway.a",
    "    (module vpc, construct vpc/a_nat_gateway)",
    "    infra/modules/vpc/subnets.ts:93",
  ]);
});

test("EC2's encoded reason is cut", () => {
  const summary = said(
    "creating EC2 EIP",
    "EC2: AllocateAddress",
    `api error UnauthorizedOperation: No. Encoded authorization failure message: ${"XY9NSwNBEET_".repeat(20)}`,
    403,
  );
  const [first] = renderDiagnostics([{ severity: "error", summary, detail: "" }], [], {
    ...look,
    columns: 200,
  });
  expect(first).toBe(
    "  ✗ creating EC2 EIP: UnauthorizedOperation: No. Encoded authorization failure message: XY9NSwNBEET_…",
  );
});

test("what to do is said once, however many resources meet the same refusal", () => {
  const denied = (address: string) => ({
    severity: "error" as const,
    summary: "AccessDenied",
    detail: "",
    address,
  });
  const text = renderDiagnostics([denied("aws_kms_key.s3"), denied("aws_kms_key.eks")], [], look).join("\n");
  expect(text.match(/add the action there/g)).toHaveLength(1);
  expect(text).toContain("aws_kms_key.eks\n    → As said above.");
});
