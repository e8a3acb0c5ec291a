import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  type CreateTrailCommandInput,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const now = new Date("2026-11-23T10:00:00Z");
const Name = "retail-mlops-dev";
const S3BucketName = "retail-mlops-logs";
const arn = `arn:aws:cloudtrail:ap-southeast-1:123456789012:trail/${Name}`;
const CloudWatchLogsLogGroupArn = "arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/cloudtrail/dev:*";
const CloudWatchLogsRoleArn = "arn:aws:iam::123456789012:role/cloudtrail";

const bucketPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Resource: `arn:aws:s3:::${S3BucketName}`,
      Condition: { StringEquals: { "aws:SourceArn": arn } },
    },
    {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: [
        `arn:aws:s3:::${S3BucketName}/AWSLogs/123456789012/*`,
        `arn:aws:s3:::${S3BucketName}/p/AWSLogs/123456789012/*`,
      ],
      Condition: { StringEquals: { "aws:SourceArn": arn, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ],
});
const keyPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceArn": arn } },
    },
  ],
});
const writePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" }],
});
const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const roleNamed = (name: string): string => CloudWatchLogsRoleArn.replace("cloudtrail", name);

async function withDestinations() {
  const aws = testAws({ now: () => now });
  const s3 = aws.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: S3BucketName }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: S3BucketName, Policy: bucketPolicy }));
  await aws
    .client(CloudWatchLogsClient)
    .send(new CreateLogGroupCommand({ logGroupName: "/aws/cloudtrail/dev" }));
  const iam = aws.client(IAMClient);
  for (const [RoleName, service] of [
    ["cloudtrail", "cloudtrail.amazonaws.com"],
    ["powerless", "cloudtrail.amazonaws.com"],
    ["other", "ec2.amazonaws.com"],
  ] as const)
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "cloudtrail", PolicyName: "write", PolicyDocument: writePolicy }),
  );
  return { ...aws, trails: aws.client(CloudTrailClient) };
}

async function withTrail(settings: Partial<CreateTrailCommandInput> = {}) {
  const aws = await withDestinations();
  await aws.trails.send(new CreateTrailCommand({ Name, S3BucketName, ...settings }));
  return aws;
}

