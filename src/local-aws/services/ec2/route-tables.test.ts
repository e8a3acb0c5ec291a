import {
  AssociateRouteTableCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateVpcCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DescribeRouteTablesCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

const anywhere = { DestinationCidrBlock: "0.0.0.0/0" };

async function testTable() {
  const network = await testNetwork();
  const { ec2, vpcId } = network;
  const table = async () => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    return RouteTable?.RouteTableId ?? "";
  };
  const RouteTableId = await table();
  return {
    ...network,
    table,
    RouteTableId,
    async described(id = RouteTableId) {
      const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }));
      return RouteTables?.[0];
    },
  };
}

describe("a route table", () => {
  it("leads where its routes say, once for each destination", async () => {
    const { ec2, RouteTableId, internetGateway, described } = await testTable();
    const GatewayId = await internetGateway();
    const add = (DestinationCidrBlock: string) =>
      ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId }));
    await add("0.0.0.0/0");
    expect((await described())?.Routes).toMatchObject([
      { GatewayId: "local", Origin: "CreateRouteTable" },
      { ...anywhere, GatewayId, Origin: "CreateRoute", State: "active" },
    ]);
    for (const taken of ["0.0.0.0/0", "10.0.0.0/16"])
      await expect(add(taken)).rejects.toMatchObject({
        name: "RouteAlreadyExists",
        message: `The route identified by ${taken} already exists.`,
      });
  });

  it("does not lead to what does not exist or is elsewhere", async () => {
    const { ec2, RouteTableId, internetGateway, vpcId } = await testTable();
    const add = (target: object) =>
      ec2.send(new CreateRouteCommand({ RouteTableId, ...anywhere, ...target }));
    const refused = (target: object, name: string) => expect(add(target)).rejects.toMatchObject({ name });
    await refused({ GatewayId: "igw-0" }, "InvalidInternetGatewayID.NotFound");
    await expect(add({ GatewayId: "nat-0" })).rejects.toMatchObject({
      name: "InvalidGatewayID.NotFound",
      message: "The gateway ID 'nat-0' does not exist",
    });
    await refused({ InstanceId: "i-0123456789abcdef0" }, "InvalidInstanceID.NotFound");
    await refused({ VpcPeeringConnectionId: "pcx-0" }, "InvalidVpcPeeringConnectionID.NotFound");
    await refused({ NatGatewayId: "nat-0" }, "InvalidNatGatewayID.NotFound");
    await refused({ NetworkInterfaceId: "eni-0123456789abcdef0" }, "InvalidNetworkInterfaceID.NotFound");
    await refused({ TransitGatewayId: "tgw-0" }, "InvalidTransitGatewayID.NotFound");
    await refused({}, "MissingParameter");
    await refused({ GatewayId: "igw-0", NatGatewayId: "nat-0" }, "InvalidParameterCombination");
    const InternetGatewayId = await internetGateway();
    await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
    await refused({ GatewayId: InternetGatewayId }, "InvalidParameterValue");
  });

  it("keeps a route whose gateway was detached, leading nowhere, until it is replaced or deleted", async () => {
    const { ec2, RouteTableId, internetGateway, described, vpcId: VpcId } = await testTable();
    const GatewayId = await internetGateway();
    await ec2.send(new CreateRouteCommand({ RouteTableId, ...anywhere, GatewayId }));
    await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId }));
    expect((await described())?.Routes?.[1]?.State).toBe("blackhole");
    const other = await internetGateway();
    await ec2.send(new ReplaceRouteCommand({ RouteTableId, ...anywhere, GatewayId: other }));
    expect((await described())?.Routes?.[1]).toMatchObject({ GatewayId: other, State: "active" });
    await ec2.send(new DeleteRouteCommand({ RouteTableId, ...anywhere }));
    const again = ec2.send(new DeleteRouteCommand({ RouteTableId, ...anywhere }));
    await expect(again).rejects.toMatchObject({
      name: "InvalidRoute.NotFound",
      message: `no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`,
    });
  });

  it("keeps its local route", async () => {
    const { ec2, RouteTableId } = await testTable();
    const call = ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: "10.0.0.0/16" }));
    await expect(call).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("serves a subnet that has no other, and is not deleted while it serves one", async () => {
    const { ec2, RouteTableId, table, subnet, described } = await testTable();
    const SubnetId = await subnet("10.0.0.0/24");
    const associate = (RouteTableId: string) =>
      ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    const { AssociationId } = await associate(RouteTableId);
    const other = await table();
    await expect(associate(other)).rejects.toMatchObject({ name: "Resource.AlreadyAssociated" });
    const gone = () => ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
    await expect(gone()).rejects.toMatchObject({ name: "DependencyViolation" });
    const moved = await ec2.send(
      new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: other }),
    );
    expect((await described(other))?.Associations).toMatchObject([
      { RouteTableAssociationId: moved.NewAssociationId, SubnetId, Main: false },
    ]);
    await gone();
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    expect((await described(other))?.Associations).toEqual([]);
  });

  it("that is the VPC's own stays so until another one takes its place", async () => {
    const { ec2, RouteTableId, described, vpcId } = await testTable();
    const Filters = [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "association.main", Values: ["true"] },
    ];
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    const AssociationId = RouteTables?.[0]?.Associations?.[0]?.RouteTableAssociationId;
    const call = ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
    await expect(call).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
    expect((await described())?.Associations).toMatchObject([{ Main: true }]);
    await ec2.send(new DeleteRouteTableCommand({ RouteTableId: RouteTables?.[0]?.RouteTableId }));
  });

  it("does not serve another VPC's subnet", async () => {
    const { ec2, subnet } = await testTable();
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.8.0.0/16" }));
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: Vpc?.VpcId }));
    const { RouteTableId } = RouteTable ?? {};
    const SubnetId = await subnet("10.0.0.0/24");
    const call = ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    await expect(call).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});
