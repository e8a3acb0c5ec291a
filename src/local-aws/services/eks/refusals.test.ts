import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  AssociateEncryptionConfigCommand,
  CreateClusterCommand,
  type CreateClusterCommandInput,
  CreateNodegroupCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  UpdateClusterConfigCommand,
} from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { QuotaOverrides } from "../../quotas.ts";
import { type TestCluster, testCluster } from "./test-cluster.ts";

const now = () => new Date("2026-11-23T12:00:00Z");
const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

/** What comes of a cluster, as `code: message`, or `made`. */
async function cluster(
  prepare: (all: TestCluster) => Promise<Partial<CreateClusterCommandInput> | undefined>,
  quotas?: QuotaOverrides,
): Promise<string> {
  const all = await testCluster({ now, quotas });
  return outcome(all.create(await prepare(all)));
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "made",
    (error: Error) => `${error.name}: ${error.message}`,
  );

const trusting = (Service: string, Condition?: object) => ({
  RoleName: "cluster",
  PolicyDocument: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition }],
  }),
});

describe("The role of a cluster", () => {
  const trust = (Service: string, Condition?: object) =>
    cluster(async ({ iam }) => {
      await iam.send(new UpdateAssumeRolePolicyCommand(trusting(Service, Condition)));
      return undefined;
    });
  const from = (name: string, account = "123456789012") => ({
    ArnLike: { "aws:SourceArn": `arn:aws:eks:ap-southeast-1:123456789012:cluster/${name}` },
    StringEquals: { "aws:SourceAccount": account },
  });
  const untrusted =
    "InvalidParameterException: Role could not be assumed because the trusted entity is not correct";

  it("has to trust EKS, for this cluster and account", async () => {
    expect(await trust("ec2.amazonaws.com")).toBe(untrusted);
    expect(await trust("eks.amazonaws.com", from("dev"))).toBe("made");
    expect(await trust("eks.amazonaws.com", from("prod"))).toBe(untrusted);
    expect(await trust("eks.amazonaws.com", from("dev", "210987654321"))).toBe(untrusted);
  });

  it("has to have EKS's managed policy, or what EKS does with it", async () => {
    const detached = (policy?: object) =>
      cluster(async ({ iam }) => {
        const role = { RoleName: "cluster" };
        await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: clusterPolicy }));
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: policy });
        if (policy) await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: "own", PolicyDocument }));
        return undefined;
      });
    expect(await detached()).toBe(
      `InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: ${clusterPolicy}`,
    );
    const allow = (Action: string) => ({ Effect: "Allow", Action, Resource: "*" });
    expect(await detached(allow("s3:*"))).toBe(
      "InvalidParameterException: IAM role's policy must include the `ec2:DescribeSubnets` action",
    );
    expect(await detached(allow("ec2:*"))).toBe("made");
  });
});