describe("a trail", () => {
  it("is described as it was made", async () => {
    const { client, trails } = await withTrail({
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      CloudWatchLogsLogGroupArn,
      CloudWatchLogsRoleArn,
    });
    const kms = client(KMSClient);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: keyPolicy }));
    await kms.send(new CreateAliasCommand({ AliasName: "alias/trail", TargetKeyId: KeyMetadata?.KeyId }));
    await trails.send(new UpdateTrailCommand({ Name, KmsKeyId: "alias/trail" }));
    const { trailList } = await trails.send(new DescribeTrailsCommand({ trailNameList: [arn] }));
    expect(trailList).toEqual([
      {
        Name,
        TrailARN: arn,
        HomeRegion: "ap-southeast-1",
        S3BucketName,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        LogFileValidationEnabled: true,
        CloudWatchLogsLogGroupArn,
        CloudWatchLogsRoleArn,
        KmsKeyId: KeyMetadata?.Arn,
        HasCustomEventSelectors: false,
        HasInsightSelectors: false,
      },
    ]);
  });

  it.each<[string, Partial<CreateTrailCommandInput>, string]>([
    ["a bucket that is not there", { S3BucketName: "nowhere" }, "S3BucketDoesNotExistException"],
    [
      "a log group that is not there",
      { CloudWatchLogsLogGroupArn: `${CloudWatchLogsLogGroupArn.slice(0, -2)}x:*`, CloudWatchLogsRoleArn },
      "InvalidCloudWatchLogsLogGroupArnException",
    ],
    [
      "a role that is not there",
      { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: `${CloudWatchLogsRoleArn}x` },
      "InvalidCloudWatchLogsRoleArnException",
    ],
    [
      "a role that another service takes on",
      { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: roleNamed("other") },
      "InvalidCloudWatchLogsRoleArnException",
    ],
    [
      "a role that may do nothing",
      { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: roleNamed("powerless") },
      "InvalidCloudWatchLogsLogGroupArnException",
    ],
    ["a log group without a role", { CloudWatchLogsLogGroupArn }, "InvalidCloudWatchLogsRoleArnException"],
    ["a key that is not there", { KmsKeyId: "alias/none" }, "KmsKeyNotFoundException"],
    [
      "all regions without global services",
      { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false },
      "InvalidParameterCombinationException",
    ],
  ])("is refused with %s, and then not there", async (_what, settings, name) => {
    const { trails } = await withDestinations();
    const call = trails.send(new CreateTrailCommand({ Name, S3BucketName, ...settings }));
    await expect(call).rejects.toMatchObject({ name });
    expect((await trails.send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
  });

  it("is refused with a bucket that has no policy to let it in", async () => {
    const { client, trails } = await withDestinations();
    await client(S3Client).send(new CreateBucketCommand({ Bucket: "closed-bucket" }));
    await expect(
      trails.send(new CreateTrailCommand({ Name, S3BucketName: "closed-bucket" })),
    ).rejects.toMatchObject({ name: "InsufficientS3BucketPolicyException" });
  });

  it("changes in place; an empty text takes a destination away", async () => {
    const { trails } = await withTrail({
      CloudWatchLogsLogGroupArn,
      CloudWatchLogsRoleArn,
      S3KeyPrefix: "p",
    });
    await trails.send(new UpdateTrailCommand({ Name: arn, EnableLogFileValidation: true }));
    await trails.send(
      new UpdateTrailCommand({ Name, CloudWatchLogsLogGroupArn: "", CloudWatchLogsRoleArn: "" }),
    );
    const [trail] = (await trails.send(new DescribeTrailsCommand({}))).trailList ?? [];
    expect(trail).toMatchObject({ LogFileValidationEnabled: true, S3KeyPrefix: "p" });
    expect(trail).not.toHaveProperty("CloudWatchLogsLogGroupArn");
  });

  it("shows in other regions when it covers them, and is changed at home only", async () => {
    const { client, trails } = await withTrail({ IsMultiRegionTrail: true });
    const elsewhere = client(CloudTrailClient, { region: "eu-west-1" });
    const seen = async (includeShadowTrails?: boolean) =>
      (await elsewhere.send(new DescribeTrailsCommand({ includeShadowTrails }))).trailList?.length;
    expect(await seen()).toBe(1);
    expect(await seen(false)).toBe(0);
    await expect(elsewhere.send(new DeleteTrailCommand({ Name }))).rejects.toMatchObject({
      name: "InvalidHomeRegionException",
    });
    await trails.send(new UpdateTrailCommand({ Name, IsMultiRegionTrail: false }));
    expect(await seen()).toBe(0);
    expect((await elsewhere.send(new ListTrailsCommand({}))).Trails).toEqual([
      { Name, TrailARN: arn, HomeRegion: "ap-southeast-1" },
    ]);
  });

  it("records from when it is told to until it is told to stop", async () => {
    const { trails } = await withTrail();
    const status = () => trails.send(new GetTrailStatusCommand({ Name: arn }));
    expect(await status()).toMatchObject({ IsLogging: false });
    await trails.send(new StartLoggingCommand({ Name }));
    expect(await status()).toMatchObject({
      IsLogging: true,
      StartLoggingTime: now,
      TimeLoggingStarted: "2026-11-23T10:00:00Z",
    });
    await trails.send(new StopLoggingCommand({ Name }));
    expect(await status()).toMatchObject({ IsLogging: false, StopLoggingTime: now });
  });

  it("is gone after it was deleted", async () => {
    const { trails } = await withTrail();
    await expect(trails.send(new CreateTrailCommand({ Name, S3BucketName }))).rejects.toMatchObject({
      name: "TrailAlreadyExistsException",
    });
    await trails.send(new DeleteTrailCommand({ Name }));
    await expect(trails.send(new DeleteTrailCommand({ Name }))).rejects.toMatchObject({
      name: "TrailNotFoundException",
      message: `Unknown trail: ${Name} for the user: 123456789012`,
    });
  });
});

