import {
  DeleteFlowLogsCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  ReleaseAddressCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import type { AwsClients } from "./clients.ts";
import type { TaggedKind } from "./kind.ts";
import { ifThere } from "./not-there.ts";
import { tagRecord } from "./tag-list.ts";

/** What EC2's answers have in common, as far as it matters here. */
interface Record_ {
  readonly Tags?: { Key?: string; Value?: string }[];
  readonly [member: string]: unknown;
}

/** Asks for one record, and tells what there is. */
const one =
  (list: (aws: AwsClients, id: string) => Promise<readonly object[] | undefined>, made?: string) =>
  async (aws: AwsClients, id: string) => {
    const [record] = ((await ifThere(list(aws, id))) ?? []) as readonly Record_[];
    const state = String(record?.State ?? "").toLowerCase();
    if (!record || ["deleted", "deleting"].includes(state)) return undefined;
    const date = made ? record[made] : undefined;
    return {
      id,
      tags: tagRecord(record.Tags),
      ...(date instanceof Date ? { made: date } : {}),
      ...(state === "failed" ? { broken: "failed" } : {}),
      ...(state === "pending" ? { pending: true } : {}),
    };
  };

const vpcs = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs;
const subnets = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).Subnets;
const gateways = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }))).InternetGateways;
const addresses = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeAddressesCommand({ AllocationIds: [id] }))).Addresses;
const nats = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }))).NatGateways;
const tables = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }))).RouteTables;
const groups = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups;
const rules = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }))).SecurityGroupRules;
const endpoints = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }))).VpcEndpoints;
const flowLogs = async ({ ec2 }: AwsClients, id: string) =>
  (await ec2.send(new DescribeFlowLogsCommand({ FlowLogIds: [id] }))).FlowLogs;

const filter = (Name: string, value: string) => ({ Filters: [{ Name, Values: [value] }] });
const ids = (records: readonly object[] | undefined, member: string): string[] =>
  (records ?? []).map((record) => String((record as Record_)[member]));

const interfacesWith = async ({ ec2 }: AwsClients, name: string, id: string) =>
  ids(
    (await ec2.send(new DescribeNetworkInterfacesCommand(filter(name, id)))).NetworkInterfaces,
    "NetworkInterfaceId",
  );

async function inVpc(aws: AwsClients, id: string): Promise<string[]> {
  const { ec2 } = aws;
  const [inside, attached, tablesThere, groupsThere] = await Promise.all([
    ec2.send(new DescribeSubnetsCommand(filter("vpc-id", id))),
    ec2.send(new DescribeInternetGatewaysCommand(filter("attachment.vpc-id", id))),
    ec2.send(new DescribeRouteTablesCommand(filter("vpc-id", id))),
    ec2.send(new DescribeSecurityGroupsCommand(filter("vpc-id", id))),
  ]);
  const own = (tablesThere.RouteTables ?? []).filter(
    ({ Associations = [] }) => !Associations.some(({ Main }) => Main),
  );
  const made = (groupsThere.SecurityGroups ?? []).filter(({ GroupName }) => GroupName !== "default");
  return [
    ...ids(inside.Subnets, "SubnetId"),
    ...ids(attached.InternetGateways, "InternetGatewayId"),
    ...ids(own, "RouteTableId"),
    ...ids(made, "GroupId"),
  ];
}

async function usersOfTable(aws: AwsClients, id: string): Promise<string[]> {
  const [table] = (await ifThere(tables(aws, id))) ?? [];
  return (table?.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
}

async function usersOfGateway(aws: AwsClients, id: string): Promise<string[]> {
  const { ec2 } = aws;
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand(filter("route.gateway-id", id)));
  return ids(RouteTables, "RouteTableId");
}

async function usersOfNat({ ec2 }: AwsClients, id: string): Promise<string[]> {
  const found = await ec2.send(new DescribeRouteTablesCommand(filter("route.nat-gateway-id", id)));
  return ids(found.RouteTables, "RouteTableId");
}

