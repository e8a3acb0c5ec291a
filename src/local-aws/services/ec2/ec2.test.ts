import {
  AssociateDhcpOptionsCommand,
  AttachInternetGatewayCommand,
  CreateDhcpOptionsCommand,
  CreateInternetGatewayCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteDhcpOptionsCommand,
  DeleteInternetGatewayCommand,
  DeleteTagsCommand,
  DescribeAccountAttributesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";
import { ec2 as service } from "./ec2.ts";
import { testNetwork } from "./test-network.ts";

const ec2In = (region: string) => testAws().client(EC2Client, { region });

describe("EC2", () => {
  it("has each operation once", () => {
    const names = service.operations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it("does nothing on a dry run but say that it would have", async () => {
    const { ec2, aws } = await testNetwork();
    const before = aws.inventory();
    const call = ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", DryRun: true }));
    await expect(call).rejects.toMatchObject({
      name: "DryRunOperation",
      $metadata: { httpStatusCode: 412 },
    });
    expect(aws.inventory()).toEqual(before);
  });

  it("names an operation that it does not have", async () => {
    const call = ec2In("us-east-1").send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1 }));
    await expect(call).rejects.toMatchObject({ message: "The embedded AWS does not have ec2:RunInstances" });
  });

  it("keeps its state through saving and loading", async () => {
    const { aws, ec2, vpcId } = await testNetwork();
    aws.store.load(aws.store.toBytes());
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId).toBe(vpcId);
  });

  it("has no instances and no default VPC in a new account", async () => {
    const ec2 = ec2In("eu-west-1");
    expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
    const AttributeNames = ["default-vpc" as const];
    const { AccountAttributes } = await ec2.send(new DescribeAccountAttributesCommand({ AttributeNames }));
    expect(AccountAttributes?.[0]?.AttributeValues).toEqual([{ AttributeValue: "none" }]);
  });
});

describe("zones and regions", () => {
  it.each([
    ["ap-southeast-1", ["apse1-az1", "apse1-az2", "apse1-az3"]],
    ["us-west-1", ["usw1-az1", "usw1-az3"]],
  ])("%s has its zones", async (region, ids) => {
    const { AvailabilityZones } = await ec2In(region).send(new DescribeAvailabilityZonesCommand({}));
    expect(AvailabilityZones?.map(({ ZoneId }) => ZoneId)).toEqual(ids);
    expect(AvailabilityZones?.every((zone) => zone.State === "available" && zone.RegionName === region)).toBe(
      true,
    );
  });

  it("can be asked for by name and filter; unknown ones are refused", async () => {
    const ec2 = ec2In("ap-southeast-1");
    const named = new DescribeAvailabilityZonesCommand({ ZoneNames: ["ap-southeast-1b"] });
    expect((await ec2.send(named)).AvailabilityZones).toHaveLength(1);
    const local = { Filters: [{ Name: "zone-type", Values: ["local-zone"] }] };
    expect((await ec2.send(new DescribeAvailabilityZonesCommand(local))).AvailabilityZones).toEqual([]);
    const unknown = new DescribeAvailabilityZonesCommand({ ZoneNames: ["ap-southeast-1z"] });
    await expect(ec2.send(unknown)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("lists the regions that need no opting in, all of them when asked", async () => {
    const ec2 = ec2In("us-east-1");
    const names = async (AllRegions?: boolean) =>
      (await ec2.send(new DescribeRegionsCommand({ AllRegions }))).Regions?.map(
        ({ RegionName }) => RegionName,
      );
    expect(await names()).toContain("ap-southeast-1");
    expect(await names()).not.toContain("ap-southeast-3");
    expect(await names(true)).toContain("ap-southeast-3");
  });
});

describe("instance types", () => {
  it("say their processors, memory and architecture", async () => {
    const ec2 = ec2In("ap-southeast-1");
    const { InstanceTypes } = await ec2.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: ["t3.medium", "m7g.xlarge"] }),
    );
    expect(InstanceTypes).toMatchObject([
      {
        VCpuInfo: { DefaultVCpus: 2, DefaultCores: 1 },
        MemoryInfo: { SizeInMiB: 4096 },
        ProcessorInfo: { SupportedArchitectures: ["x86_64"] },
        NetworkInfo: { MaximumNetworkInterfaces: 3, Ipv4AddressesPerInterface: 6 },
      },
      {
        VCpuInfo: { DefaultVCpus: 4, DefaultCores: 4 },
        MemoryInfo: { SizeInMiB: 16384 },
        ProcessorInfo: { SupportedArchitectures: ["arm64"] },
      },
    ]);
    const unknown = new DescribeInstanceTypesCommand({ InstanceTypes: ["t3.gigantic" as "t3.nano"] });
    await expect(ec2.send(unknown)).rejects.toMatchObject({ name: "InvalidInstanceType" });
  });

  it("are offered in each zone", async () => {
    const { InstanceTypeOfferings } = await ec2In("ap-southeast-1").send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: "availability-zone",
        Filters: [{ Name: "instance-type", Values: ["t3.medium"] }],
      }),
    );
    expect(InstanceTypeOfferings?.map(({ Location }) => Location)).toEqual([
      "ap-southeast-1a",
      "ap-southeast-1b",
      "ap-southeast-1c",
    ]);
  });
});

