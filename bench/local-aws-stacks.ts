import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecr from "@aws-sdk/client-ecr";
import * as eks from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import type { Clients } from "./local-aws-clients.ts";

/** What the mix asks for again: names and ids of one stack. */
export interface Stack {
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly internetGatewayId: string;
  readonly natGatewayId: string;
  readonly allocationId: string;
  readonly endpointIds: readonly string[];
  readonly securityGroupId: string;
  readonly launchTemplateId: string;
  readonly roles: readonly string[];
  readonly keyId: string;
  readonly bucket: string;
  readonly repository: string;
  readonly repositoryArn: string;
  readonly logGroup: string;
  readonly logGroupArn: string;
  readonly clusterArn: string;
}

const managed = "arn:aws:iam::aws:policy";

/** What the roles of each service have beside an inline policy: nodes join only with theirs. */
const policies: Readonly<Record<string, readonly string[]>> = {
  eks: ["AmazonEKSClusterPolicy"],
  ec2: ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"],
  pods: ["AmazonS3ReadOnlyAccess"],
  sagemaker: ["AmazonS3ReadOnlyAccess"],
};

/** Makes one stack of the shape that the project deploys. */
export async function makeStack(clients: Clients, name: string): Promise<Stack> {
  const roles = await makeRoles(clients, name);
  const network = await makeNetwork(clients, name);
  const keyId = await makeKey(clients, name);
  return {
    name,
    roles: roles.names,
    keyId,
    ...network,
    ...(await makeBucket(clients, name)),
    ...(await makeRepository(clients, name)),
    ...(await makeLogGroup(clients, name)),
    clusterArn: await makeCluster(clients, name, network.subnetIds, roles.arns),
  };
}

async function makeRoles({ iam: client }: Clients, name: string) {
  const names: string[] = [];
  const arns: string[] = [];
  for (const [service, attached] of Object.entries(policies)) {
    const RoleName = `${name}-${service}`;
    const trust = {
      Effect: "Allow",
      Principal: { Service: `${service}.amazonaws.com` },
      Action: "sts:AssumeRole",
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    for (const policy of attached)
      await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: `${managed}/${policy}` }));
    await client.send(new iam.PutRolePolicyCommand(inlinePolicy(RoleName)));
    names.push(RoleName);
    arns.push(Role?.Arn ?? "");
  }
  return { names, arns };
}

/** The inline policy that every role has. */
export function inlinePolicy(RoleName: string): iam.PutRolePolicyCommandInput {
  const statement = {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: "arn:aws:s3:::data/*",
  };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return { RoleName, PolicyName: "objects", PolicyDocument };
}

async function makeNetwork({ ec2: client }: Clients, name: string) {
  const tags = (ResourceType: ec2.ResourceType) => [
    {
      ResourceType,
      Tags: [
        { Key: "Name", Value: name },
        { Key: "Project", Value: "retail-mlops" },
      ],
    },
  ];
  const vpc = await client.send(
    new ec2.CreateVpcCommand({ CidrBlock: "10.0.0.0/16", TagSpecifications: tags("vpc") }),
  );
  const VpcId = vpc.Vpc?.VpcId ?? "";
  await client.send(new ec2.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const gateway = await client.send(new ec2.CreateInternetGatewayCommand({}));
  const InternetGatewayId = gateway.InternetGateway?.InternetGatewayId ?? "";
  await client.send(new ec2.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const subnetIds: string[] = [];
  const routeTableIds: string[] = [];
  for (let i = 0; i < 6; i++) {
    const { Subnet } = await client.send(
      new ec2.CreateSubnetCommand({
        VpcId,
        CidrBlock: `10.0.${i * 16}.0/20`,
        AvailabilityZone: `ap-southeast-1${"abc"[i % 3]}`,
        TagSpecifications: tags("subnet"),
      }),
    );
    const SubnetId = Subnet?.SubnetId ?? "";
    const { RouteTable } = await client.send(
      new ec2.CreateRouteTableCommand({ VpcId, TagSpecifications: tags("route-table") }),
    );
    const RouteTableId = RouteTable?.RouteTableId ?? "";
    await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    subnetIds.push(SubnetId);
    routeTableIds.push(RouteTableId);
  }
  const group = await client.send(
    new ec2.CreateSecurityGroupCommand({ VpcId, GroupName: "endpoints", Description: "endpoints" }),
  );
  const template = await client.send(
    new ec2.CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      LaunchTemplateData: { MetadataOptions: { HttpTokens: "required" } },
    }),
  );
  const nat = await makeNatGateway(client, subnetIds[0] as string);
  for (const [i, RouteTableId] of routeTableIds.entries()) {
    const out = i < 3 ? { GatewayId: InternetGatewayId } : { NatGatewayId: nat.natGatewayId };
    await client.send(
      new ec2.CreateRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...out }),
    );
  }
  return {
    vpcId: VpcId,
    subnetIds,
    routeTableIds,
    internetGatewayId: InternetGatewayId,
    ...nat,
    endpointIds: await makeEndpoints(client, VpcId, subnetIds.slice(3), group.GroupId ?? ""),
    securityGroupId: group.GroupId ?? "",
    launchTemplateId: template.LaunchTemplate?.LaunchTemplateId ?? "",
  };
}

