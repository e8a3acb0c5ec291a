import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateLaunchTemplateCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeAccountAttributesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcEndpointsCommand,
  ReplaceNetworkAclAssociationCommand,
  ReplaceRouteTableAssociationCommand,
} from "@aws-sdk/client-ec2";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

const refused = (call: Promise<unknown>, name: string, message?: string) =>
  expect(call).rejects.toMatchObject(message === undefined ? { name } : { name, message });

describe("an id that is none", () => {
  it("is called malformed where EC2 tells that apart, else missing", async () => {
    const { ec2 } = await testNetwork();
    const calls: [Promise<unknown>, string][] = [
      [ec2.send(new DescribeInstancesCommand({ InstanceIds: ["x"] })), "InvalidInstanceID.Malformed"],
      [ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ["x"] })), "InvalidGroupId.Malformed"],
      [ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: ["x"] })), "InvalidRouteTableId.Malformed"],
      [
        ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ["x"] })),
        "InvalidNetworkInterfaceId.Malformed",
      ],
      [ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: ["x"] })), "NatGatewayMalformed"],
      [
        ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ["x"] })),
        "InvalidVpcEndpointId.Malformed",
      ],
      [
        ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: ["x"] })),
        "InvalidLaunchTemplateId.Malformed",
      ],
      [ec2.send(new DescribeSubnetsCommand({ SubnetIds: ["x"] })), "InvalidSubnetID.NotFound"],
      [
        ec2.send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: ["x"] })),
        "InvalidInternetGatewayID.NotFound",
      ],
    ];
    for (const [call, name] of calls) await refused(call, name);
    await refused(
      ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ["web"] })),
      "InvalidGroupId.Malformed",
      'Invalid id: "web" (expecting "sg-...")',
    );
    for (const id of ["sg-0123abcd", "sg-0123456789abcdef0"])
      await refused(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })), "InvalidGroup.NotFound");
  });
});

describe("a security group", () => {
  it("may not be named like an id", async () => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    await refused(
      ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: "sg-nodes", Description: "d" })),
      "InvalidParameterValue",
      "Value (sg-nodes) for parameter GroupName is invalid. Group names may not be in the format sg-*.",
    );
  });

  it.each([
    [{ IpProtocol: "tcp" }, "Invalid value for portRange. Must specify both from and to ports with TCP/UDP."],
    [{ IpProtocol: "udp", FromPort: 53, ToPort: 70_000 }, "TCP/UDP port (70000) out of range"],
    [{ IpProtocol: "6", FromPort: -1, ToPort: -1 }, "TCP/UDP port (-1) out of range"],
    [{ IpProtocol: "tcp", FromPort: 443, ToPort: 80 }, "Invalid TCP/UDP port range (443:80)"],
    [{ IpProtocol: "http" }, "Invalid value 'http' for IP protocol. Unknown protocol."],
  ])("has no rule %o", async (rule, message) => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: "g", Description: "d" }),
    );
    const IpPermissions = [{ ...rule, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }];
    const add = ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    await refused(add, "InvalidParameterValue", message);
  });
});

describe("what is in one VPC", () => {
  it("is not joined to what is in another: route tables and network ACLs", async () => {
    const { ec2, vpcId, subnet } = await testNetwork();
    await subnet("10.0.0.0/24");
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: Vpc?.VpcId }));
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId: Vpc?.VpcId }));
    const table = ec2.send(
      new ReplaceRouteTableAssociationCommand({
        AssociationId: RouteTables?.[0]?.Associations?.[0]?.RouteTableAssociationId,
        RouteTableId: RouteTable?.RouteTableId,
      }),
    );
    await refused(table, "InvalidParameterValue");
    const acl = ec2.send(
      new ReplaceNetworkAclAssociationCommand({
        AssociationId: NetworkAcls?.[0]?.Associations?.[0]?.NetworkAclAssociationId,
        NetworkAclId: NetworkAcl?.NetworkAclId,
      }),
    );
    await refused(acl, "InvalidParameterValue");
  });

  it("is not joined to the gateway of another", async () => {
    const { ec2, internetGateway } = await testNetwork();
    const GatewayId = await internetGateway();
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: Vpc?.VpcId }));
    const RouteTableId = RouteTable?.RouteTableId ?? "";
    await refused(
      ec2.send(new AssociateRouteTableCommand({ RouteTableId, GatewayId })),
      "InvalidParameterValue",
      `route table ${RouteTableId} and network gateway ${GatewayId} belong to different networks`,
    );
  });
});

