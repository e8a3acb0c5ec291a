import {
  CloudTrailClient,
  CreateTrailCommand,
  DescribeTrailsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { document, makeUser } from "../../iam/test-principals.ts";
import { testAws } from "../../test-aws.ts";

const trail = (name: string) => `arn:aws:cloudtrail:ap-southeast-1:123456789012:trail/${name}`;
const user = "User: arn:aws:iam::123456789012:user/auditor is not authorized to perform:";

it("asks who may do what to which trail, and who may hand over its role", async () => {
  const aws = testAws();
  const Bucket = "audit-files";
  const s3 = aws.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = document({
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: ["s3:GetBucketAcl", "s3:PutObject"],
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const may = [
    { Action: "cloudtrail:CreateTrail", Resource: "*" },
    { Action: "cloudtrail:StartLogging", Resource: trail("mine") },
  ];
  const trails = aws.client(CloudTrailClient, { as: await makeUser(aws, "auditor", { may }) });
  const create = (settings: object) =>
    trails.send(new CreateTrailCommand({ Name: "mine", S3BucketName: Bucket, ...settings }));
  const CloudWatchLogsRoleArn = "arn:aws:iam::123456789012:role/trail";
  await expect(create({ CloudWatchLogsRoleArn })).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: `${user} iam:PassRole on resource: ${CloudWatchLogsRoleArn} because no identity-based policy allows the iam:PassRole action`,
  });
  await expect(create({ TagsList: [{ Key: "team", Value: "ml" }] })).rejects.toMatchObject({
    message: expect.stringContaining(`cloudtrail:AddTags on resource: ${trail("mine")}`),
  });
  await create({});
  await trails.send(new StartLoggingCommand({ Name: "mine" }));
  await expect(trails.send(new StartLoggingCommand({ Name: "other" }))).rejects.toMatchObject({
    message: expect.stringContaining(`cloudtrail:StartLogging on resource: ${trail("other")}`),
  });
  await expect(trails.send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining("cloudtrail:DescribeTrails on resource: *"),
  });
});
