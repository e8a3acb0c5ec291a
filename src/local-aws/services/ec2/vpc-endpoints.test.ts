import {
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DeleteRouteCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

async function testEndpoints() {
  const network = await testNetwork();
  const { ec2, vpcId } = network;
  return {
    ...network,
    dnsOn: () =>
      ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } })),
    async create(service: string, props: object = {}) {
      const ServiceName = `com.amazonaws.ap-southeast-1.${service}`;
      const made = await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpcId, ServiceName, ...props }));
      return made.VpcEndpoint?.VpcEndpointId ?? "";
    },
    async described(id: string) {
      const found = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
      return found.VpcEndpoints?.[0];
    },
    async table() {
      const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
      return RouteTable?.RouteTableId ?? "";
    },
    async routes(RouteTableId: string) {
      const { RouteTables } = await ec2.send(
        new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }),
      );
      return RouteTables?.[0]?.Routes?.slice(1);
    },
  };
}

describe("a gateway endpoint", () => {
  it("is a route from the service's prefix list in each of its tables", async () => {
    const { ec2, create, table, routes, described } = await testEndpoints();
    const [one, two] = [await table(), await table()];
    const id = await create("s3", { RouteTableIds: [one] });
    const { PrefixLists } = await ec2.send(
      new DescribePrefixListsCommand({
        Filters: [{ Name: "prefix-list-name", Values: ["com.amazonaws.ap-southeast-1.s3"] }],
      }),
    );
    const route = {
      DestinationPrefixListId: PrefixLists?.[0]?.PrefixListId,
      GatewayId: id,
      Origin: "CreateRoute",
      State: "active",
    };
    expect(await routes(one)).toEqual([route]);
    const change = { VpcEndpointId: id, AddRouteTableIds: [two], RemoveRouteTableIds: [one] };
    await ec2.send(new ModifyVpcEndpointCommand(change));
    expect(await routes(one)).toEqual([]);
    expect(await routes(two)).toEqual([route]);
    expect(await described(id)).toMatchObject({
      RouteTableIds: [two],
      State: "available",
      NetworkInterfaceIds: [],
    });
  });

  it("takes no table that already leads to the service, and its route goes only with it", async () => {
    const { ec2, create, table, routes } = await testEndpoints();
    const RouteTableId = await table();
    const id = await create("s3", { RouteTableIds: [RouteTableId] });
    await expect(create("s3", { RouteTableIds: [RouteTableId] })).rejects.toMatchObject({
      name: "RouteAlreadyExists",
    });
    const [{ DestinationPrefixListId } = {}] = (await routes(RouteTableId)) ?? [];
    const remove = ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationPrefixListId }));
    await expect(remove).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    expect(await routes(RouteTableId)).toEqual([]);
  });

  it("holds its VPC back from deletion", async () => {
    const { ec2, create, vpcId: VpcId } = await testEndpoints();
    const id = await create("s3");
    const gone = () => ec2.send(new DeleteVpcCommand({ VpcId }));
    await expect(gone()).rejects.toMatchObject({ name: "DependencyViolation" });
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    await gone();
  });

  it("lets everything through until it has a policy, and again once that is reset", async () => {
    const { ec2, create, described } = await testEndpoints();
    const VpcEndpointId = await create("s3");
    const everything = (await described(VpcEndpointId))?.PolicyDocument ?? "";
    expect(JSON.parse(everything).Statement).toEqual([
      { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
    ]);
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }],
    });
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument }));
    expect((await described(VpcEndpointId))?.PolicyDocument).toBe(PolicyDocument);
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ResetPolicy: true }));
    expect((await described(VpcEndpointId))?.PolicyDocument).toBe(everything);
  });
});

