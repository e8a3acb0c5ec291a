import {
  AssociateAddressCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  DeleteNatGatewayCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSubnetCommand,
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

async function testNat(now?: () => Date) {
  const network = await testNetwork({ now });
  const { ec2 } = network;
  const SubnetId = await network.subnet("10.0.0.0/24");
  const AllocationId = await network.address();
  const create = async (props: object = {}) => {
    const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId, ...props }));
    return made.NatGateway?.NatGatewayId ?? "";
  };
  return {
    ...network,
    SubnetId,
    AllocationId,
    create,
    async described(id: string) {
      const found = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }));
      return found.NatGateways?.[0];
    },
  };
}

describe("a NAT gateway", () => {
  it("has an interface in its subnet and the public address on it", async () => {
    const { ec2, internetGateway, create, described, SubnetId, AllocationId } = await testNat();
    await internetGateway();
    const id = await create();
    const gateway = await described(id);
    expect(gateway).toMatchObject({ State: "available", SubnetId, ConnectivityType: "public" });
    const [address] = gateway?.NatGatewayAddresses ?? [];
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId] }));
    expect(Addresses?.[0]).toMatchObject({
      PublicIp: address?.PublicIp,
      AssociationId: address?.AssociationId,
      NetworkInterfaceId: address?.NetworkInterfaceId,
      PrivateIpAddress: "10.0.0.4",
    });
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    expect(NetworkInterfaces).toMatchObject([
      {
        Description: `Interface for NAT Gateway ${id}`,
        InterfaceType: "nat_gateway",
        RequesterManaged: true,
        Status: "in-use",
        Groups: [],
        Association: { PublicIp: address?.PublicIp },
      },
    ]);
  });

  it("holds its subnet, its address and the internet gateway back from deletion, and cannot be robbed of its interface or address", async () => {
    const { ec2, vpcId, internetGateway, create, described, SubnetId, AllocationId } = await testNat();
    const InternetGatewayId = await internetGateway();
    const id = await create();
    const [address] = (await described(id))?.NatGatewayAddresses ?? [];
    const { NetworkInterfaceId, AssociationId } = address ?? {};
    const refused = async (call: Promise<unknown>, name: string) =>
      expect(call).rejects.toMatchObject({ name });
    await refused(ec2.send(new DeleteSubnetCommand({ SubnetId })), "DependencyViolation");
    await refused(ec2.send(new ReleaseAddressCommand({ AllocationId })), "AuthFailure");
    await refused(ec2.send(new DisassociateAddressCommand({ AssociationId })), "AuthFailure");
    const other = (await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }))).NetworkInterface;
    const take = { AllocationId, NetworkInterfaceId: other?.NetworkInterfaceId };
    await refused(ec2.send(new AssociateAddressCommand(take)), "AuthFailure");
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: other?.NetworkInterfaceId }));
    await refused(
      ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })),
      "InvalidParameterValue",
    );
    const detach = () => ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
    await refused(detach(), "DependencyViolation");
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
    await detach();
    await ec2.send(new ReleaseAddressCommand({ AllocationId }));
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  });

  it("fails and says why: an address in use, a VPC without internet gateway", async () => {
    const { internetGateway, create, described, AllocationId, aws } = await testNat();
    const alone = await described(await create());
    expect(alone).toMatchObject({ State: "failed", FailureCode: "Gateway.NotAttached" });
    await internetGateway();
    await create();
    const second = await described(await create());
    expect(second).toMatchObject({
      State: "failed",
      FailureCode: "Resource.AlreadyAssociated",
      FailureMessage: `Elastic IP address [${AllocationId}] is already associated`,
    });
    expect(aws.inventory().filter(({ type }) => type === "AWS::EC2::NatGateway")).toHaveLength(1);
  });

  it("is still shown as deleted for an hour, its routes leading nowhere, and no part of the inventory", async () => {
    let time = Date.parse("2026-11-23T12:00:00Z");
    const { ec2, vpcId, internetGateway, create, described, aws } = await testNat(() => new Date(time));
    await internetGateway();
    const NatGatewayId = await create();
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    const RouteTableId = RouteTable?.RouteTableId ?? "";
    await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", NatGatewayId }));
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
    expect((await described(NatGatewayId))?.State).toBe("deleted");
    expect(aws.inventory().map(({ id }) => id)).not.toContain(NatGatewayId);
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
    expect(RouteTables?.[0]?.Routes?.[1]).toMatchObject({ NatGatewayId, State: "blackhole" });
    time += 61 * 60_000;
    await expect(described(NatGatewayId)).rejects.toMatchObject({ name: "NatGatewayNotFound" });
  });

  it("is made once for one client token", async () => {
    const { ec2, internetGateway, create } = await testNat();
    await internetGateway();
    const first = await create({ ClientToken: "t" });
    expect(await create({ ClientToken: "t" })).toBe(first);
    expect((await ec2.send(new DescribeNatGatewaysCommand({}))).NatGateways).toHaveLength(1);
  });

  it("needs a public address, unless it is private", async () => {
    const { create, described } = await testNat();
    await expect(create({ AllocationId: undefined })).rejects.toMatchObject({ name: "MissingParameter" });
    const id = await create({ AllocationId: undefined, ConnectivityType: "private" });
    expect(await described(id)).toMatchObject({ State: "available", ConnectivityType: "private" });
  });
});
