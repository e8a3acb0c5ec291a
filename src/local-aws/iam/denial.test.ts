import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateClusterCommand, DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  type Tag,
} from "@aws-sdk/client-iam";
import { KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { control } from "../control.ts";
import { type TestAws, testAws } from "../test-aws.ts";
import { assume, document, makeRole, makeUser } from "./test-principals.ts";

type As = { AccessKeyId?: string; SessionToken?: string };

const user = "arn:aws:iam::123456789012:user/ann";
const place = "ap-southeast-1:123456789012";

const asks: Record<string, (aws: TestAws, as: As) => Promise<unknown>> = {
  "iam:GetRole": ({ client }, as) => client(IAMClient, { as }).send(new GetRoleCommand({ RoleName: "r" })),
  "ec2:DescribeVpcs": ({ client }, as) => client(EC2Client, { as }).send(new DescribeVpcsCommand({})),
  "ec2:CreateVpc": ({ client }, as) =>
    client(EC2Client, { as }).send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" })),
  "eks:DescribeCluster": ({ client }, as) =>
    client(EKSClient, { as }).send(new DescribeClusterCommand({ name: "dev" })),
  "kms:ListAliases": ({ client }, as) => client(KMSClient, { as }).send(new ListAliasesCommand({})),
  "s3:ListAllMyBuckets": ({ client }, as) => client(S3Client, { as }).send(new ListBucketsCommand({})),
  "autoscaling:DescribeAutoScalingGroups": ({ client }, as) =>
    client(AutoScalingClient, { as }).send(new DescribeAutoScalingGroupsCommand({})),
};

describe("a refusal", () => {
  it.each([
    ["iam:GetRole", "AccessDenied", 403, " on resource: role r"],
    ["ec2:DescribeVpcs", "UnauthorizedOperation", 403, ""],
    ["ec2:CreateVpc", "UnauthorizedOperation", 403, ` on resource: arn:aws:ec2:${place}:vpc/*`],
    ["eks:DescribeCluster", "AccessDeniedException", 403, ` on resource: arn:aws:eks:${place}:cluster/dev`],
    ["kms:ListAliases", "AccessDeniedException", 400, " on resource: *"],
    ["s3:ListAllMyBuckets", "AccessDenied", 403, ""],
    ["autoscaling:DescribeAutoScalingGroups", "AccessDenied", 403, ""],
  ] as const)(
    "of %s is %s, and says who may not do what to what, and why",
    async (action, name, status, on) => {
      const aws = testAws();
      const as = await makeUser(aws, "ann");
      const error = await asks[action]?.(aws, as).catch((refused: unknown) => refused);
      expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
      const words = `User: ${user} is not authorized to perform: ${action}`;
      if (on !== undefined)
        expect((error as Error).message).toContain(
          `${words}${on} because no identity-based policy allows the ${action} action`,
        );
      else expect((error as Error).message).toContain(words);
      expect((error as Error).message.startsWith("You are not authorized to perform this operation. ")).toBe(
        action.startsWith("ec2:"),
      );
      expect((error as Error).message.includes(". Encoded authorization failure message: ")).toBe(
        action === "ec2:CreateVpc",
      );
    },
  );

  it("tells an explicit deny from a missing permission, and what kind of policy it stands in", async () => {
    const aws = testAws();
    const may = [
      { Action: "*", Resource: "*" },
      { Sid: "NoRoles", Effect: "Deny", Action: "iam:GetRole", Resource: "*" },
    ];
    const as = await makeUser(aws, "ann", { may });
    await expect(asks["iam:GetRole"]?.(aws, as)).rejects.toThrow(
      `User: ${user} is not authorized to perform: iam:GetRole on resource: role r with an explicit deny in an identity-based policy`,
    );
    await aws.client(IAMClient).send(
      new PutUserPermissionsBoundaryCommand({
        UserName: "ann",
        PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      }),
    );
    await expect(asks["eks:DescribeCluster"]?.(aws, as)).rejects.toThrow(
      "because no permissions boundary allows the eks:DescribeCluster action",
    );
  });

  it("holds the administrator, too, to what a resource's policy denies", async () => {
    const aws = testAws();
    const s3 = aws.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "logs" }));
    const Policy = document({
      Sid: "NoList",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::logs",
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: "logs", Policy }));
    await expect(s3.send(new ListObjectsV2Command({ Bucket: "logs" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        'User: arn:aws:iam::123456789012:user/administrator is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::logs" with an explicit deny in a resource-based policy',
    });
    const denials = control(aws.aws, {
      method: "GET",
      path: "/_local/denials",
      query: "",
      headers: {},
      body: new Uint8Array(),
      secure: false,
    });
    expect(JSON.parse(String(denials.body))).toMatchObject([
      {
        caller: "arn:aws:iam::123456789012:user/administrator",
        action: "s3:ListBucket",
        resource: "arn:aws:s3:::logs",
        decision: "explicitDeny",
        by: "resource",
        policy: expect.stringContaining("logs"),
        statement: "NoList",
      },
    ]);
  });

  it("names policy and statement in a header, and goes to the log with the keys that were missing", async () => {
    const aws = testAws();
    const lines: string[] = [];
    aws.aws.accessLog.onDenied = ({ missingKeys, statement }) => lines.push(`${statement} ${missingKeys}`);
    const as = await makeUser(aws, "ann", {
      may: [
        {
          Sid: "Tagged",
          Action: "iam:GetRole",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalTag/team": "ml" } },
        },
        { Sid: "NoList", Effect: "Deny", Action: "s3:ListAllMyBuckets", Resource: "*" },
      ],
    });
    await expect(asks["s3:ListAllMyBuckets"]?.(aws, as)).rejects.toMatchObject({
      $response: {
        headers: { "x-local-aws-denied-by": 'identity; policy="permissions"; statement="NoList"' },
      },
    });
    await expect(asks["iam:GetRole"]?.(aws, as)).rejects.toThrow();
    expect(lines).toEqual(["NoList ", "undefined aws:PrincipalTag/team"]);
  });

  it("does not reach who asks only for its own name", async () => {
    const aws = testAws();
    const as = await makeUser(aws, "ann", { may: [{ Effect: "Deny", Action: "*", Resource: "*" }] });
    expect((await aws.client(STSClient, { as }).send(new GetCallerIdentityCommand({}))).Arn).toBe(user);
  });
});

