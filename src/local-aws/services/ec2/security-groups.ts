import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type SecurityGroup,
  type Tag,
} from "@aws-sdk/client-ec2";
import { arn, type Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { badParameter, invalidValue } from "./errors.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { addRules, permissionsOf, rulesOf } from "./security-group-permissions.ts";
import {
  ec2Slot,
  find,
  type SecurityGroupRecord,
  type SecurityGroupRuleRecord,
  type VpcRecord,
} from "./state.ts";
import { specifiedTags } from "./tags.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export const createSecurityGroup = operation(CreateSecurityGroupCommand, (input, ctx) => {
  if (!input.VpcId) throw new ServiceError("VPCIdNotSpecified", "No default VPC for this user");
  const group = makeSecurityGroup(ctx, {
    vpcId: input.VpcId,
    name: input.GroupName ?? "",
    description: input.Description ?? "",
    tags: specifiedTags(input.TagSpecifications, "security-group"),
  });
  return { GroupId: group.GroupId, SecurityGroupArn: group.SecurityGroupArn, Tags: group.Tags };
});

export const describeSecurityGroups = operation(DescribeSecurityGroupsCommand, (input, ctx) => {
  // Names alone mean groups of the default VPC, and there is none.
  const [name] = input.GroupNames ?? [];
  if (name)
    throw new ServiceError(
      "InvalidGroup.NotFound",
      `The security group '${name}' does not exist in default VPC`,
    );
  const fields = groupFields((group) => rulesOf(ctx, group));
  const { page, NextToken } = listing(ctx, kinds.securityGroup, input.GroupIds, input, fields);
  return { SecurityGroups: page.map((group) => describe(ctx, group)), NextToken };
});

export const deleteSecurityGroup = operation(DeleteSecurityGroupCommand, (input, ctx) => {
  const group = find(ctx, kinds.securityGroup, input.GroupId);
  if (group.GroupName === "default")
    throw new ServiceError(
      "CannotDelete",
      `the specified group: "${group.GroupId}" name: "default" cannot be deleted by a user`,
    );
  if (isInUse(ctx, group.GroupId))
    throw new ServiceError("DependencyViolation", `resource ${group.GroupId} has a dependent object`);
  deleteSecurityGroupRecord(ctx, group);
  return { Return: true, GroupId: group.GroupId };
});

/** The security group of that id. @throws ServiceError `InvalidGroup.NotFound` */
export function findSecurityGroup(ctx: Context, id: string | undefined): SecurityGroupRecord {
  return find(ctx, kinds.securityGroup, id);
}

/**
 * Makes a security group that lets everything out, as every new one does; for services that bring their own (EKS) too.
 * @throws ServiceError `InvalidVpcID.NotFound`, `InvalidGroup.Duplicate`, `InvalidParameterValue` for a reserved name.
 */
export function makeSecurityGroup(
  ctx: Context,
  { vpcId, name, description, tags = [] }: { vpcId: string; name: string; description: string; tags?: Tag[] },
): SecurityGroupRecord {
  const vpc = find(ctx, kinds.vpc, vpcId);
  if (name === "default") throw invalidValue("Cannot use reserved security group name: default");
  if (/^sg-/i.test(name)) throw badParameter("GroupName", name, "Group names may not be in the format sg-*.");
  for (const { GroupName, VpcId } of ctx.state(ec2Slot).securityGroups.values())
    if (GroupName === name && VpcId === vpcId)
      throw new ServiceError(
        "InvalidGroup.Duplicate",
        `The security group '${name}' already exists for VPC '${vpcId}'`,
      );
  requireRoom(ctx, "vpc:security-groups", ctx.state(ec2Slot).securityGroups.size + 1);
  return addGroup(ctx, vpc, { GroupName: name, Description: description, Tags: tags });
}

/** A VPC's own group: its members reach each other, and everything outside. */
export function createDefaultSecurityGroup(ctx: Context, vpc: VpcRecord): void {
  const group = addGroup(ctx, vpc, {
    GroupName: "default",
    Description: "default VPC security group",
    Tags: [],
  });
  const self = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: group.GroupId }] }];
  addRules(ctx, group, { egress: false, permissions: self });
}

