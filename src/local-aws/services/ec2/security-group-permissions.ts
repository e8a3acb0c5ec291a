import { isIPv6 } from "node:net";
import type { IpPermission, Tag } from "@aws-sdk/client-ec2";
import { arn, type Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { invalidValue } from "./errors.ts";
import { portsOf, protocolName } from "./ip-protocols.ts";
import { formatBlock, parseBlock } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { findPrefixList } from "./prefix-lists.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type SecurityGroupRecord, type SecurityGroupRuleRecord } from "./state.ts";

/** A rule without its identity: one direction, protocol and port range, and exactly one source or destination. */
export type RuleBody = Omit<SecurityGroupRuleRecord, "SecurityGroupRuleId" | "GroupId">;

export interface NewRules {
  readonly egress: boolean;
  readonly permissions: readonly IpPermission[];
  readonly tags?: Tag[];
}

/**
 * Adds a rule for each source of each permission, all or none.
 * @throws ServiceError `InvalidPermission.Duplicate` when one is there already, `InvalidGroup.NotFound` for a group that is not.
 */
export function addRules(
  ctx: Context,
  group: SecurityGroupRecord,
  { egress, permissions, tags = [] }: NewRules,
): SecurityGroupRuleRecord[] {
  const bodies = permissions.flatMap((permission) => ruleBodies(ctx, group, egress, permission));
  const taken = new Set(rulesOf(ctx, group).map(ruleKey));
  for (const body of bodies) {
    if (taken.has(ruleKey(body))) throw duplicate(body);
    taken.add(ruleKey(body));
  }
  requireRuleRoom(
    ctx,
    [...rulesOf(ctx, group), ...bodies].filter(({ IsEgress }) => IsEgress === egress),
  );
  const { securityGroupRules } = ctx.state(ec2Slot);
  return bodies.map((body) => {
    const SecurityGroupRuleId = ctx.ids.resource("sgr");
    const rule: SecurityGroupRuleRecord = {
      ...body,
      SecurityGroupRuleId,
      SecurityGroupRuleArn: arn(ctx, "ec2", `security-group-rule/${SecurityGroupRuleId}`),
      GroupId: group.GroupId,
      GroupOwnerId: group.OwnerId,
      Tags: [...tags],
    };
    securityGroupRules.set(SecurityGroupRuleId, rule);
    group.ruleIds.push(SecurityGroupRuleId);
    return rule;
  });
}

/** IPv4 and IPv6 rules are counted each for itself; rules that name groups or prefix lists with both. */
function requireRuleRoom(ctx: Context, rules: readonly RuleBody[]): void {
  for (const other of ["CidrIpv4", "CidrIpv6"] as const)
    requireRoom(ctx, "vpc:rules-per-security-group", rules.filter((rule) => !rule[other]).length);
}

export function removeRules(
  ctx: Context,
  group: SecurityGroupRecord,
  rules: readonly SecurityGroupRuleRecord[],
): void {
  const gone = new Set(rules.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId));
  group.ruleIds = group.ruleIds.filter((id) => !gone.has(id));
  for (const id of gone) ctx.state(ec2Slot).securityGroupRules.delete(id);
}

export function rulesOf(ctx: Context, { ruleIds }: SecurityGroupRecord): SecurityGroupRuleRecord[] {
  const { securityGroupRules } = ctx.state(ec2Slot);
  return ruleIds.flatMap((id) => securityGroupRules.get(id) ?? []);
}

