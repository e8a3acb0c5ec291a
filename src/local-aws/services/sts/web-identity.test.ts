import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateNodegroupCommand, DescribeClusterCommand } from "@aws-sdk/client-eks";
import {
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, it } from "vitest";
import { control } from "../../control.ts";
import { makeRole } from "../../iam/test-principals.ts";
import { testCluster } from "../eks/test-cluster.ts";

const region = "ap-southeast-1";
const autoscaler = { cluster: "dev", namespace: "kube-system", serviceAccount: "cluster-autoscaler", region };

/** A cluster with an OIDC provider and the cluster autoscaler's role, as `infra/modules/iam-irsa` declares them. */
async function withAutoscaler(clock: { now: number }) {
  const aws = await testCluster({ now: () => new Date(clock.now) });
  await aws.create();
  await aws.eks.send(
    new CreateNodegroupCommand({
      clusterName: "dev",
      nodegroupName: "main",
      subnets: aws.subnetIds,
      nodeRole: aws.nodeRole,
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 },
    }),
  );
  const { cluster } = await aws.eks.send(new DescribeClusterCommand({ name: "dev" }));
  const Url = cluster?.identity?.oidc?.issuer ?? "";
  const issuer = Url.replace("https://", "");
  const { OpenIDConnectProviderArn: provider = "" } = await aws
    .client(IAMClient)
    .send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"] }));
  const RoleArn = await makeRole(aws, "cluster-autoscaler", {
    trust: {
      Principal: { Federated: provider },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: "system:serviceaccount:kube-system:cluster-autoscaler",
        },
      },
    },
    may: [
      { Sid: "Look", Action: "autoscaling:Describe*", Resource: "*" },
      {
        Sid: "ScaleOwn",
        Action: "autoscaling:SetDesiredCapacity",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/dev": "owned" } },
      },
    ],
  });
  const mint = (request: object) => {
    const body = Buffer.from(JSON.stringify(request));
    const answer = control(aws.aws, { ...noRequest, method: "POST", path: "/_local/tokens", body });
    return { status: answer.status, ...JSON.parse(String(answer.body)) };
  };
  const exchange = (WebIdentityToken: string, role = RoleArn) =>
    // As a pod does it: no credentials, no signature.
    aws
      .client(STSClient)
      .send(
        new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: "pod", WebIdentityToken }),
      );
  return { ...aws, mint, exchange, provider, Url };
}

const noRequest = { query: "", headers: {}, secure: false, method: "GET", path: "/", body: new Uint8Array() };

describe("a pod's web identity token", () => {
  const clock = { now: Date.parse("2026-11-23T10:00:00Z") };
  let aws: Awaited<ReturnType<typeof withAutoscaler>>;
  beforeAll(async () => {
    aws = await withAutoscaler(clock);
  });

  it("gets credentials with which only what the role allows works", async () => {
    const { token, issuer } = aws.mint(autoscaler);
    expect(issuer).toBe(aws.Url);
    const answer = await aws.exchange(token);
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: "system:serviceaccount:kube-system:cluster-autoscaler",
      Provider: aws.provider,
      Audience: "sts.amazonaws.com",
      AssumedRoleUser: { Arn: "arn:aws:sts::123456789012:assumed-role/cluster-autoscaler/pod" },
    });
    const as = { ...answer.Credentials };
    expect((await aws.client(STSClient, { as }).send(new GetCallerIdentityCommand({}))).Arn).toBe(
      answer.AssumedRoleUser?.Arn,
    );
    const scaling = aws.client(AutoScalingClient, { as });
    const { AutoScalingGroups = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
    const scale = (AutoScalingGroupName: string) =>
      scaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 2 }));
    await scale(AutoScalingGroups[0]?.AutoScalingGroupName ?? "");
    await expect(scale("someone-elses")).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(
        "is not authorized to perform: autoscaling:SetDesiredCapacity on resource: ",
      ),
    });
    await expect(aws.client(IAMClient, { as }).send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        "User: arn:aws:sts::123456789012:assumed-role/cluster-autoscaler/pod is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::123456789012:role/ because no identity-based policy allows the iam:ListRoles action",
    });
  });

  it.each([
    [
      "another service account",
      { serviceAccount: "default" },
      "AccessDenied",
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ],
    [
      "another namespace",
      { namespace: "default" },
      "AccessDenied",
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ],
    ["another audience", { audience: "vault" }, "InvalidIdentityTokenException", "Incorrect token audience"],
    [
      "another issuer",
      { cluster: undefined, issuer: "https://oidc.example.com/id/1" },
      "InvalidIdentityTokenException",
      "No OpenIDConnect provider found in your account for https://oidc.example.com/id/1",
    ],
  ])("is refused for %s", async (_what, change, name, message) => {
    const { token } = aws.mint({ ...autoscaler, ...change });
    await expect(aws.exchange(token)).rejects.toMatchObject({ name, message });
  });

  it("is refused once it has expired, when it was changed, and for a role that does not trust it", async () => {
    const { token } = aws.mint({ ...autoscaler, seconds: 60 });
    const [head, , signature] = token.split(".");
    const forged = Buffer.from(
      JSON.stringify({
        ...JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString()),
        sub: "system:serviceaccount:a:b",
      }),
    ).toString("base64url");
    for (const wrong of [`${head}.${forged}.${signature}`, "no-token"])
      await expect(aws.exchange(wrong)).rejects.toMatchObject({
        name: "InvalidIdentityTokenException",
        $metadata: { httpStatusCode: 400 },
      });
    await expect(aws.exchange(token, aws.nodeRole)).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
    clock.now += 61_000;
    await expect(aws.exchange(token)).rejects.toMatchObject({
      name: "ExpiredTokenException",
      message: expect.stringMatching(/^Token expired: current date\/time \d+ must be before/),
    });
  });

  it("is denied under the service account's name, by which its owner finds it", async () => {
    const { token } = aws.mint({ ...autoscaler, serviceAccount: "other" });
    await expect(aws.exchange(token)).rejects.toThrow("Not authorized");
    expect(aws.aws.accessLog.denials().at(-1)?.caller).toBe(
      `system:serviceaccount:kube-system:other of ${aws.provider}`,
    );
  });

  it("is minted only for what exists and is said completely", () => {
    expect(aws.mint({ ...autoscaler, cluster: "ghost" })).toEqual({
      status: 400,
      message: "No cluster found for name: ghost in ap-southeast-1 of 123456789012.",
    });
    expect(aws.mint({ cluster: "dev", issuer: aws.Url, namespace: "NS" })).toMatchObject({
      status: 400,
      message: expect.stringMatching(
        /namespace is "NS".*serviceAccount is missing; either cluster or issuer/,
      ),
    });
    const keys = control(aws.aws, { ...noRequest, path: "/_local/oidc/any/keys" });
    expect(JSON.parse(String(keys.body)).keys).toMatchObject([{ kty: "RSA", alg: "RS256", use: "sig" }]);
  });

  it("opens nothing any more once IAM does not know the provider", async () => {
    const { token } = aws.mint(autoscaler);
    await aws.exchange(token);
    await aws
      .client(IAMClient)
      .send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: aws.provider }));
    await expect(aws.exchange(token)).rejects.toThrow("No OpenIDConnect provider found in your account");
  });
});
