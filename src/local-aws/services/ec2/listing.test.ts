import {
  CreateTagsCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  paginateDescribeSubnets,
} from "@aws-sdk/client-ec2";
import { beforeAll, describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

describe("Describe calls", () => {
  let network: Awaited<ReturnType<typeof testNetwork>>;
  let ids: string[];

  beforeAll(async () => {
    network = await testNetwork();
    ids = [];
    for (let i = 0; i < 12; i++) ids.push(await network.subnet(`10.0.${i}.0/24`, "abc"[i % 3]));
    const tag = (Resource = "", Key: string, Value: string) =>
      network.ec2.send(new CreateTagsCommand({ Resources: [Resource], Tags: [{ Key, Value }] }));
    await tag(ids[0], "Name", "public-a");
    await tag(ids[1], "Name", "public-b");
    await tag(ids[2], "Name", "what*ever");
  });

  const found = async (Name: string, ...Values: string[]) => {
    const { Subnets } = await network.ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name, Values }] }));
    return Subnets?.map(({ SubnetId }) => ids.indexOf(SubnetId ?? ""));
  };

  it("find by exact value, by any of several, and by wildcards", async () => {
    expect(await found("cidr-block", "10.0.3.0/24")).toEqual([3]);
    expect(await found("cidr-block", "10.0.3.0/24", "10.0.5.0/24")).toEqual([3, 5]);
    expect(await found("cidr-block", "10.0.?.0/24")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await found("availability-zone", "*1b")).toEqual([1, 4, 7, 10]);
    expect(await found("cidr-block", "10.0.3")).toEqual([]);
    expect(await found("cidr-block", "10x0.3.0/24")).toEqual([]);
  });

  it("find by tag, key and value, and take a backslashed wildcard for the character itself", async () => {
    expect(await found("tag:Name", "public-*")).toEqual([0, 1]);
    expect(await found("tag-key", "Na*")).toEqual([0, 1, 2]);
    expect(await found("tag-value", "public-b")).toEqual([1]);
    expect(await found("tag:Name", "what\\*ever")).toEqual([2]);
    expect(await found("tag:Name", "what\\?ever")).toEqual([]);
  });

  it("want every filter to fit", async () => {
    const Filters = [
      { Name: "availability-zone", Values: ["ap-southeast-1a"] },
      { Name: "tag:Name", Values: ["public-*"] },
    ];
    const { Subnets } = await network.ec2.send(new DescribeSubnetsCommand({ Filters }));
    expect(Subnets?.map(({ SubnetId }) => SubnetId)).toEqual([ids[0]]);
  });

  it("refuse filters that there are not, ids that do not exist and tokens that they did not give", async () => {
    await expect(found("colour", "blue")).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "The filter 'colour' is invalid",
    });
    const call = network.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [ids[0] ?? "", "subnet-0"] }));
    await expect(call).rejects.toMatchObject({ name: "InvalidSubnetID.NotFound" });
    const stray = network.ec2.send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken: "xyz" }));
    await expect(stray).rejects.toMatchObject({ name: "InvalidNextToken" });
  });

  it("page through everything once", async () => {
    const seen: string[] = [];
    const pages = paginateDescribeSubnets({ client: network.ec2, pageSize: 5 }, {});
    for await (const { Subnets = [] } of pages) seen.push(...Subnets.map(({ SubnetId = "" }) => SubnetId));
    expect(seen.sort()).toEqual([...ids].sort());
  });

  it("page on where they were when what they gave out is deleted meanwhile", async () => {
    const { ec2, subnet } = await testNetwork();
    const made = new Set<string>();
    for (let i = 0; i < 12; i++) made.add(await subnet(`10.0.${i}.0/24`));
    const seen: string[] = [];
    const sizes: number[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client: ec2, pageSize: 5 }, {})) {
      sizes.push(Subnets.length);
      for (const { SubnetId = "" } of Subnets) {
        seen.push(SubnetId);
        await ec2.send(new DeleteSubnetCommand({ SubnetId }));
      }
    }
    expect(sizes).toEqual([5, 5, 2]);
    expect(new Set(seen)).toEqual(made);
  });
});
