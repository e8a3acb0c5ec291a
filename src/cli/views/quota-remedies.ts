import { type Quota, quotas } from "../../local-aws/quota-table.ts";
import type { QuotaName } from "../../local-aws/quotas.ts";
import type { Remedy } from "./remedies.ts";

/** As the Service Quotas console calls them. */
const serviceNames: Readonly<Record<string, string>> = {
  vpc: "Amazon Virtual Private Cloud (Amazon VPC)",
  ec2: "Amazon Elastic Compute Cloud (Amazon EC2)",
  eks: "Amazon Elastic Kubernetes Service (Amazon EKS)",
  iam: "AWS Identity and Access Management (IAM)",
  s3: "Amazon Simple Storage Service (Amazon S3)",
};

/** What to do at the end of a quota, by AWS's codes for it. */
export const quotaRemedies: readonly Remedy[] = [
  ...limit(/VpcLimitExceeded/, "vpc:vpcs"),
  ...limit(
    /AddressLimitExceeded/,
    "vpc:elastic-ips",
    'nat_gateways = "single" needs one address, "per-az" one for each zone.',
  ),
  ...limit(/NatGatewayLimitExceeded/, "vpc:nat-gateways-per-zone"),
  ...limit(/InternetGatewayLimitExceeded/, "vpc:internet-gateways"),
  ...limit(/SubnetLimitExceeded/, "vpc:subnets-per-vpc"),
  ...limit(
    /VpcEndpointLimitExceeded/,
    "vpc:interface-endpoints-per-vpc",
    "Fewer interface_endpoints need fewer.",
  ),
  ...limit(/RouteTableLimitExceeded/, "vpc:route-tables-per-vpc"),
  ...limit(/RulesPerSecurityGroupLimitExceeded/, "vpc:rules-per-security-group"),
  ...limit(/SecurityGroupLimitExceeded/, "vpc:security-groups"),
  ...limit(/TooManyBuckets/, "s3:buckets"),
  ...limit(/ResourceLimitExceeded\w*: .*cluster/is, "eks:clusters"),
  ...limit(/ResourceLimitExceeded\w*: .*node ?group/is, "eks:node-groups-per-cluster"),
  ...limit(/quota for RolesPerAccount/, "iam:roles"),
  ...limit(/MaximumNumberOfTrailsExceeded/, "cloudtrail:trails", "Delete a trail that nobody needs."),
];

function limit(says: RegExp, name: QuotaName, more = ""): Remedy[] {
  return [{ says, advice: [quotaAdvice(name), more].filter(Boolean).join(" ") }];
}

/** Where a quota is raised: its code, and where AWS's console has it. */
export function quotaAdvice(name: QuotaName): string {
  const { title, code, adjustable, value } = quotas[name] as Quota;
  const service = name.slice(0, name.indexOf(":"));
  const number = Number.isFinite(value) ? ` (${value} by default)` : "";
  if (!adjustable) return `AWS's limit for "${title}"${number} is reached, and cannot be raised.`;
  const path = `AWS's console, Service Quotas > AWS services > ${serviceNames[service] ?? service}`;
  const command = `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value N`;
  return `The quota "${title}"${code ? `, ${code}` : ""}${number}, is used up. Delete what nobody needs, or raise it: ${path}${code ? `, or ${command}` : ""}.`;
}