describe("who hands out roles", () => {
  it("needs iam:PassRole for a role that a service is to act as", async () => {
    const aws = testAws();
    const node = await makeRole(aws, "node", {
      trust: { Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    });
    const instances = { Action: "iam:*InstanceProfile", Resource: "*" };
    const toEks = {
      Action: "iam:PassRole",
      Resource: node,
      Condition: { StringEquals: { "iam:PassedToService": "eks.amazonaws.com" } },
    };
    const { CreateInstanceProfileCommand, AddRoleToInstanceProfileCommand } = await import(
      "@aws-sdk/client-iam"
    );
    const as = await assume(aws, await makeRole(aws, "deployer", { may: [instances, toEks] }));
    const iam = aws.client(IAMClient, { as });
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "p" }));
    const add = () =>
      iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "p", RoleName: "node" }));
    await expect(add()).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::123456789012:assumed-role/deployer/test is not authorized to perform: iam:PassRole on resource: ${node} because no identity-based policy allows the iam:PassRole action`,
    });
    await aws.client(IAMClient).send(
      new PutRolePolicyCommand({
        RoleName: "deployer",
        PolicyName: "pass",
        PolicyDocument: document({ Action: "iam:PassRole", Resource: node }),
      }),
    );
    await add();
  });

  it("never hands out another account's role, not even as the administrator", async () => {
    const roleArn = await makeRole(testAws(), "cluster");
    const aws = testAws();
    const create = (account: string) =>
      aws.client(EKSClient).send(
        new CreateClusterCommand({
          name: "c",
          roleArn: roleArn.replace("123456789012", account),
          resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
        }),
      );
    await expect(create("999988887777")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
    });
    await expect(create("123456789012")).rejects.not.toMatchObject({ name: "AccessDeniedException" });
  });

  it("may make roles only under the boundary that its policy asks for", async () => {
    const aws = testAws();
    const boundary = "arn:aws:iam::123456789012:policy/edge";
    await aws.client(IAMClient).send(
      new CreatePolicyCommand({
        PolicyName: "edge",
        PolicyDocument: document({ Action: "s3:*", Resource: "*" }),
      }),
    );
    const Condition = { StringEquals: { "iam:PermissionsBoundary": boundary } };
    const as = await makeUser(aws, "ann", {
      may: [{ Action: "iam:CreateRole", Resource: "arn:aws:iam::*:role/app/*", Condition }],
    });
    const make = (RoleName: string, Path: string, PermissionsBoundary?: string, Tags?: Tag[]) =>
      aws.client(IAMClient, { as }).send(
        new CreateRoleCommand({
          RoleName,
          Path,
          PermissionsBoundary,
          Tags,
          AssumeRolePolicyDocument: document({
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        }),
      );
    await make("one", "/app/", boundary);
    await expect(make("tagged", "/app/", boundary, [{ Key: "team", Value: "ml" }])).rejects.toThrow(
      "is not authorized to perform: iam:TagRole on resource: arn:aws:iam::123456789012:role/app/tagged because",
    );
    await expect(make("two", "/app/")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(make("three", "/", boundary)).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("what was allowed", () => {
  it("can be read off by caller and action", async () => {
    const aws = testAws();
    await makeRole(aws, "r");
    const actions = control(aws.aws, {
      method: "GET",
      path: "/_local/actions",
      query: "",
      headers: {},
      body: new Uint8Array(),
      secure: false,
    });
    expect(JSON.parse(String(actions.body))).toEqual({
      "arn:aws:iam::123456789012:user/administrator": { "iam:CreateRole": 1 },
    });
  });
});