async function removeGateway(aws: AwsClients, InternetGatewayId: string): Promise<void> {
  const [gateway] = (await gateways(aws, InternetGatewayId)) ?? [];
  for (const { VpcId } of gateway?.Attachments ?? [])
    await aws.ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await aws.ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
}

async function removeRule(aws: AwsClients, id: string): Promise<void> {
  const [rule] = (await rules(aws, id)) ?? [];
  await aws.ec2.send(
    new RevokeSecurityGroupIngressCommand({ GroupId: rule?.GroupId, SecurityGroupRuleIds: [id] }),
  );
}

const note = "imported by its id; EC2 makes as many as it is asked for";
const alone = async (): Promise<string[]> => [];

/** What EC2 makes. Each is tagged with the request that makes it. */
export const networkKinds: readonly TaggedKind[] = [
  {
    ...{ type: "aws_vpc", by: "tag", note, arn: ["ec2", "vpc"] },
    ...{ look: one(vpcs), usedBy: inVpc },
    remove: async ({ ec2 }, VpcId) => void (await ec2.send(new DeleteVpcCommand({ VpcId }))),
  },
  {
    ...{ type: "aws_subnet", by: "tag", note, arn: ["ec2", "subnet"] },
    ...{ look: one(subnets), usedBy: (aws, id) => interfacesWith(aws, "subnet-id", id) },
    remove: async ({ ec2 }, SubnetId) => void (await ec2.send(new DeleteSubnetCommand({ SubnetId }))),
  },
  {
    ...{ type: "aws_internet_gateway", by: "tag", note, arn: ["ec2", "internet-gateway"] },
    ...{ look: one(gateways), usedBy: usersOfGateway, remove: removeGateway },
  },
  {
    ...{ type: "aws_eip", by: "tag", note, arn: ["ec2", "elastic-ip"], look: one(addresses) },
    usedBy: async (aws, id) =>
      ids(
        (await addresses(aws, id))?.filter((it) => it.AssociationId),
        "AssociationId",
      ),
    remove: async ({ ec2 }, AllocationId) =>
      void (await ec2.send(new ReleaseAddressCommand({ AllocationId }))),
  },
  {
    ...{ type: "aws_nat_gateway", by: "tag", note, arn: ["ec2", "natgateway"] },
    ...{ look: one(nats, "CreateTime"), usedBy: usersOfNat },
    remove: async ({ ec2 }, NatGatewayId) =>
      void (await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }))),
  },
  {
    ...{ type: "aws_route_table", by: "tag", note, arn: ["ec2", "route-table"] },
    ...{ look: one(tables), usedBy: usersOfTable },
    remove: async ({ ec2 }, RouteTableId) =>
      void (await ec2.send(new DeleteRouteTableCommand({ RouteTableId }))),
  },
  {
    ...{
      type: "aws_security_group",
      by: "tag",
      note,
      arn: ["ec2", "security-group"],
    },
    ...{ look: one(groups), usedBy: (aws, id) => interfacesWith(aws, "group-id", id) },
    remove: async ({ ec2 }, GroupId) => void (await ec2.send(new DeleteSecurityGroupCommand({ GroupId }))),
  },
  {
    ...{ type: "aws_vpc_security_group_ingress_rule", by: "tag", note: "imported by its id (sgr-…)" },
    ...{ arn: ["ec2", "security-group-rule"] },
    ...{ look: one(rules), usedBy: alone, remove: removeRule },
  },
  {
    ...{
      type: "aws_vpc_endpoint",
      by: "tag",
      note,
      arn: ["ec2", "vpc-endpoint"],
    },
    look: one(endpoints, "CreationTimestamp"),
    usedBy: async (aws, id) =>
      (await endpoints(aws, id))?.flatMap(({ RouteTableIds = [] }) => RouteTableIds) ?? [],
    remove: async ({ ec2 }, id) =>
      void (await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }))),
  },
  {
    ...{ type: "aws_flow_log", by: "tag", note, arn: ["ec2", "vpc-flow-log"] },
    ...{ look: one(flowLogs, "CreationTime"), usedBy: alone },
    remove: async ({ ec2 }, id) => void (await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds: [id] }))),
  },
];
