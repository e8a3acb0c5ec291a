/** How long AWS takes to do something, from the request until the resource is ready (or gone). */
export interface AwsTimeFact {
  /** Terraform's type. */
  readonly type: string;
  readonly action: "create" | "update" | "delete";
  /** Tells apart what one type takes different times for: an add-on's name, an endpoint's type. */
  readonly variant?: string;
  /** Seconds: typical, and the range seen. */
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  /** Who takes the time: AWS after it answered, or the provider that reads until it is sure. */
  readonly spentBy: "aws" | "provider";
  readonly source: string;
}

const logs = "public apply logs and issues, November 2026";

/** Read in November 2026. One place for the progress view, the expected duration and the embedded AWS. */
export const awsTimes: readonly AwsTimeFact[] = [
  {
    type: "aws_eks_cluster",
    action: "create",
    seconds: 612,
    low: 494,
    high: 738,
    spentBy: "aws",
    source: "terraform-aws-eks #3218; containers-roadmap #1227; eksctl #3313",
  },
  {
    type: "aws_eks_cluster",
    action: "update",
    seconds: 600,
    low: 480,
    high: 900,
    spentBy: "aws",
    source: logs,
  },
  ...(
    [
      ["EndpointAccessUpdate", 300, 120, 600],
      ["VpcConfigUpdate", 300, 120, 600],
      ["LoggingUpdate", 90, 45, 300],
      ["AccessConfigUpdate", 60, 30, 180],
      ["AssociateEncryptionConfig", 900, 600, 2700],
      ["AssociateIdentityProviderConfig", 900, 600, 2400],
      ["DisassociateIdentityProviderConfig", 900, 600, 2400],
      ["UpgradePolicyUpdate", 10, 5, 60],
      ["ZonalShiftConfigUpdate", 10, 5, 60],
      ["DeletionProtectionUpdate", 10, 5, 60],
    ] as const
  ).map(([variant, seconds, low, high]) => ({
    type: "aws_eks_cluster",
    action: "update" as const,
    variant,
    seconds,
    low,
    high,
    spentBy: "aws" as const,
    source: "assumed, after user reports of minutes and quarter hours: no public series found",
  })),
  {
    type: "aws_eks_cluster",
    action: "delete",
    seconds: 200,
    low: 120,
    high: 300,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_eks_node_group",
    action: "create",
    seconds: 120,
    low: 88,
    high: 221,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_eks_node_group",
    action: "update",
    seconds: 240,
    low: 120,
    high: 600,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_eks_node_group",
    action: "update",
    variant: "ConfigUpdate",
    seconds: 30,
    low: 10,
    high: 90,
    spentBy: "aws",
    source: "assumed: no node is replaced",
  },
  {
    type: "aws_eks_node_group",
    action: "delete",
    seconds: 300,
    low: 120,
    high: 480,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_eks_addon",
    action: "create",
    seconds: 30,
    low: 15,
    high: 65,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_eks_addon",
    action: "create",
    variant: "coredns",
    seconds: 15,
    low: 10,
    high: 30,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_eks_addon",
    action: "create",
    variant: "vpc-cni",
    seconds: 65,
    low: 15,
    high: 65,
    spentBy: "aws",
    source: logs,
  },
  { type: "aws_eks_addon", action: "update", seconds: 30, low: 15, high: 65, spentBy: "aws", source: logs },
  { type: "aws_eks_addon", action: "delete", seconds: 10, low: 5, high: 30, spentBy: "aws", source: logs },
  {
    type: "aws_nat_gateway",
    action: "create",
    seconds: 105,
    low: 84,
    high: 125,
    spentBy: "aws",
    source: logs,
  },
  { type: "aws_nat_gateway", action: "delete", seconds: 60, low: 40, high: 90, spentBy: "aws", source: logs },
  {
    type: "aws_vpc_endpoint",
    action: "create",
    variant: "Interface",
    seconds: 100,
    low: 93,
    high: 122,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_vpc_endpoint",
    action: "create",
    variant: "Gateway",
    seconds: 6,
    low: 5,
    high: 8,
    spentBy: "provider",
    source: logs,
  },
  {
    type: "aws_vpc_endpoint",
    action: "delete",
    variant: "Interface",
    seconds: 60,
    low: 20,
    high: 120,
    spentBy: "aws",
    source: logs,
  },
  {
    type: "aws_vpc_endpoint",
    action: "delete",
    variant: "Gateway",
    seconds: 6,
    low: 5,
    high: 10,
    spentBy: "provider",
    source: logs,
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "create",
    seconds: 55,
    low: 30,
    high: 59,
    spentBy: "provider",
    source: logs,
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "update",
    seconds: 55,
    low: 30,
    high: 59,
    spentBy: "provider",
    source: logs,
  },
  {
    type: "aws_kms_key",
    action: "create",
    seconds: 23,
    low: 16,
    high: 29,
    spentBy: "provider",
    source: logs,
  },
  { type: "aws_vpc", action: "create", seconds: 12, low: 11, high: 17, spentBy: "provider", source: logs },
  {
    type: "aws_launch_template",
    action: "create",
    seconds: 6,
    low: 5,
    high: 8,
    spentBy: "provider",
    source: logs,
  },
  {
    type: "aws_internet_gateway",
    action: "delete",
    seconds: 20,
    low: 5,
    high: 60,
    spentBy: "provider",
    source: logs,
  },
  {
    type: "aws_cloudtrail",
    action: "create",
    seconds: 3,
    low: 1,
    high: 5,
    spentBy: "provider",
    source: "assumed: no public log found",
  },
];

/** What everything that stands in no line takes: a request or two. */
export const quickSeconds = 2;

/** The line for a kind of resource: the variant's own, else the kind's. */
export function awsTimeOf(
  type: string,
  action: AwsTimeFact["action"],
  variant?: string,
): AwsTimeFact | undefined {
  const lines = awsTimes.filter((one) => one.type === type && one.action === action);
  return lines.find((one) => one.variant === variant) ?? lines.find((one) => one.variant === undefined);
}
