import {
  AllocateAddressCommand,
  AssociateVpcCidrBlockCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteNatGatewayCommand,
  DeleteSubnetCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import type { QuotaOverrides } from "../../quotas.ts";
import { testAws } from "../../test-aws.ts";
import { testNetwork } from "./test-network.ts";

async function withQuotas(quotas: QuotaOverrides) {
  const network = await testNetwork({ quotas });
  const group = async (GroupName: string) =>
    (
      await network.ec2.send(
        new CreateSecurityGroupCommand({ VpcId: network.vpcId, GroupName, Description: "d" }),
      )
    ).GroupId ?? "";
  return { ...network, group, VpcId: network.vpcId };
}

const ends = (call: Promise<unknown>, name: string, message: string) =>
  expect(call).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } });

describe("EC2's quotas", () => {
  it("give a region five VPCs, five addresses and five internet gateways", async () => {
    const ec2 = testAws().client(EC2Client);
    const vpc = (index: number) => ec2.send(new CreateVpcCommand({ CidrBlock: `10.${index}.0.0/16` }));
    const address = () => ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
    const gateway = () => ec2.send(new CreateInternetGatewayCommand({}));
    for (let index = 0; index < 5; index++) {
      await vpc(index);
      await address();
      await gateway();
    }
    await ends(vpc(5), "VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    await ends(address(), "AddressLimitExceeded", "The maximum number of addresses has been reached.");
    await ends(
      gateway(),
      "InternetGatewayLimitExceeded",
      "The maximum number of internet gateways has been reached.",
    );
  });

  it("are the account's own where given", async () => {
    const ec2 = testAws({ quotas: { "vpc:vpcs": 1 } }).client(EC2Client);
    await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const second = ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    await ends(second, "VpcLimitExceeded", "The maximum number of VPCs has been reached.");
  });

  it("count NAT gateways zone by zone, until they are gone", async () => {
    const { ec2, subnet, address, internetGateway } = await withQuotas({ "vpc:nat-gateways-per-zone": 1 });
    await internetGateway();
    const SubnetId = await subnet("10.0.0.0/24");
    const create = async (id: string) =>
      ec2.send(new CreateNatGatewayCommand({ SubnetId: id, AllocationId: await address() }));
    const { NatGateway } = await create(SubnetId);
    await ends(
      create(SubnetId),
      "NatGatewayLimitExceeded",
      "Performing this operation would exceed the limit of 1 NAT gateways",
    );
    await create(await subnet("10.0.1.0/24", "b"));
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: NatGateway?.NatGatewayId }));
    await create(SubnetId);
  });

  it("count rules of a security group by direction and by kind of address", async () => {
    const { ec2, group, VpcId } = await withQuotas({ "vpc:rules-per-security-group": 2 });
    const GroupId = await group("g");
    const add = (rule: object) =>
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId,
          IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, ...rule }],
        }),
      );
    await add({ IpRanges: [{ CidrIp: "10.0.0.0/8" }] });
    await add({ Ipv6Ranges: [{ CidrIpv6: "::/0" }] });
    const words = "The maximum number of rules per security group has been reached.";
    const two = { IpRanges: [{ CidrIp: "10.1.0.0/16" }, { CidrIp: "10.2.0.0/16" }] };
    await ends(add(two), "RulesPerSecurityGroupLimitExceeded", words);
    await add({ UserIdGroupPairs: [{ GroupId }] });
    await ends(
      add({ Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }] }),
      "RulesPerSecurityGroupLimitExceeded",
      words,
    );
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
    );
    expect(SecurityGroups?.find((one) => one.GroupId === GroupId)?.IpPermissions).toMatchObject([
      { IpRanges: [{}], Ipv6Ranges: [{}], UserIdGroupPairs: [{}] },
    ]);
  });

  it("count groups of a region and of a network interface", async () => {
    const { ec2, group, subnet } = await withQuotas({
      "vpc:security-groups": 4,
      "vpc:security-groups-per-interface": 2,
    });
    const Groups = [await group("a"), await group("b"), await group("c")];
    await ends(
      group("d"),
      "SecurityGroupLimitExceeded",
      "The maximum number of security groups has been reached.",
    );
    const SubnetId = await subnet("10.0.0.0/24");
    await ends(
      ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, Groups })),
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  });

  it("end an endpoint's network interfaces before the first of them is made", async () => {
    const { ec2, VpcId, subnet } = await withQuotas({ "vpc:network-interfaces": 1 });
    const SubnetIds = [await subnet("10.0.0.0/24"), await subnet("10.0.1.0/24", "b")];
    const sts = {
      VpcEndpointType: "Interface" as const,
      ServiceName: "com.amazonaws.ap-southeast-1.sts",
      PrivateDnsEnabled: false,
    };
    await ends(
      ec2.send(new CreateVpcEndpointCommand({ VpcId, ...sts, SubnetIds })),
      "NetworkInterfaceLimitExceeded",
      "The maximum number of network interfaces has been reached.",
    );
    for (const SubnetId of SubnetIds) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  });

  it("count what is in a VPC: subnets, blocks, route tables, network ACLs, endpoints", async () => {
    const { ec2, VpcId, subnet } = await withQuotas({
      "vpc:subnets-per-vpc": 1,
      "vpc:cidr-blocks-per-vpc": 1,
      "vpc:route-tables-per-vpc": 1,
      "vpc:network-acls-per-vpc": 1,
      "vpc:interface-endpoints-per-vpc": 0,
      "vpc:gateway-endpoints": 0,
    });
    await subnet("10.0.0.0/24");
    const endpoint = (VpcEndpointType: "Gateway" | "Interface") =>
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId,
          VpcEndpointType,
          ServiceName: "com.amazonaws.ap-southeast-1.s3",
        }),
      );
    const calls = {
      SubnetLimitExceeded: ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.1.0/24" })),
      CidrLimitExceeded: ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock: "10.1.0.0/16" })),
      RouteTableLimitExceeded: ec2.send(new CreateRouteTableCommand({ VpcId })),
      NetworkAclLimitExceeded: ec2.send(new CreateNetworkAclCommand({ VpcId })),
    };
    for (const [name, call] of Object.entries(calls)) await expect(call).rejects.toMatchObject({ name });
    for (const type of ["Gateway", "Interface"] as const)
      await expect(endpoint(type)).rejects.toMatchObject({ name: "VpcEndpointLimitExceeded" });
  });

  it("count routes of a table, entries of a network ACL, launch templates and their versions", async () => {
    const { ec2, VpcId, internetGateway } = await withQuotas({
      "vpc:routes-per-table": 2,
      "vpc:rules-per-network-acl": 1,
      "ec2:launch-templates": 1,
      "ec2:versions-per-launch-template": 1,
    });
    const GatewayId = await internetGateway();
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable?.RouteTableId;
    const route = (to: object) => ec2.send(new CreateRouteCommand({ RouteTableId, GatewayId, ...to }));
    await route({ DestinationCidrBlock: "0.0.0.0/0" });
    await route({ DestinationIpv6CidrBlock: "::/0" });
    await ends(
      route({ DestinationCidrBlock: "1.0.0.0/8" }),
      "RouteLimitExceeded",
      "The maximum number of routes has been reached.",
    );
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId }));
    const entry = (RuleNumber: number, Egress: boolean) =>
      ec2.send(
        new CreateNetworkAclEntryCommand({
          NetworkAclId: NetworkAcl?.NetworkAclId,
          RuleNumber,
          Egress,
          Protocol: "-1",
          RuleAction: "allow",
          CidrBlock: "10.0.0.0/8",
        }),
      );
    await entry(1, false);
    await entry(1, true);
    await expect(entry(2, true)).rejects.toMatchObject({ name: "NetworkAclEntryLimitExceeded" });
    const template = (LaunchTemplateName: string) =>
      ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: { KeyName: "k" } }));
    await template("one");
    await expect(template("two")).rejects.toMatchObject({ name: "LaunchTemplateLimitExceededException" });
    const version = ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName: "one",
        LaunchTemplateData: { KeyName: "k" },
      }),
    );
    await expect(version).rejects.toMatchObject({ name: "LaunchTemplateVersionLimitExceededException" });
  });
});
