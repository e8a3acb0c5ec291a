/** A resource as a state holds it: Terraform's type, and its attributes by name. */
export interface HeldResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A thing as an inventory lists it: CloudFormation's type and its identifier. */
export interface ExistingThing {
  readonly type: string;
  readonly id: string;
  /** AWS made it for something else, such as a cluster's security group: no state knows it by itself. */
  readonly madeByAws?: boolean;
}

export interface Agreement<T extends ExistingThing = ExistingThing> {
  /** What exists and the state does not know. */
  readonly unknown: readonly T[];
  /** What the state holds and does not exist. */
  readonly missing: readonly HeldResource[];
}

type Identifier = (attributes: HeldResource["attributes"]) => unknown;

const id: Identifier = (attributes) => attributes.id;
const arn: Identifier = (attributes) => attributes.arn;
const name: Identifier = (attributes) => attributes.name;
/** `cluster:name` as CloudFormation joins it. */
const pair: Identifier = (attributes) => String(attributes.id).replace(":", "|");

/**
 * Which of Terraform's types is which of CloudFormation's, and where its identifier stands. Types that are settings of something else (a
 * bucket's policy, a role's attachment) are no things of their own: whether they are there, a plan tells.
 */
const kinds: Readonly<Record<string, readonly [cloudFormation: string, identifier: Identifier]>> = {
  aws_vpc: ["AWS::EC2::VPC", id],
  aws_subnet: ["AWS::EC2::Subnet", id],
  aws_internet_gateway: ["AWS::EC2::InternetGateway", id],
  aws_eip: ["AWS::EC2::EIP", id],
  aws_nat_gateway: ["AWS::EC2::NatGateway", id],
  aws_route_table: ["AWS::EC2::RouteTable", id],
  aws_security_group: ["AWS::EC2::SecurityGroup", id],
  aws_network_acl: ["AWS::EC2::NetworkAcl", id],
  aws_vpc_endpoint: ["AWS::EC2::VPCEndpoint", id],
  aws_flow_log: ["AWS::EC2::FlowLog", id],
  aws_launch_template: ["AWS::EC2::LaunchTemplate", id],
  aws_iam_role: ["AWS::IAM::Role", name],
  aws_iam_user: ["AWS::IAM::User", name],
  aws_iam_group: ["AWS::IAM::Group", name],
  aws_iam_policy: ["AWS::IAM::ManagedPolicy", name],
  aws_iam_instance_profile: ["AWS::IAM::InstanceProfile", name],
  aws_iam_openid_connect_provider: ["AWS::IAM::OIDCProvider", arn],
  aws_kms_key: ["AWS::KMS::Key", id],
  aws_kms_replica_key: ["AWS::KMS::Key", id],
  aws_kms_alias: ["AWS::KMS::Alias", name],
  aws_s3_bucket: ["AWS::S3::Bucket", id],
  aws_ecr_repository: ["AWS::ECR::Repository", name],
  aws_cloudwatch_log_group: ["AWS::Logs::LogGroup", name],
  aws_cloudtrail: ["AWS::CloudTrail::Trail", arn],
  aws_eks_cluster: ["AWS::EKS::Cluster", id],
  aws_eks_node_group: ["AWS::EKS::Nodegroup", pair],
  aws_eks_addon: ["AWS::EKS::Addon", pair],
};

const kindsOfThings = new Set(Object.values(kinds).map(([type]) => type));

/** What a state and an inventory do not agree on; nothing, after a run that went well or that stopped cleanly. */
export function agreement<T extends ExistingThing>(
  held: readonly HeldResource[],
  existing: readonly T[],
): Agreement<T> {
  const known = new Set(held.flatMap(keyOfHeld));
  const there = new Set(existing.map(({ type, id }) => `${type} ${id}`));
  return {
    unknown: existing.filter(
      (thing) => kindsOfThings.has(thing.type) && !thing.madeByAws && !known.has(`${thing.type} ${thing.id}`),
    ),
    missing: held.filter((resource) => keyOfHeld(resource).some((key) => !there.has(key))),
  };
}

function keyOfHeld({ type, attributes }: HeldResource): string[] {
  const [cloudFormation, identifier] = kinds[type] ?? [];
  return cloudFormation && identifier ? [`${cloudFormation} ${identifier(attributes)}`] : [];
}