describe("an interface endpoint", () => {
  const VpcEndpointType = "Interface";

  it("has an interface in each subnet, with its groups, and the service's names in the VPC", async () => {
    const { ec2, create, described, dnsOn, subnet, vpcId } = await testEndpoints();
    await dnsOn();
    const SubnetIds = [await subnet("10.0.0.0/24", "a"), await subnet("10.0.1.0/24", "b")];
    const { GroupId = "" } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: "g", Description: "g", VpcId: vpcId }),
    );
    const id = await create("ecr.dkr", { VpcEndpointType, SubnetIds, SecurityGroupIds: [GroupId] });
    const endpoint = await described(id);
    expect(endpoint).toMatchObject({
      SubnetIds,
      Groups: [{ GroupId, GroupName: "g" }],
      PrivateDnsEnabled: true,
    });
    const names = endpoint?.DnsEntries?.map(({ DnsName }) => DnsName);
    expect(names).toContain("*.dkr.ecr.ap-southeast-1.amazonaws.com");
    expect(names?.[0]).toMatch(
      new RegExp(`^${id}-\\w{8}\\.dkr\\.ecr\\.ap-southeast-1\\.vpce\\.amazonaws\\.com$`),
    );
    const interfaces = async () => {
      const Filters = [{ Name: "description", Values: [`VPC Endpoint Interface ${id}`] }];
      const found = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
      return found.NetworkInterfaces?.map(({ SubnetId, Groups }) => [SubnetId, Groups?.[0]?.GroupId]);
    };
    expect(await interfaces()).toEqual(SubnetIds.map((SubnetId) => [SubnetId, GroupId]));
    await ec2.send(
      new ModifyVpcEndpointCommand({ VpcEndpointId: id, RemoveSubnetIds: [SubnetIds[0] ?? ""] }),
    );
    expect(await interfaces()).toEqual([[SubnetIds[1], GroupId]]);
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    expect(await interfaces()).toEqual([]);
  });

  it("has the service's names only where the VPC's DNS allows it, and one endpoint for each", async () => {
    const { create, dnsOn } = await testEndpoints();
    await expect(create("sts", { VpcEndpointType })).rejects.toMatchObject({
      name: "InvalidParameter",
      message: expect.stringContaining(
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames",
      ),
    });
    await create("sts", { VpcEndpointType, PrivateDnsEnabled: false });
    await dnsOn();
    await create("sts", { VpcEndpointType });
    await create("kms", { VpcEndpointType });
    await expect(create("sts", { VpcEndpointType })).rejects.toMatchObject({
      name: "InvalidParameter",
      message: expect.stringContaining("conflicting DNS domain for sts.ap-southeast-1.amazonaws.com"),
    });
  });

  it("takes one subnet of a zone", async () => {
    const { create, subnet } = await testEndpoints();
    const SubnetIds = [await subnet("10.0.0.0/24", "a"), await subnet("10.0.1.0/24", "a")];
    const call = create("sts", { VpcEndpointType, SubnetIds, PrivateDnsEnabled: false });
    await expect(call).rejects.toMatchObject({ name: "DuplicateSubnetsInSameZone" });
  });
});

describe("endpoint services", () => {
  it("are refused when there is none of that name, or none of that type", async () => {
    const { create } = await testEndpoints();
    await expect(create("nonsense")).rejects.toMatchObject({
      name: "InvalidServiceName",
      message: "The Vpc Endpoint Service 'com.amazonaws.ap-southeast-1.nonsense' does not exist",
    });
    await expect(create("sts")).rejects.toMatchObject({ name: "InvalidParameter" });
  });

  it("are listed by name and type: S3 takes both", async () => {
    const { ec2 } = await testEndpoints();
    const ServiceNames = ["com.amazonaws.ap-southeast-1.s3"];
    const both = await ec2.send(new DescribeVpcEndpointServicesCommand({ ServiceNames }));
    expect(both.ServiceDetails?.map(({ ServiceType }) => ServiceType?.[0]?.ServiceType)).toEqual([
      "Gateway",
      "Interface",
    ]);
    const Filters = [{ Name: "service-type", Values: ["Gateway"] }];
    const gateways = await ec2.send(new DescribeVpcEndpointServicesCommand({ Filters }));
    expect(gateways.ServiceNames).toEqual([
      "com.amazonaws.ap-southeast-1.dynamodb",
      "com.amazonaws.ap-southeast-1.s3",
    ]);
  });

  it("that are not deleted because they are not there are said to be so", async () => {
    const { ec2 } = await testEndpoints();
    const { Unsuccessful } = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ["vpce-0"] }));
    expect(Unsuccessful).toMatchObject([
      { ResourceId: "vpce-0", Error: { Code: "InvalidVpcEndpointId.NotFound" } },
    ]);
  });
});
