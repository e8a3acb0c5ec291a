import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecr from "@aws-sdk/client-ecr";
import * as eks from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import type { RawRequest } from "./http-load.ts";
import { type Clients, recordingClients } from "./local-aws-clients.ts";
import { inlinePolicy, type Stack } from "./local-aws-stacks.ts";

/** How often, and what, for one of the stacks. `send` goes to one of the clients. */
type Entry = readonly [
  times: number,
  service: Exclude<keyof Clients, "account">,
  command: (stack: Stack) => object,
];

const byVpc = ({ vpcId }: Stack) => [{ Name: "vpc-id", Values: [vpcId] }];
const versioned: s3.VersioningConfiguration = { Status: "Enabled" };
const encrypted: s3.ServerSideEncryptionConfiguration = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
};
const blocked = { BlockPublicAcls: true, BlockPublicPolicy: true };
const lastImages = {
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 10 },
      action: { type: "expire" },
    },
  ],
};

/**
 * The calls of the Terraform provider 5.100 over `apply`, an unchanged `plan` and `destroy` of a 95-resource stack of this
 * project's shape, as recorded; reads as often as they were, writes as ones of the same service that may be repeated.
 */
const mix: readonly Entry[] = [
  [97, "ec2", ({ routeTableIds: [id = ""] }) => new ec2.DescribeRouteTablesCommand({ RouteTableIds: [id] })],
  [40, "ec2", ({ endpointIds: [id = ""] }) => new ec2.DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] })],
  [24, "ec2", ({ subnetIds: [id = ""] }) => new ec2.DescribeSubnetsCommand({ SubnetIds: [id] })],
  [24, "ec2", () => new ec2.DescribePrefixListsCommand({})],
  [14, "ec2", ({ securityGroupId: id }) => new ec2.DescribeSecurityGroupsCommand({ GroupIds: [id] })],
  [3, "ec2", (stack) => new ec2.DescribeSecurityGroupsCommand({ Filters: byVpc(stack) })],
  [15, "ec2", ({ natGatewayId: id }) => new ec2.DescribeNatGatewaysCommand({ NatGatewayIds: [id] })],
  [12, "ec2", ({ allocationId: id }) => new ec2.DescribeAddressesCommand({ AllocationIds: [id] })],
  [
    10,
    "ec2",
    ({ vpcId }) => new ec2.DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: "enableDnsSupport" }),
  ],
  [9, "ec2", ({ allocationId: id }) => new ec2.DescribeAddressesAttributeCommand({ AllocationIds: [id] })],
  [7, "ec2", (stack) => new ec2.DescribeNetworkInterfacesCommand({ Filters: byVpc(stack) })],
  [
    9,
    "ec2",
    ({ launchTemplateId: id }) => new ec2.DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }),
  ],
  [
    5,
    "ec2",
    ({ internetGatewayId: id }) => new ec2.DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }),
  ],
  [5, "ec2", ({ vpcId }) => new ec2.DescribeVpcsCommand({ VpcIds: [vpcId] })],
  [3, "ec2", () => new ec2.DescribeAvailabilityZonesCommand({})],
  [6, "ec2", (stack) => new ec2.DescribeNetworkAclsCommand({ Filters: byVpc(stack) })],
  [
    70,
    "ec2",
    ({ subnetIds, name }) =>
      new ec2.CreateTagsCommand({ Resources: [...subnetIds], Tags: [{ Key: "Name", Value: name }] }),
  ],
  [
    50,
    "ec2",
    ({ vpcId }) => new ec2.ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }),
  ],
  [33, "iam", ({ roles: [RoleName] }) => new iam.ListAttachedRolePoliciesCommand({ RoleName })],
  [16, "iam", ({ roles: [RoleName] }) => new iam.ListRolePoliciesCommand({ RoleName })],
  [15, "iam", ({ roles: [RoleName] }) => new iam.GetRoleCommand({ RoleName })],
  [6, "iam", ({ roles: [RoleName] }) => new iam.GetRolePolicyCommand({ RoleName, PolicyName: "objects" })],
  [5, "iam", ({ roles: [RoleName] }) => new iam.ListInstanceProfilesForRoleCommand({ RoleName })],
  [27, "iam", ({ roles: [RoleName = ""] }) => new iam.PutRolePolicyCommand(inlinePolicy(RoleName))],
  [24, "kms", ({ keyId: KeyId }) => new kms.GetKeyRotationStatusCommand({ KeyId })],
  [24, "kms", ({ keyId: KeyId }) => new kms.ListResourceTagsCommand({ KeyId })],
  [12, "kms", ({ keyId: KeyId }) => new kms.DescribeKeyCommand({ KeyId })],
  [9, "kms", ({ keyId: KeyId }) => new kms.GetKeyPolicyCommand({ KeyId, PolicyName: "default" })],
  [9, "kms", () => new kms.ListAliasesCommand({})],
  [15, "kms", ({ keyId: KeyId }) => new kms.EnableKeyRotationCommand({ KeyId })],
  [50, "eks", ({ name }) => new eks.DescribeClusterCommand({ name })],
  [15, "eks", ({ name }) => new eks.DescribeAddonCommand({ clusterName: name, addonName: "coredns" })],
  [10, "eks", ({ name }) => new eks.DescribeNodegroupCommand({ clusterName: name, nodegroupName: "main" })],
  [
    16,
    "eks",
    ({ clusterArn }) => new eks.TagResourceCommand({ resourceArn: clusterArn, tags: { Project: "retail" } }),
  ],
  [8, "ecr", ({ repository }) => new ecr.DescribeRepositoriesCommand({ repositoryNames: [repository] })],
  [12, "ecr", ({ repositoryArn }) => new ecr.ListTagsForResourceCommand({ resourceArn: repositoryArn })],
  [
    8,
    "ecr",
    ({ repository }) =>
      new ecr.PutLifecyclePolicyCommand({
        repositoryName: repository,
        lifecyclePolicyText: JSON.stringify(lastImages),
      }),
  ],
  [6, "logs", ({ logGroup }) => new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup })],
  [6, "logs", ({ logGroupArn }) => new logs.ListTagsForResourceCommand({ resourceArn: logGroupArn })],
  [
    5,
    "logs",
    ({ logGroup }) => new logs.PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: 30 }),
  ],
  [11, "sts", () => new sts.GetCallerIdentityCommand({})],
  [8, "cloudtrail", () => new cloudtrail.DescribeTrailsCommand({})],
  [24, "s3", ({ bucket }) => new s3.HeadBucketCommand({ Bucket: bucket })],
  [36, "s3", ({ bucket }) => new s3.GetBucketVersioningCommand({ Bucket: bucket })],
  [21, "s3", ({ bucket }) => new s3.GetBucketEncryptionCommand({ Bucket: bucket })],
  [15, "s3", ({ bucket }) => new s3.GetBucketOwnershipControlsCommand({ Bucket: bucket })],
  [15, "s3", ({ bucket }) => new s3.GetPublicAccessBlockCommand({ Bucket: bucket })],
  [90, "s3", ({ bucket }) => new s3.GetBucketAclCommand({ Bucket: bucket })],
  [22, "s3", ({ bucket }) => new s3.GetBucketLoggingCommand({ Bucket: bucket })],
  [9, "s3", ({ bucket }) => new s3.GetBucketRequestPaymentCommand({ Bucket: bucket })],
  [9, "s3", ({ bucket }) => new s3.GetBucketAccelerateConfigurationCommand({ Bucket: bucket })],
  [5, "s3", ({ bucket }) => new s3.ListObjectsV2Command({ Bucket: bucket })],
  [10, "s3", ({ bucket }) => new s3.GetObjectCommand({ Bucket: bucket, Key: "train/a.csv" })],
  [
    8,
    "s3",
    ({ bucket }) => new s3.PutObjectCommand({ Bucket: bucket, Key: "train/a.csv", Body: "x".repeat(1000) }),
  ],
  [
    12,
    "s3",
    ({ bucket }) => new s3.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: versioned }),
  ],
  [
    9,
    "s3",
    ({ bucket }) =>
      new s3.PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: encrypted }),
  ],
  [
    9,
    "s3",
    ({ bucket }) =>
      new s3.PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: blocked }),
  ],
];

/** The mix as signed requests, each for another of the stacks, in an order that is well stirred and the same every time. */
export async function recordMix(endpoint: string, stacks: readonly Stack[]): Promise<RawRequest[]> {
  const { clients, recorded } = recordingClients(endpoint);
  let turn = 0;
  for (const [times, service, command] of mix)
    for (let i = 0; i < times; i++) {
      // A stride that has no factor in common with the number of stacks visits them all.
      const stack = stacks[(turn++ * 7919) % stacks.length] as Stack;
      const client = clients[service] as { send(command: object): Promise<object> };
      await client.send(command(stack)).catch((error: Error) => {
        if (error.message !== "recorded") throw error;
      });
    }
  return recorded.map((_one, i) => recorded[(i * 389) % recorded.length] as RawRequest);
}
