import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { EKSClient } from "@aws-sdk/client-eks";
import {
  CreateLoadBalancerCommand as CreateClassicCommand,
  ElasticLoadBalancingClient,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { testAws } from "../../local-aws/test-aws.ts";
import type { StateResource } from "../../terraform/state-addresses.ts";
import type { AwsClients } from "./clients.ts";
import { emptyBucket, emptyRepository } from "./emptying.ts";
import { estateOf } from "./estate.ts";
import { holdersOf } from "./holders.ts";
import { findLeftovers } from "./leftovers.ts";
import { sweep } from "./sweeping.ts";

const CLUSTER = "retail";
const controller = [
  { Key: "elbv2.k8s.aws/cluster", Value: CLUSTER },
  { Key: "service.k8s.aws/stack", Value: "shop/web" },
];
const patience = { pause: 0.01, interfaces: 1, nodeGroups: 1 };

let aws: AwsClients;

beforeEach(() => {
  const { client } = testAws();
  aws = {
    ec2: client(EC2Client),
    ecr: client(ECRClient),
    eks: client(EKSClient),
    classic: client(ElasticLoadBalancingClient),
    balancing: client(ElasticLoadBalancingV2Client),
    s3: client(S3Client),
    close: () => {},
  };
});

const resource = (type: string, attributes: object): StateResource => ({
  address: `${type}.one`,
  type,
  attributes: attributes as Record<string, unknown>,
});

describe("what buckets and repositories hold", () => {
  const Bucket = "retail-data-of-a-shop";
  const estate = (force: boolean) =>
    estateOf([
      resource("aws_s3_bucket", { id: Bucket, bucket: Bucket, force_destroy: force }),
      resource("aws_ecr_repository", { id: "train", name: "train", force_delete: force }),
    ]);

  beforeEach(async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const Status = "Enabled" as const;
    await aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    for (const Body of ["1", "22"]) await aws.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body }));
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await aws.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "b" }));
    await aws.ecr.send(new CreateRepositoryCommand({ repositoryName: "train" }));
    const config = {
      mediaType: "application/vnd.docker.container.image.v1+json",
      size: 1,
      digest: `sha256:${"a".repeat(64)}`,
    };
    const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
    const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
    await aws.ecr.send(new PutImageCommand({ repositoryName: "train", imageManifest, imageTag: "v1" }));
  });

  it("is counted, and named where force_destroy is not applied", async () => {
    const { leftovers, unread } = await findLeftovers(aws, estate(false));
    expect(unread).toEqual([]);
    expect(leftovers).toEqual([
      expect.objectContaining({
        kind: "bucket",
        remedy: "empty",
        count: 4,
        what: "holds 3 objects and versions (3 bytes) and 1 unfinished upload; force_destroy is not applied to it",
      }),
      expect.objectContaining({ kind: "repository", remedy: "empty", count: 1 }),
    ]);
    expect((await findLeftovers(aws, estate(true))).leftovers).toEqual([]);
  });

  it("is removed, whatever came meanwhile; removed once more, there is nothing to do", async () => {
    const told: number[] = [];
    expect(await emptyBucket(aws.s3, Bucket, (count) => told.push(count))).toBe(4);
    expect(told).toContain(3);
    expect(await emptyBucket(aws.s3, Bucket)).toBe(0);
    await aws.s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await emptyRepository(aws.ecr, "train")).toBe(1);
    expect((await findLeftovers(aws, estate(false))).leftovers).toEqual([]);
  });

  it("stays where object lock keeps it, and that is said", async () => {
    await aws.s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: {
          ObjectLockEnabled: "Enabled",
          Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 30 } },
        },
      }),
    );
    const [bucket] = (await findLeftovers(aws, estate(true))).leftovers;
    expect(bucket).toMatchObject({
      remedy: "by-hand",
      what: expect.stringContaining("object lock keeps each version 30 days (COMPLIANCE)"),
    });
  });
});

