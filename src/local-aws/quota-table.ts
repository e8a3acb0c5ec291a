/** How many of something AWS lets an account have until it asks for more. */
export interface Quota {
  /** AWS's code in Service Quotas, such as `L-F678F1CE`; what stands in a guide only has none. */
  readonly code?: string;
  readonly title: string;
  /** Infinity where AWS sets each account its own: nothing is refused until the account's value is given. */
  readonly value: number;
  readonly adjustable: boolean;
  readonly source: string;
}

type Row = readonly [title: string, value: number, code?: string, fixed?: "fixed"];

/** The quotas of one page of AWS's. */
function page<T extends Readonly<Record<string, Row>>>(
  source: string,
  rows: T,
): Readonly<Record<keyof T, Quota>> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, [title, value, code, fixed]]) => [
      name,
      { code, title, value, adjustable: !fixed, source },
    ]),
  ) as Record<keyof T, Quota>;
}

const perAccount = Number.POSITIVE_INFINITY;

/** AWS's defaults for what the services here count, by the names under which `--quota <name>=<value>` changes them. */
export const quotas = {
  ...page("Amazon VPC quotas, VPC user guide, read November 2026", {
    "vpc:vpcs": ["VPCs per Region", 5, "L-F678F1CE"],
    "vpc:subnets-per-vpc": ["Subnets per VPC", 200, "L-407747CB"],
    "vpc:cidr-blocks-per-vpc": ["IPv4 CIDR blocks per VPC", 5, "L-83CA0A9D"],
    "vpc:elastic-ips": ["Elastic IP addresses per Region", 5, "L-0263D0A3"],
    "vpc:internet-gateways": ["Internet gateways per Region", 5, "L-A4707A72"],
    "vpc:nat-gateways-per-zone": ["NAT gateways per Availability Zone", 5, "L-FE5A380F"],
    "vpc:network-acls-per-vpc": ["Network ACLs per VPC", 200, "L-B4A6D682"],
    "vpc:rules-per-network-acl": ["Rules per network ACL, each direction", 20, "L-2AEEBF1A"],
    "vpc:network-interfaces": ["Network interfaces per Region", 5000, "L-DF5E4CA3"],
    "vpc:route-tables-per-vpc": ["Route tables per VPC", 200, "L-589F43AA"],
    // 50 until 2025, and still so on older pages.
    "vpc:routes-per-table": ["Routes per route table, IPv4 and IPv6 each", 500, "L-93826ACB"],
    "vpc:security-groups": ["VPC security groups per Region", 2500, "L-E79EC296"],
    "vpc:rules-per-security-group": [
      "Inbound or outbound rules per security group, IPv4 and IPv6 each",
      60,
      "L-0EA8095F",
    ],
    "vpc:security-groups-per-interface": ["Security groups per network interface", 5, "L-2AFB9258"],
  }),
  ...page("AWS PrivateLink quotas, PrivateLink guide, from memory, November 2026", {
    "vpc:interface-endpoints-per-vpc": ["Interface VPC endpoints per VPC", 50, "L-29B6F2EB"],
    "vpc:gateway-endpoints": ["Gateway VPC endpoints per Region", 20, "L-1B52E74A"],
  }),
  ...page("Amazon EC2 endpoints and quotas, AWS General Reference, from memory, November 2026", {
    "ec2:launch-templates": ["Launch templates per Region", 5000, "L-FB451C26"],
    "ec2:versions-per-launch-template": ["Versions per launch template", 10_000, "L-10C8D1D6"],
  }),
  ...page(
    "AWS documents 5 vCPUs (of accelerated families 0) for a new account, sets each account its own, and raises it by itself with use",
    {
      "ec2:standard-vcpus": [
        "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances: vCPUs",
        perAccount,
        "L-1216C47A",
      ],
      "ec2:gpu-vcpus": ["Running On-Demand G and VT instances: vCPUs", perAccount, "L-DB2E81BA"],
      "ec2:standard-spot-vcpus": [
        "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests: vCPUs",
        perAccount,
        "L-34B43A08",
      ],
      "ec2:gpu-spot-vcpus": ["All G and VT Spot Instance Requests: vCPUs", perAccount, "L-3819A6DF"],
    },
  ),
  ...page("Amazon EKS endpoints and quotas, AWS General Reference, from memory, November 2026", {
    "eks:clusters": ["Clusters", 100, "L-1194D53C"],
    "eks:node-groups-per-cluster": ["Managed node groups per cluster", 30, "L-6D54EA21"],
    "eks:nodes-per-node-group": ["Nodes per managed node group", 450, "L-BD136A63"],
    "eks:public-access-cidrs": ["Public endpoint access CIDR ranges per cluster", 40, "L-93A74D60", "fixed"],
  }),
  ...page("Amazon EC2 Auto Scaling quotas, user guide, from memory, November 2026", {
    "autoscaling:groups": ["Auto Scaling groups per Region", 500, "L-CDE20ADC"],
  }),
  ...page("IAM and AWS STS quotas, IAM user guide, from memory, November 2026", {
    "iam:roles": ["Roles per account", 1000, "L-FE177D64"],
    "iam:users": ["Users per account", 5000, "L-F55AF5E4", "fixed"],
    "iam:groups": ["Groups per account", 300, "L-F4A5425F"],
    "iam:instance-profiles": ["Instance profiles per account", 1000, "L-6E65F664"],
    "iam:customer-policies": ["Customer managed policies per account", 1500, "L-E95E4862"],
    "iam:policies-per-role": ["Managed policies per role", 10, "L-0DA4ABF3"],
    "iam:policies-per-user": ["Managed policies per user", 10, "L-4019AD8B"],
    "iam:policies-per-group": ["Managed policies per group", 10, undefined, "fixed"],
    "iam:versions-per-policy": ["Versions per managed policy", 5, undefined, "fixed"],
    "iam:oidc-providers": ["OpenID Connect providers per account", 100, "L-858F3967"],
    "iam:trust-policy-length": ["Role trust policy length", 2048, "L-C07B4B0D"],
  }),
  ...page("General purpose bucket quotas, S3 user guide, read November 2026", {
    // 100 until November 2024, and still so on older pages.
    "s3:buckets": ["General purpose buckets per account", 10_000, "L-DC2B2D3D"],
  }),
  ...page("AWS KMS resource quotas, developer guide, from memory, November 2026", {
    "kms:keys": ["KMS keys per Region", 100_000, "L-C2F1777E"],
    "kms:aliases-per-key": ["Aliases per KMS key", 50, "L-2601EE20"],
    "kms:grants-per-key": ["Grants per KMS key", 50_000, "L-F155EF3B"],
  }),
  ...page("Quotas in AWS CloudTrail, user guide, read November 2026", {
    "cloudtrail:trails": ["Trails per Region", 5, undefined, "fixed"],
  }),
  ...page("Amazon ECR service quotas, user guide, from memory, November 2026", {
    "ecr:repositories": ["Registered repositories per Region", 100_000, "L-CFEB8E8D"],
    "ecr:images-per-repository": ["Images per repository", 100_000, "L-03A36CE1"],
  }),
  ...page("CloudWatch Logs quotas, user guide, from memory, November 2026", {
    "logs:log-groups": ["Log groups per Region", 1_000_000],
    "logs:metric-filters-per-group": ["Metric filters per log group", 100, undefined, "fixed"],
    "logs:resource-policies": ["Resource policies per Region", 10, undefined, "fixed"],
  }),
} as const satisfies Readonly<Record<string, Quota>>;
