import {
  AssociateVpcCidrBlockCommand,
  CreateNetworkAclCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeDhcpOptionsCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";
import { testNetwork } from "./test-network.ts";

type Network = Awaited<ReturnType<typeof testNetwork>>;

describe("a VPC", () => {
  it("comes with its own security group, route table, network ACL and DHCP options, and takes them with it", async () => {
    const { ec2, vpcId, aws } = await testNetwork();
    const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
    expect(SecurityGroups).toMatchObject([
      { GroupName: "default", Description: "default VPC security group" },
    ]);
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    expect(RouteTables?.[0]).toMatchObject({
      Associations: [{ Main: true }],
      Routes: [{ DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" }],
    });
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    expect(NetworkAcls?.[0]).toMatchObject({ IsDefault: true });
    const { DhcpOptions } = await ec2.send(new DescribeDhcpOptionsCommand({}));
    expect(DhcpOptions?.[0]?.DhcpConfigurations?.[0]?.Values?.[0]?.Value).toBe(
      "ap-southeast-1.compute.internal",
    );
    await ec2.send(new DeleteVpcCommand({ VpcId: vpcId }));
    expect((await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups).toEqual([]);
    expect((await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables).toEqual([]);
    expect(aws.inventory()).toEqual([]);
  });

  it("is listed in the inventory without what AWS made with it", async () => {
    const { aws, vpcId } = await testNetwork();
    expect(aws.inventory()).toMatchObject([{ type: "AWS::EC2::VPC", id: vpcId, region: "ap-southeast-1" }]);
  });

  it("is not deleted while something of its user's is in it", async () => {
    const { ec2, vpcId, subnet } = await testNetwork();
    const gone = () => ec2.send(new DeleteVpcCommand({ VpcId: vpcId }));
    const SubnetId = await subnet("10.0.0.0/24");
    const refusal = {
      name: "DependencyViolation",
      message: `The vpc '${vpcId}' has dependencies and cannot be deleted.`,
    };
    await expect(gone()).rejects.toMatchObject(refusal);
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: "g", Description: "g" }),
    );
    await expect(gone()).rejects.toMatchObject(refusal);
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await gone();
    await expect(ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }))).rejects.toMatchObject({
      name: "InvalidVpcID.NotFound",
      message: `The vpc ID '${vpcId}' does not exist`,
    });
  });

  it.each<[string, (network: Network) => Promise<unknown>]>([
    ["an internet gateway", ({ internetGateway }) => internetGateway()],
    [
      "an endpoint",
      ({ ec2, vpcId: VpcId }) =>
        ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName: "com.amazonaws.ap-southeast-1.s3" })),
    ],
    ["a route table", ({ ec2, vpcId: VpcId }) => ec2.send(new CreateRouteTableCommand({ VpcId }))],
    ["a network ACL", ({ ec2, vpcId: VpcId }) => ec2.send(new CreateNetworkAclCommand({ VpcId }))],
  ])("is not deleted while it has %s of its user's", async (_what, make) => {
    const network = await testNetwork();
    const { ec2, vpcId: VpcId } = network;
    await make(network);
    await expect(ec2.send(new DeleteVpcCommand({ VpcId }))).rejects.toMatchObject({
      name: "DependencyViolation",
      message: `The vpc '${VpcId}' has dependencies and cannot be deleted.`,
    });
  });

  it.each([
    ["10.0.0.0/15", "InvalidVpc.Range"],
    ["10.0.0.0/29", "InvalidVpc.Range"],
    ["10.0.0.300/16", "InvalidParameterValue"],
    ["ten", "InvalidParameterValue"],
  ])("cannot have the block %s", async (CidrBlock, name) => {
    const { client } = testAws();
    await expect(client(EC2Client).send(new CreateVpcCommand({ CidrBlock }))).rejects.toMatchObject({ name });
  });

  it("keeps each DNS attribute as it was set", async () => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    const hostnames = () =>
      ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsHostnames" }));
    expect((await hostnames()).EnableDnsHostnames?.Value).toBe(false);
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    expect((await hostnames()).EnableDnsHostnames?.Value).toBe(true);
    const support = await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsSupport" }));
    expect(support.EnableDnsSupport?.Value).toBe(true);
  });

  it("takes one attribute at a time", async () => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    const both = { EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
    await expect(ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...both }))).rejects.toMatchObject({
      name: "InvalidParameterCombination",
      message: "Fields for multiple attribute types specified: enableDnsHostnames, enableDnsSupport",
    });
    await expect(ec2.send(new ModifyVpcAttributeCommand({ VpcId }))).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
  });

  it("takes a second block, routes to it, and gives it back only when no subnet is in it", async () => {
    const { ec2, vpcId: VpcId, subnet } = await testNetwork();
    const added = await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock: "10.1.0.0/16" }));
    const AssociationId = added.CidrBlockAssociation?.AssociationId;
    const routes = async () => {
      const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({}));
      return RouteTables?.[0]?.Routes?.map(({ DestinationCidrBlock }) => DestinationCidrBlock);
    };
    expect(await routes()).toEqual(["10.0.0.0/16", "10.1.0.0/16"]);
    const SubnetId = await subnet("10.1.0.0/24");
    const back = () => ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
    await expect(back()).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await back();
    expect(await routes()).toEqual(["10.0.0.0/16"]);
  });

  it("has an IPv6 block of Amazon's where asked, of which subnets take a /64", async () => {
    const { ec2 } = await testNetwork();
    const { Vpc } = await ec2.send(
      new CreateVpcCommand({ CidrBlock: "10.2.0.0/16", AmazonProvidedIpv6CidrBlock: true }),
    );
    const block = Vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "";
    expect(block).toMatch(/^2406:da18:[0-9a-f:]+::\/56$/);
    const take = (CidrBlock: string, Ipv6CidrBlock: string) =>
      ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock, Ipv6CidrBlock }));
    const first = block.replace("/56", "/64");
    await take("10.2.0.0/24", first);
    await expect(take("10.2.1.0/24", first)).rejects.toMatchObject({ name: "InvalidSubnet.Conflict" });
    await expect(take("10.2.1.0/24", "2001:db8::/64")).rejects.toMatchObject({ name: "InvalidSubnet.Range" });
  });

  it("is there only in its region and account", async () => {
    const { client, vpcId } = await testNetwork();
    for (const place of [{ region: "eu-west-1" }, { account: "111122223333" }]) {
      const call = client(EC2Client, place).send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
      await expect(call).rejects.toMatchObject({ name: "InvalidVpcID.NotFound" });
    }
  });
});