describe("what hangs in the network", () => {
  let vpc: string;
  let subnet: string;
  const estate = () =>
    estateOf([resource("aws_vpc", { id: vpc }), resource("aws_subnet", { id: subnet })], [CLUSTER]);
  const group = async (GroupName: string, Tags = controller) => {
    const TagSpecifications = Tags.length > 0 ? [{ ResourceType: "security-group" as const, Tags }] : [];
    const made = await aws.ec2.send(
      new CreateSecurityGroupCommand({ VpcId: vpc, GroupName, Description: "of a test", TagSpecifications }),
    );
    return made.GroupId ?? "";
  };
  const interfaceOf = async (Groups: string[], Description: string, Tags = controller.slice(0, 0)) => {
    const TagSpecifications = Tags.length > 0 ? [{ ResourceType: "network-interface" as const, Tags }] : [];
    const { NetworkInterface } = await aws.ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: subnet, Groups, Description, TagSpecifications }),
    );
    return NetworkInterface?.NetworkInterfaceId ?? "";
  };

  beforeEach(async () => {
    const { Vpc } = await aws.ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    vpc = Vpc?.VpcId ?? "";
    const { Subnet } = await aws.ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.0.0.0/24" }));
    subnet = Subnet?.SubnetId ?? "";
  });

  const balanced = async () => {
    const [first, second] = [await group("k8s-shop-web"), await group("k8s-traffic")];
    // Their rules name each other: neither can go first.
    for (const [GroupId, other] of [
      [first, second],
      [second, first],
    ])
      await aws.ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId,
          IpPermissions: [
            { IpProtocol: "tcp", FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId: other }] },
          ],
        }),
      );
    const { LoadBalancers: [balancer] = [] } = await aws.balancing.send(
      new CreateLoadBalancerCommand({
        Name: "k8s-shop-web",
        Type: "network",
        Scheme: "internal",
        Subnets: [subnet],
        SecurityGroups: [first],
        Tags: controller,
      }),
    );
    const { TargetGroups: [target] = [] } = await aws.balancing.send(
      new CreateTargetGroupCommand({
        Name: "k8s-shop",
        Protocol: "TCP",
        Port: 80,
        VpcId: vpc,
        Tags: controller,
      }),
    );
    await aws.balancing.send(
      new CreateListenerCommand({
        LoadBalancerArn: balancer?.LoadBalancerArn,
        Port: 80,
        Protocol: "TCP",
        DefaultActions: [{ Type: "forward", TargetGroupArn: target?.TargetGroupArn }],
      }),
    );
    await aws.classic.send(
      new CreateClassicCommand({
        LoadBalancerName: "a1b2c3",
        Scheme: "internal",
        Subnets: [subnet],
        Listeners: [{ Protocol: "TCP", LoadBalancerPort: 80, InstancePort: 80 }],
        Tags: [{ Key: `kubernetes.io/cluster/${CLUSTER}`, Value: "owned" }],
      }),
    );
    await interfaceOf([first], "aws-K8S-i-0123456789abcdef0");
    return first;
  };

  it("is found by the tags of whoever made it, and swept in an order in which AWS lets it go", async () => {
    await balanced();
    const { leftovers } = await findLeftovers(aws, estate());
    expect(leftovers.map(({ kind, remedy }) => `${kind} ${remedy}`).sort()).toEqual([
      "classic-load-balancer sweep",
      "load-balancer sweep",
      "network-interface sweep",
      "security-group sweep",
      "security-group sweep",
      "target-group sweep",
    ]);
    expect(leftovers.find(({ kind }) => kind === "load-balancer")).toMatchObject({
      name: "k8s-shop-web",
      what: "network, made by the AWS Load Balancer Controller (shop/web)",
    });
    const { done, kept } = await sweep(leftovers, { aws, estate: estate(), patience });
    expect(kept).toEqual([]);
    expect(done).toHaveLength(6);
    expect((await findLeftovers(aws, estate())).leftovers).toEqual([]);
    await aws.ec2.send(new DeleteSubnetCommand({ SubnetId: subnet }));
    await aws.ec2.send(new DeleteVpcCommand({ VpcId: vpc }));
  });

  it("is named, and not touched, where nobody we know made it or it serves another cluster", async () => {
    const mine = await group("by-hand", []);
    const theirs = await group("k8s-other", [{ Key: "elbv2.k8s.aws/cluster", Value: "another" }]);
    const unused = await interfaceOf([mine], "of an experiment");
    const { leftovers } = await findLeftovers(aws, estate());
    expect(leftovers.map(({ id, remedy }) => [id, remedy]).sort()).toEqual(
      [
        [mine, "by-hand"],
        [theirs, "by-hand"],
        [unused, "by-hand"],
      ].sort(),
    );
    expect(leftovers.find(({ id }) => id === unused)?.todo).toBe(
      `aws ec2 delete-network-interface --network-interface-id ${unused}`,
    );
    const { done } = await sweep(leftovers, { aws, estate: estate(), patience });
    expect(done).toEqual([]);
    const { SecurityGroups = [] } = await aws.ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [mine, theirs] }),
    );
    expect(SecurityGroups).toHaveLength(2);
  });

  it("is left to a person where tags say that people, or another cluster, have or use it", async () => {
    const another = "kubernetes.io/cluster/another";
    const own = `kubernetes.io/cluster/${CLUSTER}`;
    const kept = [
      // Written by people, for Karpenter or a load balancer to find it.
      await group("nodes", [{ Key: "karpenter.sh/discovery", Value: CLUSTER }]),
      await group("pods", [
        { Key: own, Value: "owned" },
        { Key: "karpenter.sh/discovery", Value: CLUSTER },
      ]),
      await group("k8s-shared", [{ Key: own, Value: "shared" }]),
      await group("k8s-both", [...controller, { Key: another, Value: "shared" }]),
      await group("k8s-nobody", controller.slice(1)),
      // A CNI makes one a moment before it attaches it.
      await interfaceOf([], "aws-K8S-i-0123456789abcdef1", [
        { Key: "cluster.k8s.amazonaws.com/name", Value: "another" },
      ]),
    ];
    const swept = [
      await group("k8s-elb-a1b2c3", [{ Key: own, Value: "owned" }]),
      await interfaceOf([], "aws-K8S-i-0123456789abcdef2"),
    ];
    const { leftovers } = await findLeftovers(aws, estate());
    const of = (wanted: string) => leftovers.filter(({ remedy }) => remedy === wanted).map(({ id }) => id);
    expect(of("by-hand").sort()).toEqual([...kept].sort());
    expect(of("sweep").sort()).toEqual([...swept].sort());
  });

  it("is told as who holds the network", async () => {
    const first = await balanced();
    const holders = await holdersOf(aws, estate());
    expect(holders).toEqual(
      expect.arrayContaining([
        expect.stringMatching(`in ${subnet} with ${first}: used by the load balancer k8s-shop-web`),
        expect.stringMatching("used by the load balancer a1b2c3"),
        expect.stringMatching("used by the pods of the node i-0123456789abcdef0"),
      ]),
    );
  });

  it("is searched on where one thing may not be read, and what may not be is said", async () => {
    await balanced();
    const refused = Object.assign(new Error("no"), { name: "AccessDenied" });
    const classic = Object.assign(Object.create(aws.classic), { send: () => Promise.reject(refused) });
    const closed: AwsClients = { ...aws, classic };
    const { leftovers, unread } = await findLeftovers(closed, estate());
    expect(leftovers.map(({ kind }) => kind)).toContain("security-group");
    expect(unread).toEqual([
      {
        title: expect.stringContaining("elasticloadbalancing:DescribeLoadBalancers"),
        reason: "AccessDenied: no",
      },
    ]);
  });
});