describe("what a trail records", () => {
  const management = { Name: "m", FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] };

  it("is all management events until it is told otherwise", async () => {
    const { trails } = await withTrail();
    const basic = {
      ReadWriteType: "All" as const,
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    };
    const selectors = () => trails.send(new GetEventSelectorsCommand({ TrailName: Name }));
    const isCustom = async () =>
      (await trails.send(new DescribeTrailsCommand({}))).trailList?.[0]?.HasCustomEventSelectors;
    expect((await selectors()).EventSelectors).toEqual([basic]);
    await trails.send(
      new PutEventSelectorsCommand({ TrailName: Name, AdvancedEventSelectors: [management] }),
    );
    expect(await selectors()).toMatchObject({ AdvancedEventSelectors: [management] });
    expect(await selectors()).not.toHaveProperty("EventSelectors");
    expect(await isCustom()).toBe(true);
    await trails.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors: [basic] }));
    expect(await isCustom()).toBe(false);
  });

  it("cannot be selected in both ways at once, in neither, by wildcards, nor without a category", async () => {
    const { trails } = await withTrail();
    for (const selectors of [
      { EventSelectors: [{}], AdvancedEventSelectors: [management] },
      { EventSelectors: [] },
      { EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3:::*"] }] }] },
      {
        AdvancedEventSelectors: [
          { Name: "no category", FieldSelectors: [{ Field: "readOnly", Equals: ["true"] }] },
        ],
      },
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] }] },
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [...management.FieldSelectors, { Field: "resources.ARN", Equals: ["x"] }] },
        ],
      },
      { EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Bucket", Values: [] }] }] },
      { EventSelectors: [{ ExcludeManagementEventSources: ["ec2.amazonaws.com"] }] },
    ])
      await expect(
        trails.send(new PutEventSelectorsCommand({ TrailName: Name, ...selectors })),
      ).rejects.toMatchObject({ name: "InvalidEventSelectorsException" });
  });

  it("includes unusual rates when Insights are on", async () => {
    const { trails } = await withTrail();
    const InsightSelectors = [{ InsightType: "ApiCallRateInsight" as const }];
    const read = () => trails.send(new GetInsightSelectorsCommand({ TrailName: Name }));
    await expect(read()).rejects.toMatchObject({ name: "InsightNotEnabledException" });
    const select = (ReadWriteType: "ReadOnly" | "All") =>
      trails.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors: [{ ReadWriteType }] }));
    await select("ReadOnly");
    await expect(
      trails.send(new PutInsightSelectorsCommand({ TrailName: Name, InsightSelectors })),
    ).rejects.toMatchObject({ name: "InvalidInsightSelectorsException" });
    await select("All");
    await trails.send(new PutInsightSelectorsCommand({ TrailName: Name, InsightSelectors }));
    expect((await read()).InsightSelectors).toEqual(InsightSelectors);
  });
});

describe("a trail's tags", () => {
  it("are added, replaced and removed by its ARN", async () => {
    const { trails } = await withTrail({ TagsList: [{ Key: "Project", Value: "retail" }] });
    const ResourceId = arn;
    const change = [
      { Key: "Project", Value: "mlops" },
      { Key: "Extra", Value: "1" },
    ];
    await trails.send(new AddTagsCommand({ ResourceId, TagsList: change }));
    await trails.send(new RemoveTagsCommand({ ResourceId, TagsList: [{ Key: "Extra" }] }));
    const { ResourceTagList } = await trails.send(new ListTagsCommand({ ResourceIdList: [arn] }));
    expect(ResourceTagList).toEqual([{ ResourceId, TagsList: [{ Key: "Project", Value: "mlops" }] }]);
    await expect(trails.send(new ListTagsCommand({ ResourceIdList: [Name] }))).rejects.toMatchObject({
      name: "CloudTrailARNInvalidException",
    });
  });
});
