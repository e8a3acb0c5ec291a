import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteSubnetCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeVolumesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateNodegroupCommand,
  type CreateNodegroupCommandInput,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DescribeAccessEntryCommand,
  DescribeNodegroupCommand,
  ListNodegroupsCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { QuotaOverrides } from "../../quotas.ts";
import { type TestCluster, testCluster } from "./test-cluster.ts";

const now = () => new Date("2026-11-23T12:00:00Z");
const main = { clusterName: "dev", nodegroupName: "main" };

async function testNodegroups(version = "1.36", quotas?: QuotaOverrides) {
  const cluster = await testCluster({ now, quotas });
  await cluster.create({ version });
  const { eks, subnetIds, nodeRole } = cluster;
  const create = (input: Partial<CreateNodegroupCommandInput> = {}) =>
    eks.send(
      new CreateNodegroupCommand({
        ...main,
        subnets: subnetIds,
        nodeRole,
        scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 2 },
        ...input,
      }),
    );
  const read = async () => (await eks.send(new DescribeNodegroupCommand(main))).nodegroup;
  const running = async () => {
    const ofGroup = { Filters: [{ Name: "tag:eks:nodegroup-name", Values: ["main"] }] };
    const { Reservations = [] } = await cluster.ec2.send(new DescribeInstancesCommand(ofGroup));
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  };
  return { ...cluster, createNodegroup: create, read, running };
}

/** A key that lets in Auto Scaling's own role. */
async function volumeKey(client: TestCluster["client"]): Promise<string | undefined> {
  const everybody = (Condition?: object) => ({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "kms:*",
    Resource: "*",
    Condition,
  });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [everybody({ StringEquals: { "kms:CallerAccount": "123456789012" } })],
  });
  return (await client(KMSClient).send(new CreateKeyCommand({ Policy }))).KeyMetadata?.Arn;
}

