import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRuleRequest,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { missingParameter } from "./errors.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { addRules, removeRules, ruleBodies, ruleKey, rulesOf } from "./security-group-permissions.ts";
import { find, type SecurityGroupRecord, type SecurityGroupRuleRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const authorizeSecurityGroupIngress = operation(AuthorizeSecurityGroupIngressCommand, (input, ctx) =>
  authorize(ctx, false, input),
);

export const authorizeSecurityGroupEgress = operation(AuthorizeSecurityGroupEgressCommand, (input, ctx) =>
  authorize(ctx, true, input),
);

export const revokeSecurityGroupIngress = operation(RevokeSecurityGroupIngressCommand, (input, ctx) =>
  revoke(ctx, false, input),
);

export const revokeSecurityGroupEgress = operation(RevokeSecurityGroupEgressCommand, (input, ctx) =>
  revoke(ctx, true, input),
);

export const updateSecurityGroupRuleDescriptionsIngress = operation(
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
  (input, ctx) => redescribe(ctx, false, input),
);

export const updateSecurityGroupRuleDescriptionsEgress = operation(
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  (input, ctx) => redescribe(ctx, true, input),
);

export const describeSecurityGroupRules = operation(DescribeSecurityGroupRulesCommand, (input, ctx) => {
  const { page, NextToken } = listing(
    ctx,
    kinds.securityGroupRule,
    input.SecurityGroupRuleIds,
    input,
    fields,
  );
  return { SecurityGroupRules: page, NextToken };
});

/** Every rule is put as the request has it; a rule that then equals another one of its group is refused. */
export const modifySecurityGroupRules = operation(ModifySecurityGroupRulesCommand, (input, ctx) => {
  const group = find(ctx, kinds.securityGroup, input.GroupId);
  for (const { SecurityGroupRuleId, SecurityGroupRule = {} } of input.SecurityGroupRules ?? []) {
    const rule = ruleOf(ctx, group, SecurityGroupRuleId ?? "");
    const [body] = ruleBodies(ctx, group, rule.IsEgress, permissionOf(SecurityGroupRule));
    if (!body) throw missingParameter("CidrIpv4");
    const clash = rulesOf(ctx, group).find((other) => other !== rule && ruleKey(other) === ruleKey(body));
    if (clash)
      throw new ServiceError(
        "InvalidPermission.Duplicate",
        `the specified rule already exists as ${clash.SecurityGroupRuleId}`,
      );
    for (const peer of ["CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupInfo"] as const)
      delete rule[peer];
    Object.assign(rule, body);
  }
  return { Return: true };
});

interface RulesInput {
  readonly GroupId?: string;
  readonly GroupName?: string;
  readonly IpPermissions?: IpPermission[];
  readonly SecurityGroupRuleIds?: string[];
  readonly CidrIp?: string;
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly SourceSecurityGroupName?: string;
}

type AuthorizeInput = RulesInput & { readonly TagSpecifications?: Parameters<typeof specifiedTags>[0] };

function authorize(ctx: Context, egress: boolean, input: AuthorizeInput) {
  const group = find(ctx, kinds.securityGroup, input.GroupId);
  const tags = specifiedTags(input.TagSpecifications, "security-group-rule");
  const added = addRules(ctx, group, { egress, permissions: permissionsIn(input), tags });
  return { Return: true, SecurityGroupRules: added };
}

function revoke(ctx: Context, egress: boolean, input: RulesInput) {
  const group = find(ctx, kinds.securityGroup, input.GroupId);
  const rules = input.SecurityGroupRuleIds?.length
    ? input.SecurityGroupRuleIds.map((id) => ruleOf(ctx, group, id))
    : namedRules(ctx, group, egress, input);
  removeRules(ctx, group, rules);
  const RevokedSecurityGroupRules = rules.map(({ ReferencedGroupInfo, ...rule }) => ({
    ...rule,
    ReferencedGroupId: ReferencedGroupInfo?.GroupId,
  }));
  return { Return: true, RevokedSecurityGroupRules };
}

function redescribe(
  ctx: Context,
  egress: boolean,
  input: RulesInput & {
    SecurityGroupRuleDescriptions?: { SecurityGroupRuleId?: string; Description?: string }[];
  },
) {
  const group = find(ctx, kinds.securityGroup, input.GroupId);
  for (const { SecurityGroupRuleId, Description } of input.SecurityGroupRuleDescriptions ?? [])
    ruleOf(ctx, group, SecurityGroupRuleId ?? "").Description = Description;
  if (input.IpPermissions?.length)
    for (const [body, rule] of namedPairs(ctx, group, egress, input)) rule.Description = body.Description;
  return { Return: true };
}

function namedRules(ctx: Context, group: SecurityGroupRecord, egress: boolean, input: RulesInput) {
  return namedPairs(ctx, group, egress, input).map(([, rule]) => rule);
}

/** Each rule that the request's permissions stand for, with the group's rule that equals it. */
function namedPairs(ctx: Context, group: SecurityGroupRecord, egress: boolean, input: RulesInput) {
  const own = new Map(rulesOf(ctx, group).map((rule) => [ruleKey(rule), rule]));
  return permissionsIn(input)
    .flatMap((permission) => ruleBodies(ctx, group, egress, permission))
    .map((body) => {
      const rule = own.get(ruleKey(body));
      if (!rule)
        throw new ServiceError(
          "InvalidPermission.NotFound",
          "The specified rule does not exist in this security group.",
        );
      return [body, rule] as const;
    });
}

function ruleOf(ctx: Context, group: SecurityGroupRecord, id: string): SecurityGroupRuleRecord {
  const rule = find(ctx, kinds.securityGroupRule, id);
  if (rule.GroupId === group.GroupId) return rule;
  throw new ServiceError(
    "InvalidSecurityGroupRuleId.NotFound",
    `The security group rule ID '${id}' does not exist`,
  );
}

/** The request's permissions; the older form has one permission's members in the request itself. */
function permissionsIn(input: RulesInput): IpPermission[] {
  if (input.IpPermissions?.length) return input.IpPermissions;
  const { IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName } = input;
  if (!IpProtocol && !CidrIp && !SourceSecurityGroupName) throw missingParameter("ipPermissions");
  return [
    {
      IpProtocol,
      FromPort,
      ToPort,
      IpRanges: CidrIp ? [{ CidrIp }] : [],
      UserIdGroupPairs: SourceSecurityGroupName ? [{ GroupName: SourceSecurityGroupName }] : [],
    },
  ];
}

function permissionOf(rule: SecurityGroupRuleRequest): IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description } =
    rule;
  return {
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges: CidrIpv4 ? [{ CidrIp: CidrIpv4, Description }] : [],
    Ipv6Ranges: CidrIpv6 ? [{ CidrIpv6, Description }] : [],
    PrefixListIds: PrefixListId ? [{ PrefixListId, Description }] : [],
    UserIdGroupPairs: ReferencedGroupId ? [{ GroupId: ReferencedGroupId, Description }] : [],
  };
}

const fields: FilterFields<SecurityGroupRuleRecord> = {
  "group-id": ({ GroupId }) => GroupId,
  "security-group-rule-id": ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
};