describe("The network of a cluster", () => {
  it("is one VPC, with security groups of its own", async () => {
    const elsewhere = async ({ ec2 }: TestCluster) => {
      const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
      const VpcId = Vpc?.VpcId;
      const { Subnet } = await ec2.send(
        new CreateSubnetCommand({ VpcId, CidrBlock: "10.1.0.0/24", AvailabilityZone: "ap-southeast-1b" }),
      );
      const group = await ec2.send(
        new CreateSecurityGroupCommand({ VpcId, GroupName: "x", Description: "x" }),
      );
      return { subnet: Subnet?.SubnetId ?? "", group: group.GroupId ?? "" };
    };
    const two = cluster(async (all) => ({
      resourcesVpcConfig: { subnetIds: [all.subnetIds[0] ?? "", (await elsewhere(all)).subnet] },
    }));
    expect(await two).toBe("InvalidParameterException: Subnets specified must be in the same VPC");
    const foreign = cluster(async (all) => ({
      resourcesVpcConfig: { subnetIds: all.subnetIds, securityGroupIds: [(await elsewhere(all)).group] },
    }));
    expect(await foreign).toMatch(
      /^InvalidParameterException: Security group sg-\w+ and subnet belong to different/,
    );
  });

  it("has addresses to spare", async () => {
    const { create, ec2, vpcId: VpcId, subnetIds } = await testCluster({ now });
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.200.0/28", AvailabilityZone: "ap-southeast-1b" }),
    );
    const tight = Subnet?.SubnetId ?? "";
    const inTight = (name: string) =>
      outcome(create({ name, resourcesVpcConfig: { subnetIds: [subnetIds[0] ?? "", tight] } }));
    // Each takes one of the eleven addresses.
    for (const name of ["a", "b", "c", "d", "e", "f"]) expect(await inTight(name)).toBe("made");
    expect(await inTight("g")).toMatch(
      /^InvalidParameterException: Subnet subnet-\w+ has 5 free IP addresses, but at least 6 are needed/,
    );
  });

  it("can be reached in some way, and not from addresses that nobody has", async () => {
    const access = (more: object) =>
      cluster(async ({ subnetIds }) => ({ resourcesVpcConfig: { subnetIds, ...more } }));
    expect(await access({ endpointPublicAccess: false, endpointPrivateAccess: false })).toBe(
      "InvalidParameterException: Private and public endpoint access cannot be false",
    );
    expect(await access({ publicAccessCidrs: ["8.8.8.8/32", "10.1.0.96/27", "203.0.113.0/24"] })).toBe(
      "InvalidParameterException: The following CIDRs are not allowed in publicAccessCidrs: [10.1.0.96/27, 203.0.113.0/24]",
    );
    expect(await access({ publicAccessCidrs: ["8.8.8.8/32"] })).toBe("made");
    const { eks, create } = await testCluster({ now });
    await create();
    const change = { name: "dev", resourcesVpcConfig: { publicAccessCidrs: ["192.168.0.0/24"] } };
    expect(await outcome(eks.send(new UpdateClusterConfigCommand(change)))).toMatch(
      /^InvalidParameterException: The following CIDRs are not allowed/,
    );
  });

  it("does not overlap with its services' addresses", async () => {
    const services = (serviceIpv4Cidr: string) =>
      cluster(async () => ({ kubernetesNetworkConfig: { serviceIpv4Cidr } }));
    expect(await services("172.20.0.0/16")).toBe("made");
    expect(await services("10.0.0.0/20")).toMatch(/^InvalidParameterException: .* overlaps/);
    expect(await services("176.22.0.0/16")).toMatch(/^InvalidParameterException: .* is not within/);
  });
});

describe("The key of a cluster", () => {
  const encryption = (keyArn: string | undefined) => [{ provider: { keyArn }, resources: ["secrets"] }];

  it("has to be there, enabled, and open to who makes the cluster", async () => {
    const withKey = (change?: (kms: KMSClient, KeyId: string) => Promise<unknown>) =>
      cluster(async ({ client }) => {
        const kms = client(KMSClient);
        const arn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
        await change?.(kms, arn);
        return { encryptionConfig: encryption(arn) };
      });
    expect(await withKey()).toBe("made");
    expect(await withKey((kms, KeyId) => kms.send(new DisableKeyCommand({ KeyId })))).toMatch(
      /^InvalidParameterException: The KeyArn in encryptionConfig provider, arn:aws:kms:.*, is in state Disabled/,
    );
    const missing = "arn:aws:kms:ap-southeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    expect(await cluster(async () => ({ encryptionConfig: encryption(missing) }))).toBe(
      `InvalidParameterException: The KeyArn in encryptionConfig provider, ${missing}, does not exist.`,
    );
  });

  it("is closed to those who may not describe it or grant it away", async () => {
    const all = await testCluster({ now });
    const { iam, client, clusterRole: roleArn, subnetIds } = all;
    const keyArn = (await client(KMSClient).send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
    const UserName = "deployer";
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey: as } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const eks = client(EKSClient, { as });
    const tryWith = async (...Action: string[]) => {
      const statement = { Effect: "Allow", Action: ["eks:*", "iam:*", ...Action], Resource: "*" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
      const encryptionConfig = encryption(keyArn);
      const resourcesVpcConfig = { subnetIds };
      return outcome(
        eks.send(new CreateClusterCommand({ name: "dev", roleArn, resourcesVpcConfig, encryptionConfig })),
      );
    };
    expect(await tryWith()).toBe(
      "InvalidRequestException: User not authorized to perform kms:DescribeKey operation",
    );
    expect(await tryWith("kms:DescribeKey")).toBe(
      "InvalidRequestException: User not authorized to perform kms:CreateGrant operation",
    );
    expect(await tryWith("kms:DescribeKey", "kms:CreateGrant")).toBe("made");
  });

  it("stays", async () => {
    const { eks, create, client } = await testCluster({ now });
    const keyArn = (await client(KMSClient).send(new CreateKeyCommand({}))).KeyMetadata?.Arn;
    await create({ encryptionConfig: encryption(keyArn) });
    const again = new AssociateEncryptionConfigCommand({
      clusterName: "dev",
      encryptionConfig: encryption(keyArn),
    });
    expect(await outcome(eks.send(again))).toBe(
      "InvalidParameterException: Encryption is already enabled on the cluster",
    );
  });
});

