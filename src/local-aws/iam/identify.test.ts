import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import {
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListRolesCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ids } from "../ids.ts";
import { LocalAws } from "../local-aws.ts";
import { services } from "../services/index.ts";
import { type TestAws, testAws } from "../test-aws.ts";
import { accountOfKey, newAccessKeyId } from "./access-key-id.ts";
import { assume, makeRole, makeUser } from "./test-principals.ts";

type As = { AccessKeyId?: string; SessionToken?: string };

/** One harmless request to a service of each wire format. */
const asks = {
  STS: ({ client }: TestAws, as: As) => client(STSClient, { as }).send(new GetCallerIdentityCommand({})),
  EC2: ({ client }: TestAws, as: As) => client(EC2Client, { as }).send(new DescribeVpcsCommand({})),
  EKS: ({ client }: TestAws, as: As) => client(EKSClient, { as }).send(new ListClustersCommand({})),
  KMS: ({ client }: TestAws, as: As) => client(KMSClient, { as }).send(new ListKeysCommand({})),
  S3: ({ client }: TestAws, as: As) => client(S3Client, { as }).send(new ListBucketsCommand({})),
};

const invalid = "The security token included in the request is invalid.";
const expired = "The security token included in the request is expired";
const notValidated = "AWS was not able to validate the provided access credentials";

describe("credentials", () => {
  it.each([
    ["STS", "InvalidClientTokenId", 403, invalid],
    ["EC2", "AuthFailure", 401, notValidated],
    ["EKS", "UnrecognizedClientException", 403, invalid],
    ["KMS", "UnrecognizedClientException", 400, invalid],
    ["S3", "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."],
  ] as const)("that %s does not know are refused with %s", async (service, name, httpStatusCode, message) => {
    const call = asks[service](testAws(), { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" });
    await expect(call).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode } });
  });

  it.each([
    ["STS", "ExpiredToken", 403, expired],
    ["EC2", "RequestExpired", 400, "Request has expired."],
    ["EKS", "ExpiredTokenException", 403, expired],
    ["KMS", "ExpiredTokenException", 400, expired],
    ["S3", "ExpiredToken", 400, "The provided token has expired."],
  ] as const)(
    "of %s whose time is over are refused with %s",
    async (service, name, httpStatusCode, message) => {
      let now = Date.parse("2026-11-23T10:00:00Z");
      const aws = testAws({ now: () => new Date(now) });
      const as = await assume(aws, await makeRole(aws, "r"));
      now += 3_600_000;
      await expect(asks[service](aws, as)).rejects.toMatchObject({
        name,
        message,
        $metadata: { httpStatusCode },
      });
    },
  );

  it.each([
    ["STS", "InvalidClientTokenId", 403, invalid],
    ["EC2", "AuthFailure", 401, notValidated],
    ["EKS", "UnrecognizedClientException", 403, invalid],
    ["KMS", "UnrecognizedClientException", 400, invalid],
    ["S3", "InvalidToken", 400, "The provided token is malformed or otherwise invalid."],
  ] as const)(
    "of %s with another session's token are refused with %s",
    async (service, name, status, message) => {
      const aws = testAws();
      const role = await makeRole(aws, "r");
      const [one, other] = [await assume(aws, role), await assume(aws, role)];
      const call = asks[service](aws, { ...one, SessionToken: other.SessionToken });
      await expect(call).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: status } });
    },
  );

  it("hold their account, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.integer(), (number, seed) => {
        const account = String(number).padStart(12, "0");
        const id = newAccessKeyId("ASIA", account, ids(seed));
        expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/);
        expect(accountOfKey(id)).toBe(account);
      }),
    );
  });
});

const form = { "content-type": "application/x-www-form-urlencoded" };

