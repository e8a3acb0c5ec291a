import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { CreateClusterCommand, type CreateClusterCommandInput, EKSClient } from "@aws-sdk/client-eks";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { QuotaOverrides } from "../../quotas.ts";
import type { AwsTime } from "../../schedule.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

export interface TestCluster extends TestAws {
  readonly eks: EKSClient;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly vpcId: string;
  /** In the zones a, b and c. */
  readonly subnetIds: string[];
  readonly clusterRole: string;
  readonly nodeRole: string;
  /** Trusts EKS's pod identities. */
  readonly podRole: string;
  /** Makes the cluster `dev` in the three subnets, with the API for access. */
  create(input?: Partial<CreateClusterCommandInput>): Promise<void>;
}

/** An account with a VPC of three public subnets and the two roles that EKS asks for, with all that nodes need to join. */
export async function testCluster(
  options: { now?: () => Date; awsTime?: AwsTime; quotas?: QuotaOverrides } = {},
): Promise<TestCluster> {
  const aws = testAws(options);
  const ec2 = aws.client(EC2Client);
  const eks = aws.client(EKSClient);
  const vpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).Vpc?.VpcId ?? "";
  const subnetIds: string[] = [];
  for (const [i, zone] of ["a", "b", "c"].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: vpcId,
        CidrBlock: `10.0.${i}.0/24`,
        AvailabilityZone: `ap-southeast-1${zone}`,
      }),
    );
    subnetIds.push(Subnet?.SubnetId ?? "");
  }
  await open(ec2, vpcId, subnetIds);
  const iam = aws.client(IAMClient);
  const clusterRole = await role(iam, "cluster", "eks.amazonaws.com");
  const nodeRole = await role(iam, "node", "ec2.amazonaws.com");
  const podRole = await role(iam, "pod", "pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]);
  for (const [RoleName, policies] of Object.entries(managedPolicies))
    for (const policy of policies) {
      const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
  return {
    ...aws,
    eks,
    ec2,
    iam,
    vpcId,
    subnetIds,
    clusterRole,
    nodeRole,
    podRole,
    create: async (input = {}) => {
      await eks.send(
        new CreateClusterCommand({
          name: "dev",
          roleArn: clusterRole,
          version: "1.36",
          resourcesVpcConfig: { subnetIds },
          accessConfig: { authenticationMode: "API" },
          ...input,
        }),
      );
    },
  };
}

const managedPolicies = {
  cluster: ["AmazonEKSClusterPolicy"],
  node: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"],
};

/** Gives a VPC names and a way to the Internet, and every instance in it an address there. */
async function open(ec2: EC2Client, VpcId: string, subnetIds: readonly string[]): Promise<void> {
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway?.InternetGatewayId;
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId: GatewayId }));
  const tables = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
  );
  const RouteTableId = tables.RouteTables?.[0]?.RouteTableId;
  await ec2.send(new CreateRouteCommand({ RouteTableId, GatewayId, DestinationCidrBlock: "0.0.0.0/0" }));
  for (const SubnetId of subnetIds)
    await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
}

async function role(
  iam: IAMClient,
  RoleName: string,
  Service: string,
  Action: readonly string[] = ["sts:AssumeRole"],
): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service }, Action };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  return Role?.Arn ?? "";
}