export function defaultSecurityGroup(ctx: Context, vpcId: string): SecurityGroupRecord {
  for (const group of ctx.state(ec2Slot).securityGroups.values())
    if (group.VpcId === vpcId && group.GroupName === "default") return group;
  throw new TypeError(`${vpcId} has no default security group`);
}

/** Takes a group away without asking who uses it; its rules go with it. */
export function deleteSecurityGroupRecord(ctx: Context, { GroupId, ruleIds }: SecurityGroupRecord): void {
  const { securityGroups, securityGroupRules } = ctx.state(ec2Slot);
  for (const id of ruleIds) securityGroupRules.delete(id);
  securityGroups.delete(GroupId);
}

function addGroup(
  ctx: Context,
  vpc: VpcRecord,
  named: { GroupName: string; Description: string; Tags: Tag[] },
): SecurityGroupRecord {
  const GroupId = ctx.ids.resource("sg");
  const group: SecurityGroupRecord = {
    ...named,
    GroupId,
    VpcId: vpc.VpcId,
    OwnerId: ctx.account,
    SecurityGroupArn: arn(ctx, "ec2", `security-group/${GroupId}`),
    ruleIds: [],
  };
  ctx.state(ec2Slot).securityGroups.set(GroupId, group);
  const Ipv6Ranges = vpc.Ipv6CidrBlockAssociationSet?.length ? [{ CidrIpv6: "::/0" }] : [];
  const everywhere = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges }];
  addRules(ctx, group, { egress: true, permissions: everywhere });
  return group;
}

/** A group is in use by network interfaces, and by rules of other groups that name it. */
function isInUse(ctx: Context, id: string): boolean {
  const { networkInterfaces, securityGroupRules } = ctx.state(ec2Slot);
  for (const { Groups } of networkInterfaces.values())
    if (Groups.some(({ GroupId }) => GroupId === id)) return true;
  for (const { GroupId, ReferencedGroupInfo } of securityGroupRules.values())
    if (GroupId !== id && ReferencedGroupInfo?.GroupId === id) return true;
  return false;
}

function describe(ctx: Context, group: SecurityGroupRecord): SecurityGroup {
  const rules = rulesOf(ctx, group);
  return {
    ...group,
    IpPermissions: permissionsOf(rules.filter(({ IsEgress }) => !IsEgress)),
    IpPermissionsEgress: permissionsOf(rules.filter(({ IsEgress }) => IsEgress)),
  };
}

type RuleMember = string | number | undefined;

const ruleFields: Readonly<Record<string, (rule: SecurityGroupRuleRecord) => RuleMember>> = {
  cidr: ({ CidrIpv4 }) => CidrIpv4,
  "from-port": ({ FromPort }) => FromPort,
  "group-id": ({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId,
  "ipv6-cidr": ({ CidrIpv6 }) => CidrIpv6,
  "prefix-list-id": ({ PrefixListId }) => PrefixListId,
  protocol: ({ IpProtocol }) => IpProtocol,
  "to-port": ({ ToPort }) => ToPort,
  "user-id": ({ ReferencedGroupInfo }) => ReferencedGroupInfo?.UserId,
};

function groupFields(
  rules: (group: SecurityGroupRecord) => SecurityGroupRuleRecord[],
): FilterFields<SecurityGroupRecord> {
  const fields: Record<string, (group: SecurityGroupRecord) => RuleMember | RuleMember[]> = {
    description: ({ Description }) => Description,
    "group-id": ({ GroupId }) => GroupId,
    "group-name": ({ GroupName }) => GroupName,
    "owner-id": ({ OwnerId }) => OwnerId,
    "vpc-id": ({ VpcId }) => VpcId,
  };
  for (const [name, member] of Object.entries(ruleFields))
    for (const egress of [false, true])
      fields[`${egress ? "egress." : ""}ip-permission.${name}`] = (group) =>
        rules(group)
          .filter(({ IsEgress }) => IsEgress === egress)
          .map(member);
  return fields;
}