describe("an unsigned request", () => {
  const json = { "content-type": "application/x-amz-json-1.1" };
  const missing = "Request is missing Authentication Token";
  it.each([
    [
      "STS",
      form,
      "Action=GetCallerIdentity&Version=2011-06-15",
      403,
      `<Code>MissingAuthenticationToken</Code><Message>${missing}</Message>`,
    ],
    [
      "EC2",
      form,
      "Action=DescribeVpcs&Version=2016-11-15",
      403,
      `<Code>MissingAuthenticationToken</Code><Message>${missing}</Message>`,
    ],
    [
      "KMS",
      { ...json, "x-amz-target": "TrentService.ListKeys" },
      "{}",
      400,
      `{"__type":"MissingAuthenticationTokenException","message":"${missing}"}`,
    ],
    [
      "CloudTrail",
      {
        ...json,
        "x-amz-target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails",
      },
      "{}",
      400,
      `{"__type":"MissingAuthenticationTokenException","message":"${missing}"}`,
    ],
    ["S3", {}, "", 403, "<Code>AccessDenied</Code><Message>Access Denied</Message>"],
  ])("reaches %s and is refused in its words", async (_service, headers, text, status, words) => {
    const method = text === "" ? "GET" : "POST";
    const { aws } = testAws();
    const answer = await aws.handle({
      method,
      path: "/",
      query: "",
      headers: { host: "127.0.0.1", ...(headers as Record<string, string>) },
      body: Buffer.from(text),
      secure: false,
    });
    expect(answer.status).toBe(status);
    expect(String(answer.body)).toContain(words);
  });
});

describe("without strictness", () => {
  it("whoever is not known is the default account's administrator", async () => {
    const aws = new LocalAws({ services, strict: false });
    const who = async (authorization: Record<string, string>) => {
      const answer = await aws.handle({
        method: "POST",
        path: "/",
        query: "",
        headers: { host: "127.0.0.1", ...form, ...authorization },
        body: Buffer.from("Action=GetCallerIdentity&Version=2011-06-15"),
        secure: false,
      });
      return /<Arn>(.*)<\/Arn>/.exec(String(answer.body))?.[1];
    };
    const credential = "Credential=AKIAIOSFODNN7EXAMPLE/20261123/us-east-1/sts/aws4_request";
    const signed: Record<string, string>[] = [
      {},
      { authorization: `AWS4-HMAC-SHA256 ${credential}, Signature=0` },
    ];
    for (const headers of signed)
      expect(await who(headers)).toBe("arn:aws:iam::123456789012:user/administrator");
  });
});

describe("a user's access key", () => {
  const may = [{ Action: "iam:ListRoles", Resource: "*" }];

  it("works until it is switched off or deleted, and tells when it was last used", async () => {
    const aws = testAws({ now: () => new Date("2026-11-23T10:00:00Z") });
    const iam = aws.client(IAMClient);
    const as = await makeUser(aws, "ann", { may });
    const key = { UserName: "ann", AccessKeyId: as.AccessKeyId };
    const use = () => aws.client(IAMClient, { as }).send(new ListRolesCommand({}));
    await use();
    expect((await iam.send(new ListAccessKeysCommand({ UserName: "ann" }))).AccessKeyMetadata).toMatchObject([
      { ...key, Status: "Active" },
    ]);
    const lastUsed = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: as.AccessKeyId }));
    expect(lastUsed).toMatchObject({
      UserName: "ann",
      AccessKeyLastUsed: { ServiceName: "iam", LastUsedDate: new Date("2026-11-23T10:00:00Z") },
    });
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Inactive" }));
    await expect(use()).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Active" }));
    await use();
    await iam.send(new DeleteAccessKeyCommand(key));
    await expect(use()).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });

  it("keeps its user from being deleted", async () => {
    const aws = testAws();
    const iam = aws.client(IAMClient);
    const { AccessKeyId } = await makeUser(aws, "ann", { may });
    const remove = () => iam.send(new DeleteUserCommand({ UserName: "ann" }));
    await expect(remove()).rejects.toMatchObject({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete access keys first.",
    });
    await iam.send(new DeleteAccessKeyCommand({ UserName: "ann", AccessKeyId }));
    await iam.send(new DeleteUserPolicyCommand({ UserName: "ann", PolicyName: "permissions" }));
    await remove();
  });

  it("is nobody's business in a service that the user may not use", async () => {
    const aws = testAws();
    const as = await makeUser(aws, "ann", { may });
    await expect(
      aws.client(AutoScalingClient, { as }).send(new DescribeAutoScalingGroupsCommand({})),
    ).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(
      aws.client(CloudWatchLogsClient, { as }).send(new DescribeLogGroupsCommand({})),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});
