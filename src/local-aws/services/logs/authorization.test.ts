import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, it } from "vitest";
import { makeUser } from "../../iam/test-principals.ts";
import { testAws } from "../../test-aws.ts";

const groups = "arn:aws:logs:ap-southeast-1:123456789012:log-group:";

async function clientOf(...may: Record<string, unknown>[]) {
  const aws = testAws();
  const as = await makeUser(aws, "dev", { may });
  return { logs: aws.client(CloudWatchLogsClient, { as }), admin: aws.client(CloudWatchLogsClient) };
}

const denied = (action: string, resource: string) => ({
  name: "AccessDeniedException",
  message: `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
});

describe("permissions for log groups", () => {
  it("are given on what is in the group, not on the group's own ARN", async () => {
    const { logs } = await clientOf(
      { Action: "logs:CreateLogGroup", Resource: `${groups}/app/*` },
      { Action: "logs:PutRetentionPolicy", Resource: `${groups}/app/web` },
    );
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/app/web" }));
    await expect(
      logs.send(new PutRetentionPolicyCommand({ logGroupName: "/app/web", retentionInDays: 7 })),
    ).rejects.toMatchObject(denied("logs:PutRetentionPolicy", `${groups}/app/web:log-stream:`));
  });

  it("are given on the group's own ARN for its tags", async () => {
    const { logs, admin } = await clientOf(
      { Action: "logs:CreateLogGroup", Resource: "*" },
      { Action: "logs:ListTagsForResource", Resource: `${groups}/app/web:*` },
    );
    const tags = { team: "ml" };
    await expect(
      logs.send(new CreateLogGroupCommand({ logGroupName: "/app/web", tags })),
    ).rejects.toMatchObject(denied("logs:TagResource", `${groups}/app/web`));
    await admin.send(new CreateLogGroupCommand({ logGroupName: "/app/web", tags }));
    await expect(
      logs.send(new ListTagsForResourceCommand({ resourceArn: `${groups}/app/web` })),
    ).rejects.toMatchObject(denied("logs:ListTagsForResource", `${groups}/app/web`));
  });

  it("reach single streams, and list all groups or none", async () => {
    const { logs, admin } = await clientOf(
      { Action: "logs:CreateLogStream", Resource: `${groups}/app/web:log-stream:pod-*` },
      { Action: "logs:DescribeLogGroups", Resource: `${groups}/app/*` },
    );
    await admin.send(new CreateLogGroupCommand({ logGroupName: "/app/web" }));
    const create = (logStreamName: string) =>
      logs.send(new CreateLogStreamCommand({ logGroupName: "/app/web", logStreamName }));
    await create("pod-1");
    await expect(create("job-1")).rejects.toMatchObject(
      denied("logs:CreateLogStream", `${groups}/app/web:log-stream:job-1`),
    );
    await expect(
      logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/app/" })),
    ).rejects.toMatchObject(denied("logs:DescribeLogGroups", `${groups}:log-stream:`));
  });

  it("can rest on a group's tags", async () => {
    const { logs, admin } = await clientOf({
      Action: "logs:PutRetentionPolicy",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/team": "ml" } },
    });
    for (const team of ["ml", "web"])
      await admin.send(new CreateLogGroupCommand({ logGroupName: `/${team}`, tags: { team } }));
    const keep = (logGroupName: string) =>
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    await keep("/ml");
    await expect(keep("/web")).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});
