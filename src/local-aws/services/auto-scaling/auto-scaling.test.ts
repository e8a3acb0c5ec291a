import {
  AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeScalingActivitiesCommand,
  DescribeTagsCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateNodegroupCommand, DescribeNodegroupCommand } from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { testCluster } from "../eks/test-cluster.ts";

/** The groups behind two node groups, `a` and `b`, of two instances each. */
async function testGroups() {
  const cluster = await testCluster();
  await cluster.create();
  const names: string[] = [];
  for (const nodegroupName of ["a", "b"]) {
    const { subnetIds: subnets, nodeRole } = cluster;
    const named = { clusterName: "dev", nodegroupName };
    await cluster.eks.send(new CreateNodegroupCommand({ ...named, subnets, nodeRole }));
    const { nodegroup } = await cluster.eks.send(new DescribeNodegroupCommand(named));
    names.push(nodegroup?.resources?.autoScalingGroups?.[0]?.name ?? "");
  }
  const [a = "", b = ""] = names;
  return { scaling: cluster.client(AutoScalingClient), a, b };
}

describe("Auto Scaling", () => {
  it("finds groups by name and by tag, page by page", async () => {
    const { scaling, a, b } = await testGroups();
    const found = async (input: object) => {
      const { AutoScalingGroups = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand(input));
      return AutoScalingGroups.map(({ AutoScalingGroupName }) => AutoScalingGroupName);
    };
    expect(await found({ AutoScalingGroupNames: [b, "none"] })).toEqual([b]);
    expect(await found({ Filters: [{ Name: "tag:eks:nodegroup-name", Values: ["a"] }] })).toEqual([a]);
    const first = await scaling.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 1 }));
    expect(await found({ NextToken: first.NextToken })).toEqual([b]);
    await expect(found({ Filters: [{ Name: "colour", Values: ["red"] }] })).rejects.toThrow(
      "Filter type colour is not correct",
    );
    await expect(found({ NextToken: "x" })).rejects.toMatchObject({ name: "InvalidNextToken" });
  });

  it("tags groups, and takes away a tag only with the value that is named", async () => {
    const { scaling, a } = await testGroups();
    const tag = { ResourceId: a, ResourceType: "auto-scaling-group", Key: "team", PropagateAtLaunch: true };
    await scaling.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Value: "ml" }] }));
    const read = async () => {
      const filter = {
        Filters: [
          { Name: "auto-scaling-group", Values: [a] },
          { Name: "key", Values: ["team"] },
        ],
      };
      return (await scaling.send(new DescribeTagsCommand(filter))).Tags;
    };
    expect(await read()).toEqual([{ ...tag, Value: "ml" }]);
    await scaling.send(new DeleteTagsCommand({ Tags: [{ ...tag, Value: "other" }] }));
    expect(await read()).toHaveLength(1);
    await scaling.send(new DeleteTagsCommand({ Tags: [{ ...tag, Value: "ml" }] }));
    expect(await read()).toEqual([]);
  });

  it("launches and ends instances as its sizes change, and tells of it", async () => {
    const { scaling, a } = await testGroups();
    const AutoScalingGroupName = a;
    const update = (input: object) =>
      scaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...input }));
    const size = async () => {
      const { AutoScalingInstances = [] } = await scaling.send(new DescribeAutoScalingInstancesCommand({}));
      return AutoScalingInstances.filter((instance) => instance.AutoScalingGroupName === a).length;
    };
    expect(await size()).toBe(2);
    await update({ MinSize: 3, MaxSize: 5 });
    expect(await size()).toBe(3);
    await update({ MinSize: 0, MaxSize: 1 });
    expect(await size()).toBe(1);
    await expect(update({ DesiredCapacity: 4 })).rejects.toThrow("Desired capacity:4 must be between");
    const { Activities } = await scaling.send(new DescribeScalingActivitiesCommand({ AutoScalingGroupName }));
    expect(Activities?.[0]?.Description).toMatch(/^Terminating EC2 instance: i-/);
    expect(Activities).toHaveLength(5);
  });

  it("ends the instance that the cluster autoscaler names, and lets the group shrink with it", async () => {
    const { scaling, a } = await testGroups();
    const ids = async () => {
      const group = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [a] });
      const [found] = (await scaling.send(group)).AutoScalingGroups ?? [];
      return { desired: found?.DesiredCapacity, ids: found?.Instances?.map((one) => one.InstanceId) };
    };
    const { ids: [first, second] = [] } = await ids();
    const end = (InstanceId: string | undefined, ShouldDecrementDesiredCapacity: boolean) =>
      scaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity }),
      );
    await end(first, false);
    const replaced = await ids();
    expect(replaced.desired).toBe(2);
    expect(replaced.ids).toHaveLength(2);
    expect(replaced.ids).toContain(second);
    const { Activity } = await end(second, true);
    expect(Activity?.Description).toBe(`Terminating EC2 instance: ${second}`);
    expect((await ids()).desired).toBe(1);
    await expect(end((await ids()).ids?.[0], true)).rejects.toThrow(
      "will violate group's min size constraint",
    );
    await expect(end("i-0123456789abcdef0", true)).rejects.toThrow("No managed instance found");
  });

  it("refuses a group that is not there", async () => {
    const { scaling } = await testGroups();
    const update = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "none", MinSize: 1 });
    await expect(scaling.send(update)).rejects.toMatchObject({
      name: "ValidationError",
      message: "AutoScalingGroup name not found - AutoScalingGroup none not found",
    });
  });
});
