import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudTrailClient, CreateTrailCommand } from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreateClusterCommand,
  CreateNodegroupCommand,
  DescribeClusterCommand,
  EKSClient,
} from "@aws-sdk/client-eks";
import { CreateRoleCommand, CreateUserCommand, IAMClient, ListPoliciesCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, EncryptCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { testAws } from "../test-aws.ts";

type Client = { send(command: object): Promise<object> };
type Case = readonly [
  what: string,
  client: new (options: never) => object,
  command: object,
  code: string,
  message: string,
];

const trust = "{}";
const tooMany = (count: number) => Array.from({ length: count }, (_, i) => ({ Key: `k${i}`, Value: "v" }));
// biome-ignore lint/suspicious/noExplicitAny: what no typed client lets through
const wrong = (input: object) => input as any;

const cases: readonly Case[] = [
  [
    "a length",
    IAMClient,
    new CreateUserCommand({ UserName: "u".repeat(65) }),
    "ValidationError",
    `1 validation error detected: Value '${"u".repeat(65)}' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  ],
  [
    "everything at once",
    IAMClient,
    new CreateRoleCommand({
      RoleName: "",
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: 60,
      Tags: [{ Key: "", Value: "v" }],
    }),
    "ValidationError",
    "4 validation errors detected: Value '' at 'roleName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600; Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
  ],
  [
    "a missing member",
    IAMClient,
    new CreateRoleCommand(wrong({ RoleName: "r" })),
    "ValidationError",
    "1 validation error detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null",
  ],
  [
    "IAM's pattern",
    IAMClient,
    new CreateRoleCommand({ RoleName: "a b", AssumeRolePolicyDocument: trust }),
    "ValidationError",
    "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
  ],
  [
    "letters that IAM does not know",
    IAMClient,
    new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust, Description: "日本" }),
    "ValidationError",
    "1 validation error detected: Value '日本' at 'description' failed to satisfy constraint: Member must satisfy regular expression pattern: [\t\n\r -~¡-ÿ]*",
  ],
  [
    "IAM's paths",
    IAMClient,
    new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust, Path: "team" }),
    "ValidationError",
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  ],
  [
    "IAM's path prefixes",
    IAMClient,
    new ListPoliciesCommand({ PathPrefix: "team" }),
    "ValidationError",
    "The specified value for pathPrefix is invalid. It must begin with the / character and contain only alphanumeric characters and/or / characters.",
  ],
  [
    "a tag key twice, whatever its case",
    IAMClient,
    new CreateUserCommand({
      UserName: "u",
      Tags: [
        { Key: "Team", Value: "a" },
        { Key: "team", Value: "b" },
      ],
    }),
    "InvalidInputException",
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  ],
  [
    "a tag key twice, and shows it as it is",
    ECRClient,
    new CreateRepositoryCommand({
      repositoryName: "images",
      tags: [
        { Key: "$&{value}", Value: "a" },
        { Key: "$&{value}", Value: "b" },
      ],
    }),
    "InvalidTagParameterException",
    "Duplicate tag key: $&{value}",
  ],
  [
    "an enum value",
    KMSClient,
    new CreateKeyCommand(wrong({ KeyUsage: "LOOK" })),
    "ValidationException",
    "1 validation error detected: Value 'LOOK' at 'keyUsage' failed to satisfy constraint: Member must satisfy enum value set: [SIGN_VERIFY, ENCRYPT_DECRYPT, GENERATE_VERIFY_MAC, KEY_AGREEMENT, ENCAPSULATE_DECAPSULATE]",
  ],
  [
    "a range",
    KMSClient,
    new ScheduleKeyDeletionCommand({ KeyId: "k", PendingWindowInDays: 366 }),
    "ValidationException",
    "1 validation error detected: Value '366' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value less than or equal to 365",
  ],
  [
    "the size of bytes, which are a secret",
    KMSClient,
    new EncryptCommand({ KeyId: "k", Plaintext: new Uint8Array(4097) }),
    "ValidationException",
    "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
  ],
  [
    "a reserved tag",
    KMSClient,
    new CreateKeyCommand({ Tags: [{ TagKey: "aws:owner", TagValue: "me" }] }),
    "TagException",
    "aws: prefixed tag key names are not allowed for external use.",
  ],
  [
    "the pattern of a log group",
    CloudWatchLogsClient,
    new CreateLogGroupCommand({ logGroupName: "a group" }),
    "InvalidParameterException",
    "1 validation error detected: Value 'a group' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
  ],
  [
    "a tag in a map",
    CloudWatchLogsClient,
    new TagResourceCommand({ resourceArn: "arn:aws:logs:eu-west-1:1:log-group:a", tags: { "a?": "b" } }),
    "InvalidParameterException",
    "1 validation error detected: Value '{a?=b}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$]",
  ],
  [
    "a missing member of CloudTrail",
    CloudTrailClient,
    new CreateTrailCommand(wrong({ Name: "trail" })),
    "ValidationException",
    "1 validation error detected: Value null at 's3BucketName' failed to satisfy constraint: Member must not be null",
  ],
  [
    "the pattern of a repository",
    ECRClient,
    new CreateRepositoryCommand({ repositoryName: "Team/App" }),
    "InvalidParameterException",
    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*''",
  ],
  [
    "the length of a repository's name",
    ECRClient,
    new CreateRepositoryCommand({ repositoryName: "a" }),
    "InvalidParameterException",
    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length greater than or equal to 2'",
  ],
  [
    "too many tags",
    ECRClient,
    new CreateRepositoryCommand({ repositoryName: "app", tags: tooMany(51) }),
    "TooManyTagsException",
    "The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.",
  ],
  [
    "the name of a cluster",
    EKSClient,
    new DescribeClusterCommand({ name: "my cluster" }),
    "InvalidParameterException",
    'The parameter name contains invalid characters. It should conform to the regular expression "^[0-9A-Za-z][A-Za-z0-9-_]*"In other words, it should start with a number or letter, and can contain numbers, letters, dashes, and underscores.',
  ],
  [
    "missing members of a cluster",
    EKSClient,
    new CreateClusterCommand(wrong({ name: "c" })),
    "InvalidParameterException",
    "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'resourcesVpcConfig' failed to satisfy constraint: Member must not be null",
  ],
  [
    "what stands deep within",
    EKSClient,
    new CreateNodegroupCommand(
      wrong({
        clusterName: "c",
        nodegroupName: "n",
        subnets: ["subnet-1"],
        nodeRole: "role",
        taints: [
          { key: "a", effect: "NO_SCHEDULE" },
          { key: "b", effect: "SHOO" },
        ],
      }),
    ),
    "InvalidParameterException",
    "1 validation error detected: Value 'SHOO' at 'taints.2.member.effect' failed to satisfy constraint: Member must satisfy enum value set: [NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE]",
  ],
  [
    "a missing parameter of EC2",
    EC2Client,
    new CreateTagsCommand(wrong({ Tags: [{ Key: "a", Value: "b" }] })),
    "MissingParameter",
    "The request must contain the parameter ResourceId",
  ],
  [
    "a value of EC2's",
    EC2Client,
    new CreateVpcCommand(wrong({ CidrBlock: "10.0.0.0/16", InstanceTenancy: "shared" })),
    "InvalidParameterValue",
    "Value ( shared ) for parameter instanceTenancy is invalid. Valid values are: default | dedicated | host",
  ],
  [
    "the size of a page",
    EC2Client,
    new DescribeRouteTablesCommand({ MaxResults: 1000 }),
    "InvalidParameterValue",
    "Value ( 1000 ) for parameter maxResults is invalid. Expecting a value smaller than or equal to 100.",
  ],
  [
    "a description of EC2's",
    EC2Client,
    new RevokeSecurityGroupIngressCommand({
      GroupId: "sg-1",
      IpPermissions: [{ IpProtocol: "tcp", IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "naïve" }] }],
    }),
    "InvalidParameterValue",
    "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
  ],
  [
    "letters that EC2 does not know",
    EC2Client,
    new CreateSecurityGroupCommand({ GroupName: "nodes", Description: "naïve" }),
    "InvalidParameterValue",
    "Value (naïve) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.",
  ],
  [
    "a reserved tag of EC2's",
    EC2Client,
    new CreateVpcCommand({
      CidrBlock: "10.0.0.0/16",
      TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "aws:name", Value: "x" }] }],
    }),
    "InvalidParameterValue",
    "Value ( aws:name ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
  ],
  [
    "a range of Auto Scaling's",
    AutoScalingClient,
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ["a\u0000b"] }),
    "ValidationError",
    "1 validation error detected: Value '[a\ufffdb]' at 'autoScalingGroupNames' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*]",
  ],
  [
    "a size of a page of Auto Scaling's",
    AutoScalingClient,
    new DescribeAutoScalingGroupsCommand({ MaxRecords: 101 }),
    "ValidationError",
    "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100",
  ],
  [
    "a value within a body of S3's",
    S3Client,
    new PutBucketVersioningCommand(wrong({ Bucket: "data", VersioningConfiguration: { Status: "On" } })),
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  ],
  [
    "a header of S3's",
    S3Client,
    new PutObjectCommand(wrong({ Bucket: "data", Key: "k", Body: "bytes", StorageClass: "COLD" })),
    "InvalidStorageClass",
    "The storage class you specified is not valid",
  ],
  [
    "an object's key",
    S3Client,
    new PutObjectCommand({ Bucket: "data", Body: "bytes", Key: "é".repeat(513) }),
    "KeyTooLongError",
    "Your key is too long",
  ],
  [
    "a query parameter of S3's",
    S3Client,
    new ListObjectsV2Command({ Bucket: "data", MaxKeys: -1 }),
    "InvalidArgument",
    "Argument maxKeys must be an integer between 0 and 2147483647",
  ],
  [
    "an object's tags",
    S3Client,
    new PutObjectCommand({
      Bucket: "data",
      Key: "k",
      Body: "bytes",
      Tagging: tooMany(11)
        .map(({ Key }) => `${Key}=v`)
        .join("&"),
    }),
    "BadRequest",
    "Object tags cannot be greater than 10",
  ],
  [
    "an object's tags in a header",
    S3Client,
    new PutObjectCommand({ Bucket: "data", Key: "k", Body: "bytes", Tagging: "a=1&a=2" }),
    "InvalidArgument",
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
  ],
  [
    "a bucket's tags",
    S3Client,
    new PutBucketTaggingCommand({ Bucket: "data", Tagging: { TagSet: [{ Key: "aws:a", Value: "b" }] } }),
    "InvalidTag",
    "System tags cannot be added/updated by requester",
  ],
];

describe("A request that breaks a rule of AWS's models", () => {
  it.each(cases)("is refused for %s", async (_what, client, command, code, message) => {
    const { client: clientOf } = testAws();
    const s3 = clientOf(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "data" }));
    const sent = (clientOf(client as never) as Client).send(command);
    await expect(sent).rejects.toMatchObject({ name: code, message, $metadata: { httpStatusCode: 400 } });
  });
});
