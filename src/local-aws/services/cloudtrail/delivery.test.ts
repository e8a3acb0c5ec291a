import {
  CloudTrailClient,
  CreateTrailCommand,
  type CreateTrailCommandInput,
  DescribeTrailsCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { document, makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const Name = "audit";
const Bucket = "audit-files";
const trailArn = `arn:aws:cloudtrail:ap-southeast-1:123456789012:trail/${Name}`;
const bucketArn = `arn:aws:s3:::${Bucket}`;
const Principal = { Service: "cloudtrail.amazonaws.com" };
const thisTrail = { "aws:SourceArn": trailArn };

const looks = {
  Principal,
  Action: "s3:GetBucketAcl",
  Resource: bucketArn,
  Condition: { StringEquals: thisTrail },
};
const writes = {
  Principal,
  Action: "s3:PutObject",
  Resource: `${bucketArn}/AWSLogs/123456789012/*`,
  Condition: { StringEquals: { ...thisTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
};

let test: TestAws;
let trails: CloudTrailClient;
let s3: S3Client;

beforeEach(async () => {
  test = testAws();
  trails = test.client(CloudTrailClient);
  s3 = test.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await allow(looks, writes);
});

const allow = (...statements: object[]) =>
  s3.send(
    new PutBucketPolicyCommand({ Bucket, Policy: document(...(statements as Record<string, unknown>[])) }),
  );
const create = (settings: Partial<CreateTrailCommandInput> = {}) =>
  trails.send(new CreateTrailCommand({ Name, S3BucketName: Bucket, ...settings }));

describe("a bucket", () => {
  it("lets a trail in that its policy names, under the prefix that it names", async () => {
    await create();
    await expect(
      trails.send(new UpdateTrailCommand({ Name, S3KeyPrefix: "elsewhere" })),
    ).rejects.toMatchObject({ name: "InsufficientS3BucketPolicyException" });
    const { trailList } = await trails.send(new DescribeTrailsCommand({}));
    expect(trailList?.[0]).not.toHaveProperty("S3KeyPrefix");
  });

  it.each<[string, object[]]>([
    ["does not let it look", [writes]],
    ["does not let it write", [looks]],
    ["means another account", [looks, { ...writes, Resource: `${bucketArn}/AWSLogs/210987654321/*` }]],
    [
      "means another trail",
      [looks, { ...writes, Condition: { StringEquals: { "aws:SourceArn": `${trailArn}-2` } } }],
    ],
    ["wants another ACL", [looks, { ...writes, Condition: { StringEquals: { "s3:x-amz-acl": "private" } } }]],
    [
      "denies what is not under a key",
      [
        looks,
        writes,
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: `${bucketArn}/*`,
          Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
        },
      ],
    ],
  ])("is refused when its policy %s", async (_what, statements) => {
    await allow(...statements);
    await expect(create()).rejects.toMatchObject({
      name: "InsufficientS3BucketPolicyException",
      message: `Incorrect S3 bucket policy is detected for bucket: ${Bucket}`,
    });
  });

  it("may be another account's", async () => {
    const other = test.client(CloudTrailClient, { account: "210987654321" });
    const send = () => other.send(new CreateTrailCommand({ Name, S3BucketName: Bucket }));
    await expect(send()).rejects.toMatchObject({ name: "InsufficientS3BucketPolicyException" });
    await allow(
      { ...looks, Condition: undefined },
      { ...writes, Resource: `${bucketArn}/AWSLogs/210987654321/*`, Condition: undefined },
    );
    await send();
  });
});

describe("a key", () => {
  const administers = {
    Principal: { AWS: "arn:aws:iam::123456789012:root" },
    Action: "kms:*",
    Resource: "*",
  };
  const encrypts = {
    Principal,
    Action: "kms:GenerateDataKey*",
    Resource: "*",
    Condition: {
      StringEquals: thisTrail,
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:123456789012:trail/*" },
    },
  };
  const describes = { Principal, Action: "kms:DescribeKey", Resource: "*" };
  const makeKey = async (...statements: Record<string, unknown>[]) => {
    const Policy = document(administers, ...statements);
    const { KeyMetadata } = await test.client(KMSClient).send(new CreateKeyCommand({ Policy }));
    return KeyMetadata?.Arn ?? "";
  };

  it("encrypts for the trails that its policy means", async () => {
    const KmsKeyId = await makeKey(encrypts, describes);
    expect((await create({ KmsKeyId })).KmsKeyId).toBe(KmsKeyId);
  });

  it.each<[string, Record<string, unknown>[]]>([
    ["says nothing of CloudTrail", []],
    ["does not let it describe the key", [encrypts]],
    [
      "means another trail",
      [{ ...encrypts, Condition: { StringEquals: { "aws:SourceArn": "x" } } }, describes],
    ],
  ])("is refused when its policy %s", async (_what, statements) => {
    const KmsKeyId = await makeKey(...statements);
    await expect(create({ KmsKeyId })).rejects.toMatchObject({
      name: "InsufficientEncryptionPolicyException",
      message: `Insufficient permissions to access S3 bucket ${Bucket} or KMS key ${KmsKeyId}.`,
    });
  });

  it("has to be readable too where the bucket has a bucket key", async () => {
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
          ],
        },
      }),
    );
    const KmsKeyId = await makeKey(encrypts, describes);
    await expect(create({ KmsKeyId })).rejects.toMatchObject({
      name: "InsufficientEncryptionPolicyException",
    });
    await create({
      KmsKeyId: await makeKey(encrypts, { ...describes, Action: ["kms:DescribeKey", "kms:Decrypt"] }),
    });
  });

  it("is refused when it is disabled, elsewhere, or no key", async () => {
    const KmsKeyId = await makeKey(encrypts, describes);
    await test.client(KMSClient).send(new DisableKeyCommand({ KeyId: KmsKeyId }));
    await expect(create({ KmsKeyId })).rejects.toMatchObject({ name: "KmsException" });
    const { KeyMetadata } = await test
      .client(KMSClient, { region: "eu-west-1" })
      .send(new CreateKeyCommand({ Policy: document(administers, encrypts, describes) }));
    await expect(create({ KmsKeyId: KeyMetadata?.Arn })).rejects.toMatchObject({
      name: "KmsKeyNotFoundException",
    });
    await expect(create({ KmsKeyId: "no key" })).rejects.toMatchObject({ name: "InvalidKmsKeyIdException" });
  });
});

describe("a log group", () => {
  const logGroupName = "/aws/cloudtrail/audit";
  const groupArn = `arn:aws:logs:ap-southeast-1:123456789012:log-group:${logGroupName}`;
  const CloudWatchLogsLogGroupArn = `${groupArn}:*`;
  const trust = { Principal, Action: "sts:AssumeRole" };
  const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
  const streams = `${groupArn}:log-stream:123456789012_CloudTrail_ap-southeast-1*`;

  beforeEach(async () => {
    await test.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName }));
  });

  it("is written by a role that CloudTrail takes on", async () => {
    const role = await makeRole(test, "trail", { trust, may: [{ Action: actions, Resource: streams }] });
    await create({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: role });
  });

  it.each([
    ["may only make streams", { Action: "logs:CreateLogStream", Resource: streams }],
    ["may write to other groups only", { Action: actions, Resource: `${groupArn}-2:*` }],
    ["may write to the group, and not its streams", { Action: actions, Resource: groupArn }],
  ])("is refused with a role that %s", async (_what, may) => {
    const role = await makeRole(test, "trail", { trust, may: [may] });
    await expect(create({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: role })).rejects.toMatchObject({
      name: "InvalidCloudWatchLogsLogGroupArnException",
      message: "Access denied. Verify in IAM that the role has adequate permissions.",
    });
  });

  it.each([
    ["another service", { ...trust, Principal: { Service: "ec2.amazonaws.com" } }],
    [
      "CloudTrail for a trail, which CloudTrail does not tell",
      { ...trust, Condition: { StringEquals: thisTrail } },
    ],
  ])("is refused with a role that trusts %s", async (_what, distrust) => {
    const may = [{ Action: actions, Resource: "*" }];
    const role = await makeRole(test, "trail", { trust: distrust, may });
    await expect(create({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: role })).rejects.toMatchObject({
      name: "InvalidCloudWatchLogsRoleArnException",
      message: "Access denied. Verify in IAM that the role has adequate trust relationships.",
    });
  });
});

describe("a trail is refused", () => {
  it.each([
    [
      "ab",
      "Trail name too short. Minimum allowed length: 3 characters. Specified name length: 2 characters.",
    ],
    ["-trail", "Trail name must starts with a letter or number."],
    ["trail!", "Trail name must ends with a letter or number."],
    [
      "my#trail",
      "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).",
    ],
    ["my--trail", "Trail name or ARN cannot have adjacent periods (.), hyphens (-), or underscores (_)."],
    ["10.0.0.1", "Trail name must not be formatted as an IP address."],
  ])("when it is called %s", async (name, message) => {
    await expect(create({ Name: name })).rejects.toMatchObject({
      name: "InvalidTrailNameException",
      message,
    });
  });

  it("when there are five in the region, those of all regions among them", async () => {
    await allow({ ...looks, Condition: undefined }, { ...writes, Condition: undefined });
    for (const number of [1, 2, 3, 4]) await create({ Name: `trail-${number}` });
    const elsewhere = test.client(CloudTrailClient, { region: "eu-west-1" });
    await elsewhere.send(
      new CreateTrailCommand({ Name: "trail-5", S3BucketName: Bucket, IsMultiRegionTrail: true }),
    );
    await expect(create({ Name: "trail-6" })).rejects.toMatchObject({
      name: "MaximumNumberOfTrailsExceededException",
      message: "User: 123456789012 already has 5 trails in ap-southeast-1.",
    });
  });

  it("for an organization that is not there, and with a prefix that is too long", async () => {
    await expect(create({ IsOrganizationTrail: true })).rejects.toMatchObject({
      name: "OrganizationsNotInUseException",
    });
    await expect(create({ S3KeyPrefix: "p".repeat(201) })).rejects.toMatchObject({
      name: "InvalidS3PrefixException",
    });
  });
});