describe("tags", () => {
  it("are set, changed, found over all kinds of things, and taken away by key or by key and value", async () => {
    const { ec2, vpcId, subnet } = await testNetwork();
    const Resources = [vpcId, await subnet("10.0.0.0/24")];
    const tag = (Key: string, Value: string) =>
      ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key, Value }] }));
    await tag("Name", "old");
    await tag("Name", "new");
    await tag("Team", "forecast");
    const all = async () => {
      const { Tags } = await ec2.send(new DescribeTagsCommand({}));
      return Tags?.map(({ ResourceType, Key, Value }) => `${ResourceType} ${Key}=${Value}`);
    };
    expect(await all()).toEqual([
      "vpc Name=new",
      "vpc Team=forecast",
      "subnet Name=new",
      "subnet Team=forecast",
    ]);
    const untag = (Tags: { Key: string; Value?: string }[]) =>
      ec2.send(new DeleteTagsCommand({ Resources, Tags }));
    await untag([{ Key: "Name", Value: "another" }, { Key: "Team" }]);
    expect(await all()).toEqual(["vpc Name=new", "subnet Name=new"]);
  });

  it("are put on nothing that does not exist", async () => {
    const { ec2 } = await testNetwork();
    const tag = (id: string) =>
      ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "a", Value: "b" }] }));
    await expect(tag("subnet-0")).rejects.toMatchObject({ name: "InvalidSubnetID.NotFound" });
    await expect(tag("what-0")).rejects.toMatchObject({ name: "InvalidID" });
  });

  it("of another type than what is created are refused", async () => {
    const { ec2 } = await testNetwork();
    const TagSpecifications = [{ ResourceType: "subnet" as const, Tags: [] }];
    const call = ec2.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16", TagSpecifications }));
    await expect(call).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});

describe("internet gateways", () => {
  it("serve one VPC each, one for a VPC, and are not deleted while they do", async () => {
    const { ec2, vpcId: VpcId, internetGateway } = await testNetwork();
    const InternetGatewayId = await internetGateway();
    const attach = (id: string | undefined) =>
      ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: id, VpcId }));
    await expect(attach(InternetGatewayId)).rejects.toMatchObject({ name: "Resource.AlreadyAssociated" });
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
    await expect(attach(InternetGateway?.InternetGatewayId)).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: `Network ${VpcId} already has an internet gateway attached`,
    });
    const gone = ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
    await expect(gone).rejects.toMatchObject({ name: "DependencyViolation" });
  });
});

describe("DHCP options", () => {
  it("are not deleted while a VPC has them", async () => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    const DhcpConfigurations = [{ Key: "domain-name", Values: ["retail.internal"] }];
    const { DhcpOptions } = await ec2.send(new CreateDhcpOptionsCommand({ DhcpConfigurations }));
    const { DhcpOptionsId } = DhcpOptions ?? {};
    await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId }));
    const gone = () => ec2.send(new DeleteDhcpOptionsCommand({ DhcpOptionsId }));
    await expect(gone()).rejects.toMatchObject({ name: "DependencyViolation" });
    await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId: "default" }));
    await gone();
  });
});
