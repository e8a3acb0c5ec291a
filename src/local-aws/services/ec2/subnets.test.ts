import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSubnetCommand,
  DescribeNetworkAclsCommand,
  DescribeSubnetsCommand,
  ModifySubnetAttributeCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

describe("a subnet", () => {
  it("lies in its zone, counts its free addresses without the five that AWS keeps, and joins the VPC's ACL", async () => {
    const { ec2, subnet } = await testNetwork();
    const id = await subnet("10.0.1.0/24", "b");
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
    expect(Subnets).toMatchObject([
      {
        SubnetArn: `arn:aws:ec2:ap-southeast-1:123456789012:subnet/${id}`,
        AvailabilityZone: "ap-southeast-1b",
        AvailabilityZoneId: "apse1-az2",
        AvailableIpAddressCount: 251,
        MapPublicIpOnLaunch: false,
        State: "available",
      },
    ]);
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({}));
    expect(NetworkAcls?.[0]?.Associations).toMatchObject([{ SubnetId: id }]);
  });

  it.each([
    ["10.1.0.0/24", "InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid."],
    ["10.0.0.0/29", "InvalidSubnet.Range", "The CIDR '10.0.0.0/29' is invalid."],
    ["10.0.0.128/25", "InvalidSubnet.Conflict", "The CIDR '10.0.0.128/25' conflicts with another subnet"],
    ["10.0.0.0/16", "InvalidSubnet.Conflict", "The CIDR '10.0.0.0/16' conflicts with another subnet"],
  ])("cannot have %s beside 10.0.0.0/24", async (cidr, name, message) => {
    const { subnet } = await testNetwork();
    await subnet("10.0.0.0/24");
    await expect(subnet(cidr)).rejects.toMatchObject({ name, message });
  });

  it("cannot lie in a zone that the region does not have", async () => {
    const { ec2, vpcId } = await testNetwork();
    const call = ec2.send(
      new CreateSubnetCommand({
        VpcId: vpcId,
        CidrBlock: "10.0.0.0/24",
        AvailabilityZone: "ap-southeast-1d",
      }),
    );
    await expect(call).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: expect.stringContaining("ap-southeast-1a, ap-southeast-1b, ap-southeast-1c"),
    });
  });

  it("changes one attribute and leaves the others", async () => {
    const { ec2, subnet } = await testNetwork();
    const SubnetId = await subnet("10.0.1.0/24");
    await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
    await ec2.send(
      new ModifySubnetAttributeCommand({ SubnetId, PrivateDnsHostnameTypeOnLaunch: "resource-name" }),
    );
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
    expect(Subnets?.[0]).toMatchObject({
      MapPublicIpOnLaunch: true,
      PrivateDnsNameOptionsOnLaunch: { HostnameType: "resource-name", EnableResourceNameDnsARecord: false },
    });
  });

  it("is not deleted while a network interface is in it, and has its address back afterwards", async () => {
    const { ec2, subnet } = await testNetwork();
    const SubnetId = await subnet("10.0.0.0/28");
    const free = async () => {
      const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
      return Subnets?.[0]?.AvailableIpAddressCount;
    };
    const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    expect(NetworkInterface?.PrivateIpAddress).toBe("10.0.0.4");
    expect(await free()).toBe(10);
    await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject({
      name: "DependencyViolation",
      message: `The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    });
    const { NetworkInterfaceId } = NetworkInterface ?? {};
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    expect(await free()).toBe(11);
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  });

  it("gives no address when none is left", async () => {
    const { ec2, subnet } = await testNetwork();
    const SubnetId = await subnet("10.0.0.0/28");
    for (let i = 0; i < 11; i++) await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    await expect(ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }))).rejects.toMatchObject({
      name: "InsufficientFreeAddressesInSubnet",
    });
  });
});
