import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import {
  AssumeRootCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { assume, document, makeRole, makeUser } from "../../iam/test-principals.ts";
import { testAws } from "../../test-aws.ts";

describe("STS", () => {
  it("takes a 12-digit access key for the key of that account's administrator", async () => {
    const { client } = testAws({ account: "999988887777" });
    const identity = await client(STSClient).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe("999988887777");
    expect(identity.Arn).toBe("arn:aws:iam::999988887777:user/administrator");
  });

  it("answers 501 and the name of an operation that it does not have", async () => {
    const { client } = testAws();
    const call = client(STSClient).send(
      new AssumeRootCommand({
        TargetPrincipal: "123456789012",
        TaskPolicyArn: { arn: "arn:aws:iam::aws:policy/x" },
      }),
    );
    await expect(call).rejects.toMatchObject({
      name: "NotImplemented",
      message: "The embedded AWS does not have sts:AssumeRoot",
      $metadata: { httpStatusCode: 501 },
    });
  });

  it("tells who a user and a role's session are, and which account a key belongs to", async () => {
    const aws = testAws();
    const key = await makeUser(aws, "ann");
    const ann = await aws.client(STSClient, { as: key }).send(new GetCallerIdentityCommand({}));
    expect(ann.Arn).toBe("arn:aws:iam::123456789012:user/ann");
    expect(ann.UserId).toMatch(/^AIDA/);
    const session = await assume(aws, await makeRole(aws, "deploy"));
    const deploy = await aws.client(STSClient, { as: session }).send(new GetCallerIdentityCommand({}));
    expect(deploy.Arn).toBe("arn:aws:sts::123456789012:assumed-role/deploy/test");
    expect(deploy.UserId).toMatch(/^AROA\w+:test$/);
    for (const { AccessKeyId } of [key, session]) {
      expect(AccessKeyId).toMatch(/^A[KS]IA[A-Z2-7]{16}$/);
      const info = await aws.client(STSClient).send(new GetAccessKeyInfoCommand({ AccessKeyId }));
      expect(info.Account).toBe("123456789012");
    }
  });

  it("gives a user a session with the user's own permissions, from which no further one is had", async () => {
    const aws = testAws();
    const as = await makeUser(aws, "ann", { may: [{ Action: "iam:ListRoles", Resource: "*" }] });
    const { Credentials = {} } = await aws.client(STSClient, { as }).send(new GetSessionTokenCommand({}));
    const sts = aws.client(STSClient, { as: Credentials as object });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe("arn:aws:iam::123456789012:user/ann");
    // IAM wants a second device before it listens to a user's session.
    const iam = (as: object) => aws.client(IAMClient, { as }).send(new ListRolesCommand({}));
    await expect(iam({ ...Credentials })).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    const device = { SerialNumber: "arn:aws:iam::123456789012:mfa/ann", TokenCode: "123456" };
    const second = await aws.client(STSClient, { as }).send(new GetSessionTokenCommand(device));
    await iam({ ...second.Credentials });
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message: "Cannot call GetSessionToken with session credentials",
    });
  });

  it("gives a federated user what both its maker and the session's policy allow", async () => {
    const aws = testAws();
    const { Credentials = {} } = await aws.client(STSClient).send(
      new GetFederationTokenCommand({
        Name: "bob",
        Policy: document({ Action: "s3:ListAllMyBuckets", Resource: "*" }),
      }),
    );
    const as = Credentials as object;
    const { Arn } = await aws.client(STSClient, { as }).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe("arn:aws:sts::123456789012:federated-user/bob");
    await aws.client(S3Client, { as }).send(new ListBucketsCommand({}));
    await expect(aws.client(EC2Client, { as }).send(new DescribeVpcsCommand({}))).rejects.toThrow(
      "because no session policy allows the ec2:DescribeVpcs action",
    );
  });

  it("decodes what EC2 says about a refusal", async () => {
    const aws = testAws();
    const as = await makeUser(aws, "ann");
    const error = await aws
      .client(EC2Client, { as })
      .send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))
      .catch((refused: Error) => refused);
    const EncodedMessage = /Encoded authorization failure message: (\S+)$/.exec(
      (error as Error).message,
    )?.[1];
    const { DecodedMessage } = await aws
      .client(STSClient)
      .send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
    expect(JSON.parse(DecodedMessage ?? "")).toMatchObject({
      allowed: false,
      context: { principal: { arn: "arn:aws:iam::123456789012:user/ann" }, action: "ec2:CreateVpc" },
    });
    await expect(
      aws.client(STSClient).send(new DecodeAuthorizationMessageCommand({ EncodedMessage: "x" })),
    ).rejects.toMatchObject({ name: "InvalidAuthorizationMessageException" });
  });
});
