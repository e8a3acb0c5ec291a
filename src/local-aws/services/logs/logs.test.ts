import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  DescribeResourcePoliciesCommand,
  DisassociateKmsKeyCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutMetricFilterCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  paginateDescribeLogGroups,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, DisableKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const now = Date.parse("2026-11-23T10:00:00Z");
const logGroupName = "/aws/eks/retail-mlops-dev/cluster";
const arn = `arn:aws:logs:ap-southeast-1:123456789012:log-group:${logGroupName}`;

/** Of a key that CloudWatch Logs may use for the groups of these names. */
const logsKeyPolicy = (
  names = "*",
  actions = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
) =>
  JSON.stringify({
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
        Principal: { Service: "logs.ap-southeast-1.amazonaws.com" },
        Action: actions,
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:ap-southeast-1:123456789012:log-group:${names}`,
          },
        },
      },
    ],
  });

async function withGroup(settings: { retentionInDays?: number } = {}) {
  const aws = testAws({ now: () => new Date(now) });
  const logs = aws.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { Environment: "dev" } }));
  if (settings.retentionInDays)
    await logs.send(
      new PutRetentionPolicyCommand({ logGroupName, retentionInDays: settings.retentionInDays }),
    );
  return Object.assign(logs, { kms: aws.client(KMSClient) });
}

async function withEvents(messages: readonly string[], logStreamName = "s") {
  const logs = await withGroup();
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = messages.map((message, index) => ({ message, timestamp: now - 1000 + index }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  return logs;
}

describe("log groups", () => {
  it("describes a group as it was made and changed", async () => {
    const logs = await withGroup({ retentionInDays: 90 });
    const kmsKeyId = (await logs.kms.send(new CreateKeyCommand({ Policy: logsKeyPolicy() }))).KeyMetadata
      ?.Arn;
    await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
    const describeGroup = async () =>
      (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups?.[0];
    expect(await describeGroup()).toEqual({
      logGroupName,
      arn: `${arn}:*`,
      logGroupArn: arn,
      creationTime: now,
      retentionInDays: 90,
      kmsKeyId,
      logGroupClass: "STANDARD",
      metricFilterCount: 0,
      storedBytes: 0,
      deletionProtectionEnabled: false,
    });
    await logs.send(new DisassociateKmsKeyCommand({ resourceIdentifier: arn }));
    expect((await describeGroup())?.kmsKeyId).toBeUndefined();
  });

  it("refuses a key that is not there or is disabled", async () => {
    const logs = await withGroup();
    const { KeyMetadata } = await logs.kms.send(new CreateKeyCommand({}));
    await logs.kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    for (const kmsKeyId of [KeyMetadata?.Arn, "arn:aws:kms:ap-southeast-1:123456789012:key/none"])
      await expect(
        logs.send(new CreateLogGroupCommand({ logGroupName: "/new", kmsKeyId })),
      ).rejects.toMatchObject({
        name: "AccessDeniedException",
        message: `The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:ap-southeast-1:123456789012:log-group:/new'`,
      });
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(1);
  });

  it.each<[string, string | undefined]>([
    ["says nothing of CloudWatch Logs", undefined],
    ["means other groups", logsKeyPolicy("/other/*")],
    ["lets it only read", logsKeyPolicy("*", ["kms:Decrypt"])],
  ])("refuses a key whose policy %s", async (_what, Policy) => {
    const logs = await withGroup();
    const { KeyMetadata } = await logs.kms.send(new CreateKeyCommand({ Policy }));
    const associate = () =>
      logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: KeyMetadata?.Arn }));
    await expect(associate()).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`,
    });
    await logs.kms.send(
      new PutKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId, Policy: logsKeyPolicy("/aws/eks/*") }),
    );
    await associate();
  });

  it("takes no events once it has lost its key", async () => {
    const logs = await withGroup();
    const { KeyMetadata } = await logs.kms.send(new CreateKeyCommand({ Policy: logsKeyPolicy() }));
    await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: KeyMetadata?.Arn }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "s" }));
    const put = () =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName,
          logStreamName: "s",
          logEvents: [{ message: "hello", timestamp: now }],
        }),
      );
    await put();
    await logs.kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await expect(put()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("refuses names that AWS keeps for itself, and more groups than the account may have", async () => {
    const aws = testAws({ quotas: { "logs:log-groups": 1 } });
    const logs = aws.client(CloudWatchLogsClient);
    const create = (name: string) => logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    await expect(create("aws/spans")).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Log groups starting with AWS/ are reserved for AWS.",
    });
    await create("/aws/first");
    await expect(create("/aws/second")).rejects.toMatchObject({ name: "LimitExceededException" });
  });

  it("keeps what is protected from deletion", async () => {
    const logs = await withGroup();
    const protect = (deletionProtectionEnabled: boolean) =>
      logs.send(
        new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: arn, deletionProtectionEnabled }),
      );
    await protect(true);
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: "ValidationException",
    });
    await protect(false);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  });

  it("refuses a name twice, days that are not offered, and what is not there", async () => {
    const logs = await withGroup();
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
      message: "The specified log group already exists",
    });
    await expect(
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 31 })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified log group does not exist.",
    });
  });

  it("reads and writes tags by its ARN, which is not that of its streams", async () => {
    const logs = await withGroup();
    const resourceArn = arn;
    await expect(
      logs.send(new ListTagsForResourceCommand({ resourceArn: `${arn}:*` })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    await logs.send(
      new TagResourceCommand({ resourceArn, tags: { Project: "retail", Environment: "test" } }),
    );
    await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["Project"] }));
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ Environment: "test" });
    expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual(tags);
  });

  it("pages through all groups in the order of their names, region by region", async () => {
    const { client } = testAws();
    const logs = client(CloudWatchLogsClient);
    const names = Array.from({ length: 7 }, (_, index) => `/app/${index}`);
    for (const name of [...names].reverse())
      await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    const seen: (string | undefined)[] = [];
    for await (const { logGroups = [] } of paginateDescribeLogGroups(
      { client: logs, pageSize: 3 },
      { logGroupNamePattern: "app" },
    ))
      seen.push(...logGroups.map((group) => group.logGroupName));
    expect(seen).toEqual(names);
    const elsewhere = client(CloudWatchLogsClient, { region: "eu-west-1" });
    expect((await elsewhere.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  });
});

describe("log events", () => {
  it("come back in both directions until the tokens stand still", async () => {
    const logs = await withEvents(["a", "b", "c", "d", "e"]);
    const read = (nextToken?: string, startFromHead?: boolean) =>
      logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName: "s", limit: 2, nextToken, startFromHead }),
      );
    const text = ({ events = [] }: { events?: { message?: string }[] }) =>
      events.map(({ message }) => message).join("");
    const newest = await read();
    expect(text(newest)).toBe("de");
    const before = await read(newest.nextBackwardToken);
    expect(text(before)).toBe("bc");
    const head = await read(undefined, true);
    expect(text(head)).toBe("ab");
    const end = await read(
      (await read((await read(head.nextForwardToken)).nextForwardToken)).nextForwardToken,
    );
    expect(text(end)).toBe("");
    expect((await read(end.nextForwardToken)).nextForwardToken).toBe(end.nextForwardToken);
  });

  it("show in the stream and count in the group", async () => {
    const logs = await withEvents(["first", "second"]);
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
    );
    expect(logStreams?.[0]).toMatchObject({
      logStreamName: "s",
      arn: `${arn}:log-stream:s`,
      firstEventTimestamp: now - 1000,
      lastEventTimestamp: now - 999,
      lastIngestionTime: now,
    });
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]?.storedBytes).toBe("firstsecond".length + 2 * 26);
  });

  it("are left out when they are too new or past the group's retention, and the answer says which", async () => {
    const logs = await withGroup({ retentionInDays: 3 });
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "s" }));
    const put = (timestamp: number, message: string) =>
      logs.send(
        new PutLogEventsCommand({ logGroupName, logStreamName: "s", logEvents: [{ timestamp, message }] }),
      );
    expect((await put(now - 4 * 86_400_000, "expired")).rejectedLogEventsInfo).toEqual({
      expiredLogEventEndIndex: 1,
    });
    expect((await put(now + 3 * 3_600_000, "future")).rejectedLogEventsInfo).toEqual({
      tooNewLogEventStartIndex: 0,
    });
    expect((await put(now, "kept")).rejectedLogEventsInfo).toBeUndefined();
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events?.map(({ message }) => message)).toEqual(["kept"]);
  });

  it.each([
    ["ERROR", [1, 2]],
    ['ERROR -"disk full"', [2]],
    ["?INFO ?disk", [0, 1]],
    ['{ $.errorCode = "*UnauthorizedOperation" || $.count > 9 }', [3, 4]],
    ["{ ($.errorCode NOT EXISTS) && ($.count = 12) }", [4]],
    ["{ $.userIdentity.mfa IS FALSE }", [3]],
    ["%dis[kc]%", [1]],
  ])("are found by the filter pattern %s", async (filterPattern, expected) => {
    const messages = [
      "INFO started",
      "ERROR disk full",
      "ERROR network",
      '{"errorCode":"Client.UnauthorizedOperation","count":1,"userIdentity":{"mfa":false}}',
      '{"count":12}',
    ];
    const logs = await withEvents(messages);
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    expect(events?.map(({ message = "" }) => messages.indexOf(message))).toEqual(expected);
  });
});

describe("what hangs on groups and regions", () => {
  const policyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: "logs:PutLogEvents",
        Resource: "*",
      },
    ],
  });

  it("keeps metric filters with their transformations", async () => {
    const logs = await withGroup();
    const transformation = { metricName: "Root", metricNamespace: "Trail", metricValue: "1" };
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName,
        filterName: "root",
        filterPattern: '{ $.userIdentity.type = "Root" }',
        metricTransformations: [transformation],
      }),
    );
    const described = await logs.send(
      new DescribeMetricFiltersCommand({ metricName: "Root", metricNamespace: "Trail" }),
    );
    expect(described.metricFilters).toMatchObject([
      { filterName: "root", metricTransformations: [transformation] },
    ]);
    await logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: "root" }));
    await expect(
      logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: "root" })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it.each([
    [
      { dimensions: { User: "$.user" }, defaultValue: 0 },
      "dimensions and default value are mutually exclusive properties.",
    ],
    [{ dimensions: { User: "somebody" } }, "dimension value must be valid selector"],
    [{ metricValue: "many" }, "metric value many must be a valid number"],
  ])("refuses metrics that cannot be counted: %j", async (wrong, why) => {
    const logs = await withGroup();
    const transformation = { metricName: "Root", metricNamespace: "Trail", metricValue: "1", ...wrong };
    await expect(
      logs.send(
        new PutMetricFilterCommand({
          logGroupName,
          filterName: "root",
          filterPattern: "",
          metricTransformations: [transformation],
        }),
      ),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: `Invalid metric transformation: ${why}`,
    });
  });

  it("keeps one policy of a group, which changes by its revision", async () => {
    const logs = await withGroup();
    const put = (expectedRevisionId?: string) =>
      logs.send(
        new PutResourcePolicyCommand({
          policyName: "p",
          policyDocument,
          resourceArn: arn,
          expectedRevisionId,
        }),
      );
    const { revisionId } = await put();
    await expect(put()).rejects.toMatchObject({ name: "OperationAbortedException" });
    await put(revisionId);
    const ofAccount = await logs.send(new DescribeResourcePoliciesCommand({}));
    expect(ofAccount.resourcePolicies).toEqual([]);
    const ofGroup = await logs.send(new DescribeResourcePoliciesCommand({ resourceArn: arn }));
    expect(ofGroup.resourcePolicies).toMatchObject([{ policyName: "p", policyScope: "RESOURCE" }]);
  });

  it("keeps resource policies, ten at most", async () => {
    const logs = testAws().client(CloudWatchLogsClient);
    const put = (policyName: string) =>
      logs.send(new PutResourcePolicyCommand({ policyName, policyDocument }));
    await expect(
      logs.send(new PutResourcePolicyCommand({ policyName: "bad", policyDocument: "{" })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    for (let index = 0; index < 10; index++) await put(`policy-${index}`);
    await put("policy-3");
    await expect(put("one-more")).rejects.toMatchObject({ name: "LimitExceededException" });
    const { resourcePolicies } = await logs.send(new DescribeResourcePoliciesCommand({}));
    expect(resourcePolicies).toHaveLength(10);
  });
});
