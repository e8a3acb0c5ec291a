import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetAccountSummaryCommand,
  IAMClient,
  TagRoleCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { document } from "../../iam/test-principals.ts";
import { testAws } from "../../test-aws.ts";

const trust = document({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });

describe("IAM's quotas", () => {
  it.each([
    [
      "iam:roles",
      "RolesPerAccount",
      (n: number) => new CreateRoleCommand({ RoleName: `r${n}`, AssumeRolePolicyDocument: trust }),
    ],
    ["iam:groups", "GroupsPerAccount", (n: number) => new CreateGroupCommand({ GroupName: `g${n}` })],
    [
      "iam:instance-profiles",
      "InstanceProfilesPerAccount",
      (n: number) => new CreateInstanceProfileCommand({ InstanceProfileName: `i${n}` }),
    ],
    [
      "iam:customer-policies",
      "PoliciesPerAccount",
      (n: number) =>
        new CreatePolicyCommand({
          PolicyName: `p${n}`,
          PolicyDocument: document({ Action: "s3:*", Resource: "*" }),
        }),
    ],
    ["iam:roles", "AccessKeysPerUser", () => new CreateAccessKeyCommand({})],
  ])("end %s with a word about %s", async (quota, title, make) => {
    const iam = testAws({ quotas: { [quota]: 2 } }).client(IAMClient);
    // biome-ignore lint/suspicious/noExplicitAny: one table for commands of all kinds
    const send = (n: number) => iam.send(make(n) as any);
    await send(1);
    await send(2);
    await expect(send(3)).rejects.toMatchObject({
      name: "LimitExceededException",
      message: `Cannot exceed quota for ${title}: 2`,
      $metadata: { httpStatusCode: 409 },
    });
  });

  it("count what is added to the tags that are there", async () => {
    const iam = testAws().client(IAMClient);
    const tags = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ Key: `k${from + i}`, Value: "" }));
    await iam.send(
      new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust, Tags: tags(0, 50) }),
    );
    await iam.send(new TagRoleCommand({ RoleName: "r", Tags: tags(49, 1) }));
    await expect(iam.send(new TagRoleCommand({ RoleName: "r", Tags: tags(50, 1) }))).rejects.toMatchObject({
      name: "LimitExceededException",
      message: "The number of tags has reached the maximum limit.",
    });
  });

  it.each([
    [
      "an ARN that is none",
      "arn:aws:s3:::bucket/policy",
      "InvalidInputException",
      "ARN arn:aws:s3:::bucket/policy is not valid.",
    ],
    [
      "what belongs to a service",
      "arn:aws:iam::aws:policy/aws-service-role/AmazonEKSServiceRolePolicy",
      "PolicyNotAttachableException",
      "Cannot attach a Service Role Policy to a Customer Role.",
    ],
    [
      "what is not there",
      "arn:aws:iam::aws:policy/NoSuchPolicy",
      "NoSuchEntityException",
      "Policy arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.",
    ],
  ])("and attachments: a role does not get %s", async (_what, PolicyArn, name, message) => {
    const iam = testAws().client(IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust }));
    const attach = iam.send(new AttachRolePolicyCommand({ RoleName: "r", PolicyArn }));
    await expect(attach).rejects.toMatchObject({ name, message });
  });

  it("are told with the account's summary", async () => {
    const iam = testAws({ quotas: { "iam:roles": 5000 } }).client(IAMClient);
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ RolesQuota: 5000, GroupsQuota: 300, PoliciesQuota: 1500 });
  });
});
