import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import type { QuotaName } from "../../quotas.ts";

/**
 * What EC2 says at the end of a quota: its code and words, the most that may be there standing in for `{}`.
 * Source: EC2 API error codes, and messages in public issues and logs, read 2026-11.
 */
const refusals = {
  "vpc:vpcs": ["VpcLimitExceeded", "The maximum number of VPCs has been reached."],
  "vpc:subnets-per-vpc": ["SubnetLimitExceeded", "The maximum number of subnets has been reached."],
  "vpc:cidr-blocks-per-vpc": [
    "CidrLimitExceeded",
    "This network has met its maximum number of allowed CIDRs: {}",
  ],
  "vpc:elastic-ips": ["AddressLimitExceeded", "The maximum number of addresses has been reached."],
  "vpc:internet-gateways": [
    "InternetGatewayLimitExceeded",
    "The maximum number of internet gateways has been reached.",
  ],
  "vpc:nat-gateways-per-zone": [
    "NatGatewayLimitExceeded",
    "Performing this operation would exceed the limit of {} NAT gateways",
  ],
  "vpc:network-acls-per-vpc": [
    "NetworkAclLimitExceeded",
    "The maximum number of network ACLs has been reached.",
  ],
  "vpc:rules-per-network-acl": [
    "NetworkAclEntryLimitExceeded",
    "The maximum number of network acl entries has been reached.",
  ],
  "vpc:network-interfaces": [
    "NetworkInterfaceLimitExceeded",
    "The maximum number of network interfaces has been reached.",
  ],
  "vpc:route-tables-per-vpc": [
    "RouteTableLimitExceeded",
    "The maximum number of route tables has been reached.",
  ],
  "vpc:routes-per-table": ["RouteLimitExceeded", "The maximum number of routes has been reached."],
  "vpc:security-groups": [
    "SecurityGroupLimitExceeded",
    "The maximum number of security groups has been reached.",
  ],
  "vpc:rules-per-security-group": [
    "RulesPerSecurityGroupLimitExceeded",
    "The maximum number of rules per security group has been reached.",
  ],
  "vpc:security-groups-per-interface": [
    "SecurityGroupsPerInterfaceLimitExceeded",
    "The maximum number of security groups per interface has been reached.",
  ],
  "vpc:interface-endpoints-per-vpc": [
    "VpcEndpointLimitExceeded",
    "The maximum number of VPC endpoints has been reached.",
  ],
  "vpc:gateway-endpoints": [
    "VpcEndpointLimitExceeded",
    "The maximum number of VPC endpoints has been reached.",
  ],
  "ec2:launch-templates": [
    "LaunchTemplateLimitExceededException",
    "You have reached the limit of launch templates for this Region.",
  ],
  "ec2:versions-per-launch-template": [
    "LaunchTemplateVersionLimitExceededException",
    "You have reached the limit of versions for this launch template.",
  ],
} as const satisfies Partial<Record<QuotaName, readonly [code: string, message: string]>>;

/** Refuses so many in all when the account may not have them. @throws ServiceError `…LimitExceeded`, as AWS names it */
export function requireRoom(ctx: Context, quota: keyof typeof refusals, wanted: number): void {
  const most = ctx.quota(quota);
  if (wanted <= most) return;
  const [code, message] = refusals[quota];
  throw new ServiceError(code, message.replace("{}", String(most)));
}

/** How many records pass the test. */
export function count<T>(records: ReadonlyMap<string, T>, test: (record: T) => boolean): number {
  let found = 0;
  for (const record of records.values()) if (test(record)) found++;
  return found;
}