describe("Quotas of EC2", () => {
  it("end a cluster before anything is made for it", async () => {
    const { aws, create } = await testCluster({ quotas: { "vpc:network-interfaces": 1 } });
    const before = aws.inventory();
    await expect(create()).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "The maximum number of network interfaces has been reached.",
    });
    expect(aws.inventory()).toEqual(before);
  });
});

describe("Quotas of EKS", () => {
  it("end clusters and node groups", async () => {
    const all = await testCluster({ now, quotas: { "eks:clusters": 1, "eks:node-groups-per-cluster": 1 } });
    const { eks, subnetIds: subnets, nodeRole } = all;
    await all.create();
    expect(await outcome(all.create({ name: "other" }))).toMatch(/^ResourceLimitExceededException: /);
    const make = (nodegroupName: string) =>
      outcome(eks.send(new CreateNodegroupCommand({ clusterName: "dev", nodegroupName, subnets, nodeRole })));
    expect(await make("a")).toBe("made");
    expect(await make("b")).toMatch(/^ResourceLimitExceededException: /);
  });
});

describe("A node group", () => {
  it.each([
    [
      { labels: { "node-role.kubernetes.io/worker": "true" } },
      "Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]",
    ],
    [
      { instanceTypes: ["t3.medium", "t3.huge"] },
      "The following supplied instance types do not exist: [t3.huge]",
    ],
  ])("is not made of %j", async (asked, message) => {
    const { eks, create, subnetIds: subnets, nodeRole } = await testCluster({ now });
    await create();
    const main = { clusterName: "dev", nodegroupName: "main", subnets, nodeRole };
    expect(await outcome(eks.send(new CreateNodegroupCommand({ ...main, ...asked })))).toBe(
      `InvalidParameterException: ${message}`,
    );
  });
});

describe("A role that instances cannot take on", () => {
  it("is none for nodes, whatever its trust policy names besides", async () => {
    const { eks, iam, create, subnetIds: subnets } = await testCluster({ now });
    await create();
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "other",
        AssumeRolePolicyDocument: trusting("ec2.amazonaws.com", { Bool: { "aws:SecureTransport": "never" } })
          .PolicyDocument,
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: "other", PolicyArn: clusterPolicy }));
    const main = { clusterName: "dev", nodegroupName: "main", subnets, nodeRole: Role?.Arn };
    expect(await outcome(eks.send(new CreateNodegroupCommand(main)))).toMatch(
      /^InvalidParameterException: Following required service principals \[ec2\.amazonaws\.com\] were not found/,
    );
  });
});

describe("Bad days", () => {
  it("make spot groups take the next type that there is", async () => {
    const { aws, eks, ec2, create, subnetIds: subnets, nodeRole } = await testCluster({ now });
    await create();
    aws.faults.set("capacity=m5.large");
    const main = { clusterName: "dev", nodegroupName: "main" };
    const instanceTypes = ["m5.large", "m5a.large"];
    await eks.send(
      new CreateNodegroupCommand({ ...main, subnets, nodeRole, instanceTypes, capacityType: "SPOT" }),
    );
    expect((await eks.send(new DescribeNodegroupCommand(main))).nodegroup?.status).toBe("ACTIVE");
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    const types = Reservations.flatMap(({ Instances = [] }) => Instances.map((one) => one.InstanceType));
    expect(types).toEqual(["m5a.large", "m5a.large"]);
  });

  it("end clusters and node groups with an issue that tells why", async () => {
    const { aws, eks, create, subnetIds: subnets, nodeRole } = await testCluster({ now });
    aws.faults.set("eks fail=cluster times=1");
    await create();
    const { cluster: failed } = await eks.send(new DescribeClusterCommand({ name: "dev" }));
    expect(failed?.status).toBe("FAILED");
    expect(failed?.health?.issues).toHaveLength(1);
    await create({ name: "prod" });
    aws.faults.set("capacity=t3.medium");
    const main = { clusterName: "prod", nodegroupName: "main" };
    await eks.send(new CreateNodegroupCommand({ ...main, subnets, nodeRole }));
    const { nodegroup } = await eks.send(new DescribeNodegroupCommand(main));
    expect(nodegroup).toMatchObject({
      status: "CREATE_FAILED",
      health: {
        issues: [
          {
            code: "AsgInstanceLaunchFailures",
            message: expect.stringMatching(
              /^Could not launch On-Demand Instances\. InsufficientInstanceCapacity - We currently do not have sufficient t3\.medium capacity/,
            ),
          },
        ],
      },
    });
  });
});
