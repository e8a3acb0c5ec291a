import type { EventResource } from "./event.ts";

/** The members by which services name their resources, alone or in lists (`SubnetIds`), with CloudFormation's word for the kind. */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  autoscaling: { AutoScalingGroupName: "AWS::AutoScaling::AutoScalingGroup" },
  cloudtrail: { Name: "AWS::CloudTrail::Trail", TrailName: "AWS::CloudTrail::Trail" },
  ec2: {
    AllocationId: "AWS::EC2::EIP",
    DhcpOptionsId: "AWS::EC2::DHCPOptions",
    FlowLogId: "AWS::EC2::FlowLog",
    GroupId: "AWS::EC2::SecurityGroup",
    GroupName: "AWS::EC2::SecurityGroup",
    InstanceId: "AWS::EC2::Instance",
    InternetGatewayId: "AWS::EC2::InternetGateway",
    LaunchTemplateId: "AWS::EC2::LaunchTemplate",
    LaunchTemplateName: "AWS::EC2::LaunchTemplate",
    NatGatewayId: "AWS::EC2::NatGateway",
    NetworkAclId: "AWS::EC2::NetworkAcl",
    NetworkInterfaceId: "AWS::EC2::NetworkInterface",
    RouteTableId: "AWS::EC2::RouteTable",
    SecurityGroupId: "AWS::EC2::SecurityGroup",
    SubnetId: "AWS::EC2::Subnet",
    VolumeId: "AWS::EC2::Volume",
    VpcEndpointId: "AWS::EC2::VPCEndpoint",
    VpcId: "AWS::EC2::VPC",
  },
  ecr: { repositoryName: "AWS::ECR::Repository" },
  eks: {
    name: "AWS::EKS::Cluster",
    clusterName: "AWS::EKS::Cluster",
    nodegroupName: "AWS::EKS::Nodegroup",
    addonName: "AWS::EKS::Addon",
    principalArn: "AWS::EKS::AccessEntry",
  },
  iam: {
    GroupName: "AWS::IAM::Group",
    InstanceProfileName: "AWS::IAM::InstanceProfile",
    OpenIDConnectProviderArn: "AWS::IAM::OIDCProvider",
    PolicyArn: "AWS::IAM::ManagedPolicy",
    PolicyName: "AWS::IAM::Policy",
    RoleName: "AWS::IAM::Role",
    UserName: "AWS::IAM::User",
  },
  kms: { AliasName: "AWS::KMS::Alias", KeyId: "AWS::KMS::Key", TargetKeyId: "AWS::KMS::Key" },
  logs: { logGroupName: "AWS::Logs::LogGroup", policyName: "AWS::Logs::ResourcePolicy" },
  s3: { Bucket: "AWS::S3::Bucket" },
  sts: { RoleArn: "AWS::IAM::Role" },
};

/** How deep members are looked for: `CreateVpc` answers with `Vpc.VpcId`. */
const deepest = 3;

/** What a request names in its input, and what it made by its output; each thing once. */
export function eventResources(service: string, input: unknown, output: unknown): EventResource[] {
  const byMember = kinds[service];
  if (!byMember) return [];
  const found = new Map<string, EventResource>();
  for (const root of [input, output]) collect(root, byMember, found, 0);
  return [...found.values()];
}

function collect(
  value: unknown,
  byMember: Readonly<Record<string, string>>,
  found: Map<string, EventResource>,
  depth: number,
): void {
  if (typeof value !== "object" || value === null || depth > deepest || ArrayBuffer.isView(value)) return;
  for (const [member, inner] of Object.entries(value)) {
    const type = byMember[member] ?? byMember[member.replace(/s$/, "")];
    const names = type === undefined ? [] : [inner].flat().filter((name) => typeof name === "string");
    for (const name of names) found.set(`${type} ${name}`, { type: type as string, name });
    if (typeof inner === "object") collect(inner, byMember, found, depth + 1);
  }
}