/** The rules that permissions stand for. */
export function ruleBodies(
  ctx: Context,
  group: SecurityGroupRecord,
  IsEgress: boolean,
  permission: IpPermission,
): RuleBody[] {
  const IpProtocol = protocolName(permission.IpProtocol);
  const base = { IsEgress, IpProtocol, ...portsOf(IpProtocol, permission) };
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  return [
    ...IpRanges.map(({ CidrIp, Description }) => ({ ...base, CidrIpv4: ipv4(CidrIp), Description })),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({ ...base, CidrIpv6: ipv6(CidrIpv6), Description })),
    ...PrefixListIds.map(({ PrefixListId = "", Description }) => ({
      ...base,
      PrefixListId: findPrefixList(ctx, PrefixListId).id,
      Description,
    })),
    ...UserIdGroupPairs.map(({ GroupId, GroupName, UserId, Description }) => {
      const other = GroupId ? find(ctx, kinds.securityGroup, GroupId) : byName(ctx, group.VpcId, GroupName);
      if (other.VpcId !== group.VpcId)
        throw new ServiceError(
          "InvalidGroup.NotFound",
          "You have specified two resources that belong to different networks.",
        );
      return {
        ...base,
        ReferencedGroupInfo: { GroupId: other.GroupId, UserId: UserId ?? ctx.account },
        Description,
      };
    }),
  ];
}

/** What makes two rules the same: all but the description. */
export function ruleKey(rule: RuleBody): string {
  return [rule.IsEgress, rule.IpProtocol, rule.FromPort, rule.ToPort, peer(rule)].join(" ");
}

/** Rules as `DescribeSecurityGroups` shows them: one permission per protocol and port range, with all its sources. */
export function permissionsOf(rules: readonly SecurityGroupRuleRecord[]): IpPermission[] {
  const permissions = new Map<string, Required<IpPermission>>();
  for (const rule of rules) {
    const { IpProtocol, FromPort, ToPort, Description } = rule;
    const key = `${IpProtocol} ${FromPort} ${ToPort}`;
    let permission = permissions.get(key);
    if (!permission) {
      const ports = IpProtocol === "-1" ? {} : { FromPort, ToPort };
      permission = {
        IpProtocol,
        ...ports,
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      } as unknown as Required<IpPermission>;
      permissions.set(key, permission);
    }
    if (rule.CidrIpv4) permission.IpRanges.push({ CidrIp: rule.CidrIpv4, Description });
    if (rule.CidrIpv6) permission.Ipv6Ranges.push({ CidrIpv6: rule.CidrIpv6, Description });
    if (rule.PrefixListId) permission.PrefixListIds.push({ PrefixListId: rule.PrefixListId, Description });
    if (rule.ReferencedGroupInfo) {
      const { GroupId, UserId } = rule.ReferencedGroupInfo;
      permission.UserIdGroupPairs.push({ GroupId, UserId, Description });
    }
  }
  return [...permissions.values()];
}

function peer(rule: RuleBody): string | undefined {
  return rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
}

function duplicate(rule: RuleBody): ServiceError {
  const protocol = rule.IpProtocol === "-1" ? "ALL" : rule.IpProtocol.toUpperCase();
  const ports = rule.FromPort === -1 ? "" : `, from port: ${rule.FromPort}, to port: ${rule.ToPort}`;
  return new ServiceError(
    "InvalidPermission.Duplicate",
    `the specified rule "peer: ${peer(rule)}, ${protocol}${ports}, ALLOW" already exists`,
  );
}

function ipv4(cidr: string | undefined): string {
  const block = parseBlock(cidr ?? "");
  if (!block) throw invalidValue(`CIDR block ${cidr} is malformed`);
  return formatBlock(block);
}

function ipv6(cidr: string | undefined): string {
  const [address = "", prefix = ""] = (cidr ?? "").split("/");
  if (!isIPv6(address) || !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= 128))
    throw invalidValue(`CIDR block ${cidr} is malformed`);
  return `${address.toLowerCase()}/${prefix}`;
}

function byName(ctx: Context, vpcId: string, name: string | undefined): SecurityGroupRecord {
  for (const group of ctx.state(ec2Slot).securityGroups.values())
    if (group.VpcId === vpcId && group.GroupName === name) return group;
  throw new ServiceError("InvalidGroup.NotFound", `The security group '${name}' does not exist`);
}
