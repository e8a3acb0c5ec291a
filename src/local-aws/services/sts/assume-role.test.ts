import {
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListRolesCommand,
  ListUsersCommand,
  TagRoleCommand,
  UpdateRoleCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import {
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { assume, document, makeRole, makeUser } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const trustOnly = (condition: object, extra: object = {}) => ({
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: condition,
  ...extra,
});

const denied = {
  name: "AccessDenied",
  message:
    "User: arn:aws:iam::123456789012:user/administrator is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/r",
  $metadata: { httpStatusCode: 403 },
};

/** The same AWS, asked with these credentials. */
function asCaller(aws: TestAws, as: Awaited<ReturnType<typeof assume>>): TestAws {
  return { ...aws, client: ((type) => aws.client(type, { as })) as TestAws["client"] };
}

describe("AssumeRole", () => {
  it.each([
    [
      "an external id",
      { StringEquals: { "sts:ExternalId": "xy" } },
      { ExternalId: "xy" },
      { ExternalId: "yx" },
    ],
    [
      "a session's name",
      { StringLike: { "sts:RoleSessionName": "ci-*" } },
      { RoleSessionName: "ci-1" },
      { RoleSessionName: "me" },
    ],
    [
      "tags",
      { StringEquals: { "aws:RequestTag/team": "ml" } },
      { Tags: [{ Key: "team", Value: "ml" }] },
      { Tags: [{ Key: "team", Value: "hr" }] },
    ],
    [
      "a second device",
      { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      { SerialNumber: "arn:aws:iam::123456789012:mfa/me", TokenCode: "123456" },
      { RoleSessionName: "me" },
    ],
  ])("lets the trust policy ask for %s", async (_what, condition, good, bad) => {
    const aws = testAws();
    const role = await makeRole(aws, "r", { trust: trustOnly(condition) });
    expect((await assume(aws, role, good)).AccessKeyId).toMatch(/^ASIA/);
    await expect(assume(aws, role, bad)).rejects.toMatchObject(denied);
    await expect(assume(aws, role)).rejects.toMatchObject(denied);
  });

  it("refuses a role that is not there, and one that trusts only a service, in the same words", async () => {
    const aws = testAws();
    const arn = "arn:aws:iam::123456789012:role/r";
    await expect(assume(aws, arn)).rejects.toMatchObject(denied);
    const trust = { Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" };
    await makeRole(aws, "r", { trust });
    await expect(assume(aws, arn)).rejects.toMatchObject(denied);
  });

  it("asks a user who is trusted only by its account for a permission of its own", async () => {
    const aws = testAws();
    const role = await makeRole(aws, "r");
    const ann = asCaller(aws, await makeUser(aws, "ann"));
    await expect(assume(ann, role)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    });
    const byName = { Principal: { AWS: "arn:aws:iam::123456789012:user/ann" }, Action: "sts:AssumeRole" };
    await expect(assume(ann, await makeRole(aws, "s", { trust: byName }))).resolves.toBeDefined();
  });

  it("crosses accounts where the trust policy and the caller's own policies say so", async () => {
    const aws = testAws();
    const role = await makeRole(aws, "r", {
      trust: { Principal: { AWS: "arn:aws:iam::999988887777:root" }, Action: "sts:AssumeRole" },
    });
    const from = (account: string) => ({
      ...aws,
      client: ((type) => aws.client(type, { account })) as typeof aws.client,
    });
    const as = await assume(from("999988887777"), role);
    const { Account, Arn } = await aws.client(STSClient, { as }).send(new GetCallerIdentityCommand({}));
    expect([Account, Arn]).toEqual(["123456789012", "arn:aws:sts::123456789012:assumed-role/r/test"]);
    await expect(assume(from("111122223333"), role)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("keeps the session within the role's length, and a chained one within an hour", async () => {
    const aws = testAws();
    const role = await makeRole(aws, "r");
    await expect(assume(aws, role, { DurationSeconds: 7200 })).rejects.toMatchObject({
      name: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      $metadata: { httpStatusCode: 400 },
    });
    const first = await makeRole(aws, "first", { may: [{ Action: "sts:AssumeRole", Resource: "*" }] });
    const chained = asCaller(aws, await assume(aws, first));
    await expect(assume(chained, role, { DurationSeconds: 3601 })).rejects.toMatchObject({
      message:
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    });
    await expect(assume(chained, role)).resolves.toBeDefined();
  });

  it("gives a user with a code of a second device a session as long as the role has it", async () => {
    const aws = testAws();
    const role = await makeRole(aws, "r");
    await aws.client(IAMClient).send(new UpdateRoleCommand({ RoleName: "r", MaxSessionDuration: 4 * 3600 }));
    const code = { SerialNumber: "arn:aws:iam::123456789012:mfa/me", TokenCode: "123456" };
    const { Credentials } = await aws.client(STSClient).send(new GetSessionTokenCommand(code));
    const me = asCaller(aws, { ...Credentials });
    await expect(assume(me, role, { DurationSeconds: 4 * 3600 })).resolves.toBeDefined();
  });

  it("keeps to whom a chain of sessions began with, and asks every role on the way for that", async () => {
    const aws = testAws();
    const account = { Principal: { AWS: "123456789012" } };
    const trust = { ...account, Action: ["sts:AssumeRole", "sts:SetSourceIdentity"] };
    const may = [{ Action: "sts:*", Resource: "*" }];
    const first = await makeRole(aws, "first", { trust, may });
    const next = await makeRole(aws, "next", { trust });
    const unaware = await makeRole(aws, "unaware", { trust: { ...account, Action: "sts:AssumeRole" } });
    const ann = asCaller(aws, await assume(aws, first, { SourceIdentity: "ann" }));
    await expect(assume(ann, next)).resolves.toBeDefined();
    await expect(assume(ann, next, { SourceIdentity: "ann" })).resolves.toBeDefined();
    const refused = (role: string) => ({
      name: "AccessDenied",
      message: `User: arn:aws:sts::123456789012:assumed-role/first/test is not authorized to perform: sts:SetSourceIdentity on resource: ${role}`,
    });
    await expect(assume(ann, next, { SourceIdentity: "bob" })).rejects.toMatchObject(refused(next));
    await expect(assume(ann, unaware)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("is not authorized to perform: sts:SetSourceIdentity on resource"),
    });
  });

  it("tells a role by its tags, in the words of IAM as well", async () => {
    const aws = testAws();
    const Condition = { StringEquals: { "iam:ResourceTag/team": "ml" } };
    const as = await makeUser(aws, "ann", { may: [{ Action: "sts:AssumeRole", Resource: "*", Condition }] });
    const ann = asCaller(aws, as);
    const role = await makeRole(aws, "r");
    await expect(assume(ann, role)).rejects.toMatchObject({ name: "AccessDenied" });
    await aws
      .client(IAMClient)
      .send(new TagRoleCommand({ RoleName: "r", Tags: [{ Key: "team", Value: "ml" }] }));
    await expect(assume(ann, role)).resolves.toBeDefined();
  });

  it("is not for federated users, whatever they and the role allow", async () => {
    const aws = testAws();
    const everything = document({ Action: "*", Resource: "*" });
    const as = await makeUser(aws, "ann", { may: [{ Action: "sts:*", Resource: "*" }] });
    const { Credentials } = await aws
      .client(STSClient, { as })
      .send(new GetFederationTokenCommand({ Name: "guest", Policy: everything }));
    const role = await makeRole(aws, "r", { trust: { Principal: { AWS: "*" }, Action: "sts:AssumeRole" } });
    await expect(assume(asCaller(aws, { ...Credentials }), role)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::123456789012:federated-user/guest is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    });
  });

  it("trusts a user by any name, and nobody who takes that of one who went", async () => {
    const aws = testAws();
    const iam = aws.client(IAMClient);
    const key = await makeUser(aws, "ann");
    const bob = "arn:aws:iam::123456789012:user/bob";
    const ann = { AWS: ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::999988887777:root"] };
    const role = await makeRole(aws, "r", { trust: { Principal: ann, Action: "sts:AssumeRole" } });
    const trusted = async () => {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: "r" }));
      return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).Statement[0].Principal.AWS;
    };
    await iam.send(new UpdateUserCommand({ UserName: "ann", NewUserName: "bob" }));
    await expect(assume(asCaller(aws, key), role)).resolves.toBeDefined();
    expect(await trusted()).toEqual([bob, ann.AWS[1]]);
    const { User } = await iam.send(new GetUserCommand({ UserName: "bob" }));
    await iam.send(new DeleteAccessKeyCommand({ UserName: "bob", AccessKeyId: key.AccessKeyId }));
    await iam.send(new DeleteUserCommand({ UserName: "bob" }));
    expect(await trusted()).toEqual([User?.UserId, ann.AWS[1]]);
    const other = asCaller(aws, await makeUser(aws, "bob"));
    await expect(assume(other, role)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("lets a session do what both the role's and the session's policies allow", async () => {
    const aws = testAws();
    const role = await makeRole(aws, "r", {
      may: [{ Action: ["iam:ListRoles", "iam:ListUsers"], Resource: "*" }],
    });
    const iam = aws.client(IAMClient, {
      as: await assume(aws, role, { Policy: document({ Action: "iam:ListRoles", Resource: "*" }) }),
    });
    await iam.send(new ListRolesCommand({}));
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        "User: arn:aws:sts::123456789012:assumed-role/r/test is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::123456789012:user/ because no session policy allows the iam:ListUsers action",
    });
    await expect(assume(aws, role, { Policy: "{" })).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
  });

  it("needs more than the role itself to give its session tags", async () => {
    const aws = testAws();
    const account = { Principal: { AWS: "123456789012" } };
    const role = await makeRole(aws, "r", { trust: { ...account, Action: "sts:AssumeRole" } });
    await expect(assume(aws, role)).resolves.toBeDefined();
    await expect(assume(aws, role, { Tags: [{ Key: "team", Value: "ml" }] })).rejects.toThrow(
      new RegExp(`is not authorized to perform: sts:TagSession on resource: ${role}$`),
    );
  });

  it("carries the session's tags into conditions on the principal", async () => {
    const aws = testAws();
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "ml" } };
    const role = await makeRole(aws, "r", {
      trust: { Principal: { AWS: "123456789012" }, Action: ["sts:AssumeRole", "sts:TagSession"] },
      may: [{ Action: "iam:ListRoles", Resource: "*", Condition }],
    });
    const list = async (team: string) =>
      aws
        .client(IAMClient, { as: await assume(aws, role, { Tags: [{ Key: "team", Value: team }] }) })
        .send(new ListRolesCommand({}));
    await list("ml");
    await expect(list("hr")).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("ends when its time is over, and leaves a session nothing when its role is made anew", async () => {
    let now = Date.parse("2026-11-23T10:00:00Z");
    const aws = testAws({ now: () => new Date(now) });
    const may = [{ Action: "iam:ListRoles", Resource: "*" }];
    const as = await assume(aws, await makeRole(aws, "r", { may }), { DurationSeconds: 900 });
    const iam = aws.client(IAMClient);
    await aws.client(IAMClient, { as }).send(new ListRolesCommand({}));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "r", PolicyName: "permissions" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "r" }));
    await makeRole(aws, "r", { may });
    await expect(aws.client(IAMClient, { as }).send(new ListRolesCommand({}))).rejects.toThrow(
      "not authorized",
    );
    now += 900_000;
    await expect(aws.client(STSClient, { as }).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "ExpiredToken",
      $metadata: { httpStatusCode: 403 },
    });
  });
});
