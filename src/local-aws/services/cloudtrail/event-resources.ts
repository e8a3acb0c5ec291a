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

/** By service and member, lists included. */
const kindOf = new Map(
  Object.entries(kinds).map(([service, byMember]) => [
    service,
    new Map(
      Object.entries(byMember).flatMap(([member, kind]) => [
        [member, kind] as const,
        [`${member}s`, kind] as const,
      ]),
    ),
  ]),
);

/** How deep members are looked for: `CreateVpc` answers with `Vpc.VpcId`. */
const deepest = 3;

/** The things that an input names, or that an output tells were made, in their order. */
export function eventResources(service: string, value: unknown): EventResource[] {
  const byMember = kindOf.get(service);
  const found: EventResource[] = [];
  if (byMember) collect(value, byMember, found, 0);
  return found;
}

function collect(
  value: unknown,
  byMember: ReadonlyMap<string, string>,
  found: EventResource[],
  depth: number,
): void {
  if (typeof value !== "object" || value === null || depth > deepest || ArrayBuffer.isView(value)) return;
  const members = value as Readonly<Record<string, unknown>>;
  for (const member in members) {
    const inner = members[member];
    if (typeof inner === "string") add(kindNamed(byMember, member, inner), inner, found);
    else if (Array.isArray(inner) && typeof inner[0] === "string")
      for (const name of inner) add(kindNamed(byMember, member, name), name, found);
    else collect(inner, byMember, found, depth + 1);
  }
}

/** EC2's tags are put to anything (`Resources`): what that is, its id says, as other members name such ids. */
function kindNamed(byMember: ReadonlyMap<string, string>, member: string, name: string): string | undefined {
  return (
    byMember.get(member) ?? (member === "Resources" ? tagged.get(name.replace(/-[^-]*$/, "")) : undefined)
  );
}

/** By an id's prefix, of what this project tags. */
const tagged = new Map([
  ["eipalloc", "AWS::EC2::EIP"],
  ["fl", "AWS::EC2::FlowLog"],
  ["i", "AWS::EC2::Instance"],
  ["igw", "AWS::EC2::InternetGateway"],
  ["lt", "AWS::EC2::LaunchTemplate"],
  ["nat", "AWS::EC2::NatGateway"],
  ["rtb", "AWS::EC2::RouteTable"],
  ["sg", "AWS::EC2::SecurityGroup"],
  ["sgr", "AWS::EC2::SecurityGroupRule"],
  ["subnet", "AWS::EC2::Subnet"],
  ["vol", "AWS::EC2::Volume"],
  ["vpc", "AWS::EC2::VPC"],
  ["vpce", "AWS::EC2::VPCEndpoint"],
]);

function add(type: string | undefined, name: string, found: EventResource[]): void {
  if (type !== undefined && !found.some((one) => one.name === name && one.type === type))
    found.push({ type, name });
}
