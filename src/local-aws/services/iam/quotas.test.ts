import {
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetAccountSummaryCommand,
  IAMClient,
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

  it("are told with the account's summary", async () => {
    const iam = testAws({ quotas: { "iam:roles": 5000 } }).client(IAMClient);
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ RolesQuota: 5000, GroupsQuota: 300, PoliciesQuota: 1500 });
  });
});