async function makeNatGateway(client: ec2.EC2Client, SubnetId: string) {
  const { AllocationId = "" } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
  const { NatGateway } = await client.send(new ec2.CreateNatGatewayCommand({ SubnetId, AllocationId }));
  return { natGatewayId: NatGateway?.NatGatewayId ?? "", allocationId: AllocationId };
}

async function makeEndpoints(client: ec2.EC2Client, VpcId: string, SubnetIds: string[], group: string) {
  const ids: string[] = [];
  for (const name of ["ecr.api", "ecr.dkr", "sts", "logs"]) {
    const { VpcEndpoint } = await client.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId,
        SubnetIds,
        SecurityGroupIds: [group],
        VpcEndpointType: "Interface",
        ServiceName: `com.amazonaws.ap-southeast-1.${name}`,
      }),
    );
    ids.push(VpcEndpoint?.VpcEndpointId ?? "");
  }
  return ids;
}

async function makeKey({ kms: client }: Clients, name: string): Promise<string> {
  const { KeyMetadata } = await client.send(
    new kms.CreateKeyCommand({ Tags: [{ TagKey: "Name", TagValue: name }] }),
  );
  const KeyId = KeyMetadata?.KeyId ?? "";
  await client.send(new kms.CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: KeyId }));
  return KeyId;
}

async function makeBucket({ s3: client }: Clients, name: string) {
  const Bucket = `${name}-data`;
  await client.send(
    new s3.CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: "ap-southeast-1" },
    }),
  );
  for (const Key of ["train/a.csv", "train/b.csv", "model.tar.gz"])
    await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: "x".repeat(1000) }));
  return { bucket: Bucket };
}

async function makeRepository({ ecr: client }: Clients, name: string) {
  const { repository } = await client.send(new ecr.CreateRepositoryCommand({ repositoryName: name }));
  return { repository: name, repositoryArn: repository?.repositoryArn ?? "" };
}

async function makeLogGroup({ logs: client, account }: Clients, name: string) {
  const logGroupName = `/retail/${name}`;
  await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
  return {
    logGroup: logGroupName,
    logGroupArn: `arn:aws:logs:ap-southeast-1:${account}:log-group:${logGroupName}`,
  };
}

async function makeCluster(
  { eks: client }: Clients,
  name: string,
  subnetIds: readonly string[],
  [clusterRole, nodeRole]: readonly string[],
): Promise<string> {
  const { cluster } = await client.send(
    new eks.CreateClusterCommand({
      name,
      roleArn: clusterRole,
      resourcesVpcConfig: { subnetIds: subnetIds.slice(3) },
      accessConfig: { authenticationMode: "API" },
    }),
  );
  for (const addonName of ["vpc-cni", "kube-proxy", "coredns"])
    await client.send(new eks.CreateAddonCommand({ clusterName: name, addonName }));
  await client.send(
    new eks.CreateNodegroupCommand({
      clusterName: name,
      nodegroupName: "main",
      subnets: subnetIds.slice(3),
      nodeRole,
    }),
  );
  return cluster?.arn ?? "";
}
