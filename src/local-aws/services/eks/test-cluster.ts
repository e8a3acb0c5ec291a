import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateClusterCommand, type CreateClusterCommandInput, EKSClient } from "@aws-sdk/client-eks";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { type TestAws, testAws } from "../../test-aws.ts";

export interface TestCluster extends TestAws {
  readonly eks: EKSClient;
  readonly ec2: EC2Client;
  readonly vpcId: string;
  /** In the zones a, b and c. */
  readonly subnetIds: string[];
  readonly clusterRole: string;
  readonly nodeRole: string;
  /** Makes the cluster `dev` in the three subnets, with the API for access. */
  create(input?: Partial<CreateClusterCommandInput>): Promise<void>;
}

/** An account with a VPC of three subnets and the two roles that EKS asks for. */
export async function testCluster({ now }: { now?: () => Date } = {}): Promise<TestCluster> {
  const aws = testAws({ now });
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
  const iam = aws.client(IAMClient);
  const clusterRole = await role(iam, "cluster", "eks.amazonaws.com");
  const nodeRole = await role(iam, "node", "ec2.amazonaws.com");
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "cluster",
      PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    }),
  );
  return {
    ...aws,
    eks,
    ec2,
    vpcId,
    subnetIds,
    clusterRole,
    nodeRole,
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

async function role(iam: IAMClient, RoleName: string, Service: string): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  return Role?.Arn ?? "";
}