describe("a network ACL", () => {
  it("has entries from 1 to 32766 only: the last one is AWS's", async () => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId }));
    for (const RuleNumber of [0, 32_767])
      await refused(
        ec2.send(
          new CreateNetworkAclEntryCommand({
            NetworkAclId: NetworkAcl?.NetworkAclId,
            RuleNumber,
            Egress: false,
            Protocol: "-1",
            RuleAction: "allow",
            CidrBlock: "0.0.0.0/0",
          }),
        ),
        "InvalidParameterValue",
      );
  });
});

describe("tags", () => {
  it("end at fifty for each resource, however many requests bring them", async () => {
    const { ec2, vpcId } = await testNetwork();
    const tags = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: "v" }));
    const add = (from: number, count: number) =>
      ec2.send(new CreateTagsCommand({ Resources: [vpcId], Tags: tags(from, count) }));
    await add(0, 30);
    await add(20, 30);
    await refused(
      add(50, 1),
      "TagLimitExceeded",
      "The maximum number of Tags for a resource has been reached.",
    );
    expect((await ec2.send(new DescribeTagsCommand({}))).Tags).toHaveLength(50);
  });
});

describe("a launch template", () => {
  it("has user data in Base64", async () => {
    const { ec2 } = await testNetwork();
    const create = (UserData: string) =>
      ec2.send(
        new CreateLaunchTemplateCommand({ LaunchTemplateName: "nodes", LaunchTemplateData: { UserData } }),
      );
    await refused(
      create("#!/bin/bash"),
      "InvalidUserData.Malformed",
      "Invalid BASE64 encoding of user data.",
    );
    await create(Buffer.from("#!/bin/bash").toString("base64"));
  });

  it("is taken with a warning when it names a key for a volume that is not encrypted", async () => {
    const { ec2 } = await testNetwork();
    const create = (LaunchTemplateName: string, Encrypted: boolean) =>
      ec2.send(
        new CreateLaunchTemplateCommand({
          LaunchTemplateName,
          LaunchTemplateData: {
            BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { KmsKeyId: "alias/k", Encrypted } }],
          },
        }),
      );
    expect((await create("one", false)).Warning?.Errors).toMatchObject([
      { Code: "InvalidParameterDependency" },
    ]);
    expect((await create("two", true)).Warning).toBeUndefined();
  });
});

describe("flow logs into a bucket", () => {
  it("are not made while it is not there", async () => {
    const { ec2, vpcId, client } = await testNetwork();
    const create = (props: object = {}) =>
      ec2.send(
        new CreateFlowLogsCommand({
          ResourceType: "VPC",
          ResourceIds: [vpcId],
          TrafficType: "ALL",
          LogDestinationType: "s3",
          LogDestination: "arn:aws:s3:::flow-records/vpc/",
          ...props,
        }),
      );
    expect(await create()).toMatchObject({
      FlowLogIds: [],
      Unsuccessful: [
        {
          ResourceId: vpcId,
          Error: { Code: "400", Message: "LogDestination: flow-records does not exist." },
        },
      ],
    });
    await client(S3Client).send(new CreateBucketCommand({ Bucket: "flow-records" }));
    await refused(create({ MaxAggregationInterval: 300 }), "InvalidParameter");
    expect((await create()).FlowLogIds).toHaveLength(1);
  });
});

describe("an endpoint's policy", () => {
  it("is one, and names only roles that are there", async () => {
    const { ec2, vpcId: VpcId } = await testNetwork();
    const create = (PolicyDocument: string) =>
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId,
          ServiceName: "com.amazonaws.ap-southeast-1.s3",
          PolicyDocument,
        }),
      );
    const policy = (Principal: unknown) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal, Action: "s3:*", Resource: "*" }],
      });
    await refused(create("{"), "InvalidPolicyDocument");
    await refused(create(JSON.stringify({ Version: "2012-10-17" })), "InvalidPolicyDocument");
    await refused(
      create(policy({ AWS: "arn:aws:iam::123456789012:role/none" })),
      "InvalidPolicyDocument",
      "UnknownError",
    );
    await create(policy({ AWS: "arn:aws:iam::123456789012:root" }));
    await create(policy("*"));
  });
});

describe("an account's attributes", () => {
  it("tell its quotas", async () => {
    const { ec2 } = await testNetwork({ quotas: { "vpc:elastic-ips": 12 } });
    const { AccountAttributes } = await ec2.send(new DescribeAccountAttributesCommand({}));
    expect(AccountAttributes).toContainEqual({
      AttributeName: "vpc-max-elastic-ips",
      AttributeValues: [{ AttributeValue: "12" }],
    });
  });
});
