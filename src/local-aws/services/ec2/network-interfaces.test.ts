import {
  AssociateAddressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DeleteNetworkInterfaceCommand,
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  DisassociateAddressCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

async function testInterface() {
  const network = await testNetwork();
  const { ec2 } = network;
  const SubnetId = await network.subnet("10.0.0.0/24");
  const create = async (props: object = {}) => {
    const made = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, ...props }));
    return made.NetworkInterface ?? {};
  };
  const { NetworkInterfaceId = "" } = await create();
  return {
    ...network,
    create,
    NetworkInterfaceId,
    async described() {
      const NetworkInterfaceIds = [NetworkInterfaceId];
      const found = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }));
      return found.NetworkInterfaces?.[0];
    },
  };
}

describe("a network interface", () => {
  it("has the lowest free address and the VPC's own group, unless told otherwise", async () => {
    const { create, described } = await testInterface();
    expect(await described()).toMatchObject({
      PrivateIpAddress: "10.0.0.4",
      Groups: [{ GroupName: "default" }],
      Status: "available",
      RequesterManaged: false,
      AvailabilityZone: "ap-southeast-1a",
    });
    const TagSpecifications = [{ ResourceType: "network-interface", Tags: [{ Key: "a", Value: "b" }] }];
    const asked = await create({ PrivateIpAddress: "10.0.0.5", TagSpecifications });
    expect(asked).toMatchObject({ PrivateIpAddress: "10.0.0.5", TagSet: [{ Key: "a", Value: "b" }] });
    expect((await create()).PrivateIpAddress).toBe("10.0.0.6");
  });

  it("cannot have an address that is taken, reserved or outside of its subnet", async () => {
    const { create } = await testInterface();
    const refused = (PrivateIpAddress: string, name: string) =>
      expect(create({ PrivateIpAddress })).rejects.toMatchObject({ name });
    await refused("10.0.0.4", "InvalidIPAddress.InUse");
    await refused("10.0.0.3", "InvalidParameterValue");
    await refused("10.0.0.255", "InvalidParameterValue");
    await refused("10.0.1.4", "InvalidParameterValue");
  });

  it("changes its groups and description", async () => {
    const { ec2, vpcId: VpcId, NetworkInterfaceId, described } = await testInterface();
    const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName: "g", Description: "g", VpcId }));
    const change = (props: object) =>
      ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, ...props }));
    await change({ Groups: [made.GroupId] });
    await change({ Description: { Value: "mine" } });
    expect(await described()).toMatchObject({ Groups: [{ GroupName: "g" }], Description: "mine" });
  });

  it("carries an Elastic IP, which is free again when the interface goes", async () => {
    const { ec2, address, NetworkInterfaceId, described, internetGateway } = await testInterface();
    const AllocationId = await address();
    const associate = () => ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId }));
    const addresses = async () =>
      (await ec2.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId] }))).Addresses?.[0];
    await expect(associate()).rejects.toMatchObject({ name: "Gateway.NotAttached" });
    await internetGateway();
    const { AssociationId } = await associate();
    expect((await described())?.Association).toMatchObject({ AllocationId, AssociationId });
    const release = ec2.send(new ReleaseAddressCommand({ AllocationId }));
    await expect(release).rejects.toMatchObject({ name: "InvalidIPAddress.InUse" });
    await ec2.send(new DisassociateAddressCommand({ AssociationId }));
    expect((await described())?.Association).toBeUndefined();
    expect((await addresses())?.AssociationId).toBeUndefined();
    await associate();
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    expect((await addresses())?.NetworkInterfaceId).toBeUndefined();
    await expect(described()).rejects.toMatchObject({ name: "InvalidNetworkInterfaceID.NotFound" });
  });
});
