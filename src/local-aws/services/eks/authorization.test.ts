import {
  AutoScalingClient,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateAddonCommand,
  CreateClusterCommand,
  CreateNodegroupCommand,
  CreatePodIdentityAssociationCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListClustersCommand,
  TagResourceCommand,
} from "@aws-sdk/client-eks";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { type TestCluster, testCluster } from "./test-cluster.ts";

const now = () => new Date("2026-11-23T12:00:00Z");
const place = "ap-southeast-1:123456789012";
const clusterArn = `arn:aws:eks:${place}:cluster/dev`;

type Statement = Readonly<Record<string, unknown>>;

/** What a user with these statements gets from EKS, as `code: message`, or `allowed`. */
async function asUser(all: TestCluster, statements: readonly Statement[]) {
  const UserName = "deployer";
  await all.iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey: as } = await all.iam.send(new CreateAccessKeyCommand({ UserName }));
  const Statement = statements.map((one) => ({ Effect: "Allow", Resource: "*", ...one }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await all.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
  const tried = (work: Promise<unknown>) =>
    work.then(
      () => "allowed",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const eks = all.client(EKSClient, { as });
  const scaling = all.client(AutoScalingClient, { as });
  return { eks, scaling, tried };
}

const denied = (action: string, resource: string) =>
  `AccessDeniedException: User: arn:aws:iam::123456789012:user/deployer is not authorized to perform: ${action} on resource: ${resource}`;

describe("IAM decides who may use EKS", () => {
  it("cluster by cluster, and by their tags", async () => {
    const all = await testCluster({ now });
    await all.create({ tags: { team: "ml" } });
    await all.create({ name: "other" });
    const { eks, tried } = await asUser(all, [
      {
        Action: "eks:DescribeCluster",
        Resource: `arn:aws:eks:${place}:cluster/*`,
        Condition: { StringEquals: { "aws:ResourceTag/team": "ml" } },
      },
    ]);
    expect(await tried(eks.send(new DescribeClusterCommand({ name: "dev" })))).toBe("allowed");
    expect(await tried(eks.send(new DescribeClusterCommand({ name: "other" })))).toContain(
      denied("eks:DescribeCluster", `arn:aws:eks:${place}:cluster/other`),
    );
    expect(await tried(eks.send(new ListClustersCommand({})))).toContain(
      denied("eks:ListClusters", `arn:aws:eks:${place}:cluster/*`),
    );
  });

  it("and who may hand it a role, and tag what is made", async () => {
    const all = await testCluster({ now });
    const { subnetIds, clusterRole: roleArn } = all;
    const may = [{ Action: ["eks:CreateCluster", "iam:CreateServiceLinkedRole"] }];
    const input = { name: "dev", roleArn, resourcesVpcConfig: { subnetIds } };
    const first = await asUser(all, may);
    expect(await first.tried(first.eks.send(new CreateClusterCommand(input)))).toContain(
      denied("iam:PassRole", roleArn),
    );
    const passing = { Action: "iam:PassRole", Resource: roleArn };
    const onlyTo = (service: string) => ({
      ...passing,
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    const statements = (more: readonly Statement[]) =>
      all.iam.send(
        new PutUserPolicyCommand({
          UserName: "deployer",
          PolicyName: "own",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [...may, ...more].map((one) => ({ Effect: "Allow", Resource: "*", ...one })),
          }),
        }),
      );
    const { eks, tried } = first;
    await statements([onlyTo("ec2.amazonaws.com")]);
    expect(await tried(eks.send(new CreateClusterCommand(input)))).toContain(denied("iam:PassRole", roleArn));
    await statements([onlyTo("eks.amazonaws.com")]);
    const tagged = new CreateClusterCommand({ ...input, tags: { team: "ml" } });
    expect(await tried(eks.send(tagged))).toContain(denied("eks:TagResource", clusterArn));
    expect(await tried(eks.send(new CreateClusterCommand(input)))).toBe("allowed");
  });

  it("by what a request asks for", async () => {
    const all = await testCluster({ now });
    const { subnetIds, clusterRole: roleArn } = all;
    const { eks, tried } = await asUser(all, [
      { Action: ["iam:PassRole", "iam:CreateServiceLinkedRole"] },
      { Action: "eks:CreateCluster", Condition: { Bool: { "eks:endpointPublicAccess": "false" } } },
    ]);
    const create = (more: object) =>
      tried(
        eks.send(
          new CreateClusterCommand({ name: "dev", roleArn, resourcesVpcConfig: { subnetIds, ...more } }),
        ),
      );
    expect(await create({ endpointPublicAccess: true })).toContain(denied("eks:CreateCluster", clusterArn));
    expect(await create({ endpointPublicAccess: false, endpointPrivateAccess: true })).toBe("allowed");
  });

  it("for everything in a cluster", async () => {
    const all = await testCluster({ now });
    await all.create();
    const { subnetIds: subnets, nodeRole, podRole } = all;
    const main = { clusterName: "dev", nodegroupName: "main" };
    await all.eks.send(new CreateNodegroupCommand({ ...main, subnets, nodeRole }));
    const { eks, tried } = await asUser(all, [
      { Action: "eks:DescribeNodegroup", Resource: `arn:aws:eks:${place}:nodegroup/dev/main/*` },
      { Action: ["eks:CreateNodegroup", "eks:CreateAddon", "eks:CreatePodIdentityAssociation"] },
    ]);
    expect(await tried(eks.send(new DescribeNodegroupCommand(main)))).toBe("allowed");
    const other = { ...main, nodegroupName: "other" };
    expect(await tried(eks.send(new DescribeNodegroupCommand(other)))).toContain(
      denied("eks:DescribeNodegroup", `arn:aws:eks:${place}:nodegroup/dev/other/*`),
    );
    const passing = denied("iam:PassRole", "");
    expect(await tried(eks.send(new CreateNodegroupCommand({ ...other, subnets, nodeRole })))).toContain(
      passing,
    );
    const cni = { clusterName: "dev", addonName: "vpc-cni" };
    expect(await tried(eks.send(new CreateAddonCommand(cni)))).toBe("allowed");
    const proxy = { clusterName: "dev", addonName: "kube-proxy", serviceAccountRoleArn: podRole };
    expect(await tried(eks.send(new CreateAddonCommand(proxy)))).toContain(passing);
    const pods = { clusterName: "dev", namespace: "ml", serviceAccount: "train", roleArn: podRole };
    expect(await tried(eks.send(new CreatePodIdentityAssociationCommand(pods)))).toContain(passing);
    const tag = new TagResourceCommand({ resourceArn: clusterArn, tags: { team: "ml" } });
    expect(await tried(eks.send(tag))).toContain(denied("eks:TagResource", clusterArn));
  });
});

describe("IAM decides who may scale", () => {
  it("only the groups of a cluster, as the cluster autoscaler's role says", async () => {
    const all = await testCluster({ now });
    await all.create();
    await all.create({ name: "other" });
    const groups: string[] = [];
    for (const clusterName of ["dev", "other"]) {
      const main = { clusterName, nodegroupName: "main" };
      const { subnetIds: subnets, nodeRole } = all;
      await all.eks.send(new CreateNodegroupCommand({ ...main, subnets, nodeRole }));
      const { nodegroup } = await all.eks.send(new DescribeNodegroupCommand(main));
      groups.push(nodegroup?.resources?.autoScalingGroups?.[0]?.name ?? "");
    }
    const { scaling, tried } = await asUser(all, [
      {
        Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        Resource: `arn:aws:autoscaling:${place}:autoScalingGroup:*:autoScalingGroupName/*`,
        Condition: { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/dev": "owned" } },
      },
    ]);
    const scale = (AutoScalingGroupName: string | undefined) =>
      tried(scaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 1 })));
    expect(await scale(groups[0])).toBe("allowed");
    expect(await scale(groups[1])).toMatch(
      /^AccessDenied: User: .*user\/deployer is not authorized to perform: autoscaling:SetDesiredCapacity on resource: arn:aws:autoscaling:.*:autoScalingGroup:[0-9a-f-]{36}:autoScalingGroupName\/eks-main-/,
    );
    const end = new TerminateInstanceInAutoScalingGroupCommand({
      InstanceId: "i-0123456789abcdef0",
      ShouldDecrementDesiredCapacity: true,
    });
    expect(await tried(scaling.send(end))).toMatch(/^AccessDenied: /);
  });
});
