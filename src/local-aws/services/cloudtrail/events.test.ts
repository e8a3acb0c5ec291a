import { gunzipSync } from "node:zlib";
import {
  CloudTrailClient,
  CreateTrailCommand,
  GetTrailStatusCommand,
  type LookupAttribute,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, RetireGrantCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { assume, makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const start = Date.parse("2026-11-23T10:00:00Z");
let now = start;
let test: TestAws;
let trails: CloudTrailClient;
let ec2: EC2Client;

beforeEach(() => {
  now = start;
  test = testAws({ now: () => new Date(now), awsTime: "real" });
  trails = test.client(CloudTrailClient);
  ec2 = test.client(EC2Client);
});

const lookUp = async (AttributeKey: LookupAttribute["AttributeKey"], AttributeValue: string) =>
  (await trails.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey, AttributeValue }] })))
    .Events ?? [];

describe("the history of events", () => {
  it("tells who changed what", async () => {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const VpcId = Vpc?.VpcId ?? "";
    await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: "db", Description: "db" }));
    const [group, vpc] = await lookUp("ResourceName", VpcId);
    expect(group?.EventName).toBe("CreateSecurityGroup");
    expect(vpc).toMatchObject({
      EventName: "CreateVpc",
      EventSource: "ec2.amazonaws.com",
      EventTime: new Date(start),
      Username: "administrator",
      ReadOnly: "false",
      Resources: expect.arrayContaining([{ ResourceType: "AWS::EC2::VPC", ResourceName: VpcId }]),
    });
    expect(JSON.parse(vpc?.CloudTrailEvent ?? "")).toMatchObject({
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::123456789012:user/administrator" },
      eventTime: "2026-11-23T10:00:00Z",
      awsRegion: "ap-southeast-1",
      requestParameters: { cidrBlock: "10.0.0.0/16" },
      eventID: vpc?.EventId,
    });
  });

  it("tells of refusals, and of nothing that was only read or is data", async () => {
    await expect(ec2.send(new DeleteVpcCommand({ VpcId: "vpc-0123456789abcdef0" }))).rejects.toThrow();
    const s3 = test.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "history-bucket" }));
    await s3.send(new PutObjectCommand({ Bucket: "history-bucket", Key: "k", Body: "secret" }));
    await s3.send(new ListObjectsV2Command({ Bucket: "history-bucket" }));
    const { Events = [] } = await trails.send(new LookupEventsCommand({}));
    expect(Events.map(({ EventName }) => EventName)).toEqual(["CreateBucket", "DeleteVpc"]);
    expect(JSON.parse(Events[1]?.CloudTrailEvent ?? "")).toMatchObject({
      errorCode: "InvalidVpcID.NotFound",
      requestParameters: { vpcId: "vpc-0123456789abcdef0" },
    });
  });

  it("keeps to itself what lets others in", async () => {
    const kms = test.client(KMSClient);
    const GrantToken = "token-of-a-grant";
    await expect(kms.send(new RetireGrantCommand({ GrantToken }))).rejects.toThrow();
    const [event] = await lookUp("EventName", "RetireGrant");
    expect(JSON.parse(event?.CloudTrailEvent ?? "").requestParameters).toEqual({
      grantToken: "HIDDEN_DUE_TO_SECURITY_REASONS",
    });
  });

  it("comes in pages, between two times, the latest first", async () => {
    for (const minute of [0, 1, 2]) {
      now = start + minute * 60_000;
      await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${minute}.0.0/16` }));
    }
    const times = (events: readonly { EventTime?: Date }[] = []) =>
      events.map(({ EventTime }) => ((EventTime?.getTime() ?? 0) - start) / 60_000);
    const first = await trails.send(new LookupEventsCommand({ MaxResults: 2 }));
    const rest = await trails.send(new LookupEventsCommand({ MaxResults: 2, NextToken: first.NextToken }));
    expect([times(first.Events), times(rest.Events)]).toEqual([[2, 1], [0]]);
    expect(rest.NextToken).toBeUndefined();
    const StartTime = new Date(start + 60_000);
    expect(times((await trails.send(new LookupEventsCommand({ StartTime }))).Events)).toEqual([2, 1]);
    await expect(
      trails.send(new LookupEventsCommand({ StartTime, EndTime: new Date(start) })),
    ).rejects.toMatchObject({ name: "InvalidTimeRangeException" });
  });

  it("tells of a role's session by its name and its role, and survives a restart", async () => {
    const role = await makeRole(test, "deployer", { may: [{ Action: "ec2:CreateVpc", Resource: "*" }] });
    const as = await assume(test, role);
    await test.client(EC2Client, { as }).send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    test.aws.store.load(test.aws.store.toBytes());
    const [event] = await lookUp("Username", "test");
    expect(event).toMatchObject({ EventName: "CreateVpc", AccessKeyId: as.AccessKeyId });
    expect(JSON.parse(event?.CloudTrailEvent ?? "").userIdentity).toMatchObject({
      type: "AssumedRole",
      arn: "arn:aws:sts::123456789012:assumed-role/deployer/test",
      sessionContext: { sessionIssuer: { arn: role, userName: "deployer" } },
    });
  });

  it("finds who tagged something by its id", async () => {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const VpcId = Vpc?.VpcId ?? "";
    await ec2.send(new CreateTagsCommand({ Resources: [VpcId], Tags: [{ Key: "Owner", Value: "ann" }] }));
    const [tagging] = await lookUp("ResourceName", VpcId);
    expect(tagging).toMatchObject({
      EventName: "CreateTags",
      Resources: [{ ResourceType: "AWS::EC2::VPC", ResourceName: VpcId }],
    });
  });

  it("has what concerns the whole account in one region", async () => {
    await test.client(IAMClient).send(new CreateUserCommand({ UserName: "ann" }));
    expect(await lookUp("ResourceName", "ann")).toEqual([]);
    trails = test.client(CloudTrailClient, { region: "us-east-1" });
    expect(await lookUp("ResourceName", "ann")).toMatchObject([{ EventName: "CreateUser" }]);
  });
});

describe("a trail's files", () => {
  const Bucket = "trail-files";
  const s3Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["s3:GetBucketAcl", "s3:PutObject"],
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/AWSLogs/123456789012/*`],
      },
    ],
  });
  let s3: S3Client;

  beforeEach(async () => {
    s3 = test.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: s3Policy }));
    await trails.send(new CreateTrailCommand({ Name: "audit", S3BucketName: Bucket }));
    await trails.send(new StartLoggingCommand({ Name: "audit" }));
  });

  const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? [];

  it("are in its bucket a few minutes later", async () => {
    await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    expect(await keys()).toEqual([]);
    now += 301_000;
    const [file] = await keys();
    expect(file?.Key).toMatch(
      /^AWSLogs\/123456789012\/CloudTrail\/ap-southeast-1\/2026\/11\/23\/123456789012_CloudTrail_ap-southeast-1_20261123T1005Z_\w{16}\.json\.gz$/,
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: file?.Key }));
    const { Records } = JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? "").toString());
    expect(Records).toMatchObject([{ eventName: "StartLogging" }, { eventName: "CreateVpc" }]);
    const status = await trails.send(new GetTrailStatusCommand({ Name: "audit" }));
    expect(status.LatestDeliveryTime).toEqual(new Date(start + 300_000));
  });

  it("are not there where no time passes, however long a request takes", async () => {
    let ticks = start;
    test = testAws({ now: () => new Date(ticks++) });
    s3 = test.client(S3Client);
    trails = test.client(CloudTrailClient);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: s3Policy }));
    await trails.send(new CreateTrailCommand({ Name: "audit", S3BucketName: Bucket }));
    await trails.send(new StartLoggingCommand({ Name: "audit" }));
    ticks += 600_000;
    expect(await keys()).toEqual([]);
  });

  it("go to its log group too, from all regions to the stream of its own, and leave out what its selectors leave out", async () => {
    const logs = test.client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "trail" }));
    const CloudWatchLogsRoleArn = await makeRole(test, "trail", {
      trust: { Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" },
      may: [
        {
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource:
            "arn:aws:logs:ap-southeast-1:123456789012:log-group:trail:log-stream:123456789012_CloudTrail_ap-southeast-1*",
        },
      ],
    });
    const CloudWatchLogsLogGroupArn = "arn:aws:logs:ap-southeast-1:123456789012:log-group:trail:*";
    await trails.send(
      new UpdateTrailCommand({
        Name: "audit",
        IsMultiRegionTrail: true,
        CloudWatchLogsLogGroupArn,
        CloudWatchLogsRoleArn,
      }),
    );
    const FieldSelectors = [
      { Field: "eventCategory", Equals: ["Management"] },
      { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] },
    ];
    await trails.send(
      new PutEventSelectorsCommand({ TrailName: "audit", AdvancedEventSelectors: [{ FieldSelectors }] }),
    );
    now += 301_000;
    await test.client(KMSClient).send(new CreateKeyCommand({}));
    await test.client(IAMClient).send(new CreateUserCommand({ UserName: "ann" }));
    await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    now += 301_000;
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({
        logGroupName: "trail",
        logStreamName: "123456789012_CloudTrail_ap-southeast-1",
        startFromHead: true,
      }),
    );
    const names = events.map(({ message }) => JSON.parse(message ?? "").eventName);
    expect(names).toContain("PutEventSelectors");
    expect(names).toEqual(expect.arrayContaining(["CreateVpc", "CreateUser"]));
    expect(names).not.toContain("CreateKey");
  });

  it("are not there when the bucket no longer lets them in, which the status tells", async () => {
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    now += 301_000;
    expect(await keys()).toEqual([]);
    const status = await trails.send(new GetTrailStatusCommand({ Name: "audit" }));
    expect(status).toMatchObject({ LatestDeliveryError: "AccessDenied" });
    expect(status.LatestDeliveryTime).toBeUndefined();
  });
});