describe("EKS node groups", () => {
  it("come with EKS's defaults and the newest image of the cluster's version", async () => {
    const { createNodegroup, read, nodeRole, subnetIds } = await testNodegroups();
    await createNodegroup();
    expect(await read()).toMatchObject({
      nodegroupName: "main",
      clusterName: "dev",
      version: "1.36",
      releaseVersion: "1.36.4-20260923",
      status: "ACTIVE",
      capacityType: "ON_DEMAND",
      instanceTypes: ["t3.medium"],
      amiType: "AL2023_x86_64_STANDARD",
      diskSize: 20,
      nodeRole,
      subnets: subnetIds,
      updateConfig: { maxUnavailable: 1 },
      health: { issues: [] },
    });
    expect((await read())?.nodegroupArn).toMatch(
      /^arn:aws:eks:ap-southeast-1:123456789012:nodegroup\/dev\/main\/[0-9a-f-]{36}$/,
    );
  });

  it("stand on a tagged Auto Scaling group that goes with them", async () => {
    const { createNodegroup, read, eks, client } = await testNodegroups();
    const scaling = client(AutoScalingClient);
    await createNodegroup();
    const name = (await read())?.resources?.autoScalingGroups?.[0]?.name ?? "";
    expect(name).toMatch(/^eks-main-[0-9a-f-]{36}$/);
    const { AutoScalingGroups } = await scaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
    );
    const [group] = AutoScalingGroups ?? [];
    expect(group).toMatchObject({ MinSize: 1, MaxSize: 4, DesiredCapacity: 2 });
    expect(group?.Instances?.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
      "ap-southeast-1a",
      "ap-southeast-1b",
    ]);
    expect(Object.fromEntries(group?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? [])).toEqual({
      "eks:cluster-name": "dev",
      "eks:nodegroup-name": "main",
      "k8s.io/cluster-autoscaler/enabled": "true",
      "k8s.io/cluster-autoscaler/dev": "owned",
      "kubernetes.io/cluster/dev": "owned",
    });
    await eks.send(new DeleteNodegroupCommand(main));
    const after = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
    expect(after.AutoScalingGroups).toEqual([]);
    expect((await eks.send(new ListNodegroupsCommand({ clusterName: "dev" }))).nodegroups).toEqual([]);
  });

  it("run instances with addresses in their subnets, which they hold until they end", async () => {
    const { createNodegroup, running, eks, ec2, subnetIds } = await testNodegroups();
    await createNodegroup({ capacityType: "SPOT" });
    const instances = await running();
    expect(instances.map(({ SubnetId }) => SubnetId)).toEqual(subnetIds.slice(0, 2));
    expect(instances[0]).toMatchObject({
      InstanceType: "t3.medium",
      InstanceLifecycle: "spot",
      State: { Name: "running" },
      PrivateIpAddress: expect.stringMatching(/^10\.0\.0\.\d+$/),
      SecurityGroups: [{ GroupName: expect.stringMatching(/^eks-cluster-sg-dev-/) }],
    });
    await eks.send(new DeleteNodegroupCommand(main));
    expect(await running()).toEqual([]);
    await eks.send(new DeleteClusterCommand({ name: "dev" }));
    for (const SubnetId of subnetIds) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  });

  it("start their instances as their launch template says", async () => {
    const { createNodegroup, running, ec2, client } = await testNodegroups();
    const KmsKeyId = await volumeKey(client);
    const Ebs = { VolumeSize: 50, VolumeType: "gp3", Encrypted: true, KmsKeyId } as const;
    const tagged = (ResourceType: "instance" | "volume", Value: string) => ({
      ResourceType,
      Tags: [{ Key: "Name", Value }],
    });
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "nodes",
        LaunchTemplateData: {
          BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs }],
          MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
          TagSpecifications: [tagged("instance", "node"), tagged("volume", "disk")],
        },
      }),
    );
    await createNodegroup({ launchTemplate: { id: LaunchTemplate?.LaunchTemplateId } });
    const [instance] = await running();
    expect(instance?.Tags).toContainEqual({ Key: "Name", Value: "node" });
    expect(instance?.MetadataOptions).toEqual({
      State: "applied",
      HttpEndpoint: "enabled",
      HttpTokens: "required",
      HttpPutResponseHopLimit: 1,
      HttpProtocolIpv6: "disabled",
      InstanceMetadataTags: "disabled",
    });
    const { Volumes } = await ec2.send(
      new DescribeVolumesCommand({
        Filters: [{ Name: "attachment.instance-id", Values: [instance?.InstanceId ?? ""] }],
      }),
    );
    expect(Volumes).toMatchObject([
      {
        VolumeId: instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId,
        State: "in-use",
        Size: 50,
        VolumeType: "gp3",
        Encrypted: true,
        KmsKeyId,
        Tags: [{ Key: "Name", Value: "disk" }],
      },
    ]);
    await expect(ec2.send(new DescribeVolumesCommand({ VolumeIds: ["vol-0"] }))).rejects.toMatchObject({
      name: "InvalidVolume.NotFound",
    });
  });

  it("have instances that pass EC2's checks, in a zone each", async () => {
    const { createNodegroup, ec2 } = await testNodegroups();
    await createNodegroup();
    const zone = { Name: "availability-zone", Values: ["ap-southeast-1b"] };
    const { InstanceStatuses } = await ec2.send(new DescribeInstanceStatusCommand({ Filters: [zone] }));
    expect(InstanceStatuses).toMatchObject([
      {
        AvailabilityZone: "ap-southeast-1b",
        InstanceState: { Name: "running" },
        InstanceStatus: { Status: "ok" },
        SystemStatus: { Status: "ok" },
      },
    ]);
  });

  it("fail where the subnets have no address left", async () => {
    const many = { scalingConfig: { minSize: 0, maxSize: 1000, desiredSize: 800 } };
    const quotas = { "eks:nodes-per-node-group": 1000 };
    const { createNodegroup, read } = await testNodegroups("1.36", quotas);
    await createNodegroup(many);
    expect(await read()).toMatchObject({
      status: "CREATE_FAILED",
      health: { issues: [{ code: "AsgInstanceLaunchFailures" }] },
    });
    expect((await read())?.health?.issues?.[0]?.message).toMatch(/does not have enough free addresses/);
  });

  it("show the size that the cluster autoscaler chose", async () => {
    const { createNodegroup, read, client } = await testNodegroups();
    await createNodegroup();
    const AutoScalingGroupName = (await read())?.resources?.autoScalingGroups?.[0]?.name;
    const resize = (DesiredCapacity: number) =>
      client(AutoScalingClient).send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }),
      );
    await resize(3);
    expect((await read())?.scalingConfig).toEqual({ minSize: 1, maxSize: 4, desiredSize: 3 });
    await expect(resize(5)).rejects.toThrow("value 5 is above max value 4");
  });

  it("let their role into the cluster", async () => {
    const { createNodegroup, eks, nodeRole } = await testNodegroups();
    await createNodegroup();
    const { accessEntry } = await eks.send(
      new DescribeAccessEntryCommand({ clusterName: "dev", principalArn: nodeRole }),
    );
    expect(accessEntry).toMatchObject({
      type: "EC2_LINUX",
      kubernetesGroups: ["system:nodes"],
      username: "system:node:{{EC2PrivateDNSName}}",
    });
  });

  it("take their launch template at a number, and change it by an update", async () => {
    const { createNodegroup, read, running, ec2, eks } = await testNodegroups();
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "nodes",
        LaunchTemplateData: { MetadataOptions: { HttpTokens: "required" } },
      }),
    );
    const id = LaunchTemplate?.LaunchTemplateId;
    await createNodegroup({ launchTemplate: { id, version: "$Latest" } });
    expect((await read())?.launchTemplate).toEqual({ id, name: "nodes", version: "1" });
    expect((await read())?.diskSize).toBeUndefined();
    const update = () =>
      eks.send(new UpdateNodegroupVersionCommand({ ...main, launchTemplate: { id, version: "2" } }));
    await expect(update()).rejects.toThrow("Could not find the specified version 2");
    await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        LaunchTemplateData: { MetadataOptions: { HttpTokens: "optional" } },
      }),
    );
    const [before] = await running();
    await update();
    expect((await read())?.launchTemplate).toEqual({ id, name: "nodes", version: "2" });
    const [after, ...others] = await running();
    expect(after?.InstanceId).not.toBe(before?.InstanceId);
    expect(after?.MetadataOptions?.HttpTokens).toBe("optional");
    expect(others).toHaveLength(1);
    await update();
    expect((await running())[0]?.InstanceId).toBe(after?.InstanceId);
    const again = createNodegroup({ nodegroupName: "b", launchTemplate: { id }, diskSize: 50 });
    await expect(again).rejects.toThrow("Disk size must be specified within the launch template.");
  });

  it("change sizes, labels and taints, and only those that are named", async () => {
    const { createNodegroup, read, eks } = await testNodegroups();
    await createNodegroup({
      labels: { a: "1", b: "2" },
      taints: [{ key: "spot", value: "yes", effect: "NO_SCHEDULE" }],
    });
    const { update } = await eks.send(
      new UpdateNodegroupConfigCommand({
        ...main,
        labels: { addOrUpdateLabels: { c: "3" }, removeLabels: ["a"] },
        taints: { removeTaints: [{ key: "spot", value: "yes", effect: "NO_SCHEDULE" }] },
        scalingConfig: { maxSize: 6 },
      }),
    );
    expect(update).toMatchObject({ type: "ConfigUpdate", status: "InProgress" });
    expect(await read()).toMatchObject({
      labels: { b: "2", c: "3" },
      scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 2 },
    });
    expect((await read())?.taints).toEqual([]);
  });

  it("follow the control plane's version", async () => {
    const { createNodegroup, read, eks } = await testNodegroups();
    await createNodegroup({ version: "1.35" });
    expect((await read())?.releaseVersion).toBe("1.35.8-20260917");
    await eks.send(new UpdateNodegroupVersionCommand({ ...main, version: "1.36" }));
    expect((await read())?.releaseVersion).toBe("1.36.4-20260923");
    await expect(eks.send(new UpdateNodegroupVersionCommand({ ...main, version: "1.37" }))).rejects.toThrow(
      "cannot be newer than the cluster's version",
    );
  });

  it("are refused with contradicting sizes, foreign subnets or a role that instances cannot take on", async () => {
    const { createNodegroup, clusterRole } = await testNodegroups();
    await expect(
      createNodegroup({ scalingConfig: { minSize: 3, maxSize: 4, desiredSize: 2 } }),
    ).rejects.toThrow("Minimum capacity 3 can't be greater than desired size 2");
    await expect(
      createNodegroup({ scalingConfig: { minSize: 1, maxSize: 451, desiredSize: 1 } }),
    ).rejects.toMatchObject({ name: "ResourceLimitExceededException" });
    await expect(createNodegroup({ subnets: ["subnet-0123"] })).rejects.toThrow(
      "The subnet ID 'subnet-0123' does not exist",
    );
    await expect(createNodegroup({ nodeRole: clusterRole })).rejects.toThrow(
      "Following required service principals [ec2.amazonaws.com] were not found",
    );
  });
});
