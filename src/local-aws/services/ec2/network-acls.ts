import {
  CreateNetworkAclCommand,
  DeleteNetworkAclCommand,
  DescribeNetworkAclsCommand,
  type NetworkAclEntry,
  ReplaceNetworkAclAssociationCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { dependencyViolation, invalidValue } from "./errors.ts";
import { count, requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type NetworkAclRecord, type VpcRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const createNetworkAcl = operation(CreateNetworkAclCommand, (input, ctx) => {
  const vpc = find(ctx, kinds.vpc, input.VpcId);
  const { networkAcls } = ctx.state(ec2Slot);
  requireRoom(ctx, "vpc:network-acls-per-vpc", count(networkAcls, ({ VpcId }) => VpcId === vpc.VpcId) + 1);
  const acl = makeNetworkAcl(ctx, vpc, { IsDefault: false, Entries: [denyRest(false), denyRest(true)] });
  acl.Tags = specifiedTags(input.TagSpecifications, "network-acl");
  return { NetworkAcl: acl };
});

export const describeNetworkAcls = operation(DescribeNetworkAclsCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.networkAcl, input.NetworkAclIds, input, fields);
  return { NetworkAcls: page, NextToken };
});

export const deleteNetworkAcl = operation(DeleteNetworkAclCommand, (input, ctx) => {
  const acl = find(ctx, kinds.networkAcl, input.NetworkAclId);
  if (acl.IsDefault) throw invalidValue(`cannot delete default network ACL ${acl.NetworkAclId}`);
  if (acl.Associations.length) throw dependencyViolation("networkAcl", acl.NetworkAclId);
  ctx.state(ec2Slot).networkAcls.delete(acl.NetworkAclId);
  return {};
});

export const replaceNetworkAclAssociation = operation(ReplaceNetworkAclAssociationCommand, (input, ctx) => {
  const target = find(ctx, kinds.networkAcl, input.NetworkAclId);
  for (const acl of ctx.state(ec2Slot).networkAcls.values()) {
    const association = acl.Associations.find((one) => one.NetworkAclAssociationId === input.AssociationId);
    if (!association) continue;
    if (acl.VpcId !== target.VpcId)
      throw invalidValue(
        `Network ACL ${target.NetworkAclId} and subnet ${association.SubnetId} belong to different networks`,
      );
    acl.Associations = acl.Associations.filter((one) => one !== association);
    return { NewAssociationId: associate(ctx, target, association.SubnetId) };
  }
  throw new ServiceError(
    "InvalidAssociationID.NotFound",
    `The association ID '${input.AssociationId}' does not exist`,
  );
});

/** A VPC's own ACL: everything may pass. */
export function createDefaultNetworkAcl(ctx: Context, vpc: VpcRecord): void {
  const families = vpc.Ipv6CidrBlockAssociationSet?.length ? [false, true] : [false];
  const Entries = [false, true].flatMap((Egress) => [
    ...families.map((ipv6) => allowAll(Egress, ipv6)),
    denyRest(Egress),
  ]);
  makeNetworkAcl(ctx, vpc, { IsDefault: true, Entries });
}

/** A new subnet belongs to its VPC's own ACL. */
export function associateDefaultNetworkAcl(ctx: Context, vpcId: string, subnetId: string): void {
  for (const acl of ctx.state(ec2Slot).networkAcls.values())
    if (acl.IsDefault && acl.VpcId === vpcId) associate(ctx, acl, subnetId);
}

/** Takes a subnet that goes out of its ACL. */
export function forgetAclAssociations(ctx: Context, subnetId: string): void {
  for (const acl of ctx.state(ec2Slot).networkAcls.values())
    acl.Associations = acl.Associations.filter((one) => one.SubnetId !== subnetId);
}

function associate(ctx: Context, acl: NetworkAclRecord, SubnetId: string | undefined): string {
  const NetworkAclAssociationId = ctx.ids.resource("aclassoc");
  acl.Associations.push({ NetworkAclAssociationId, NetworkAclId: acl.NetworkAclId, SubnetId });
  return NetworkAclAssociationId;
}

function makeNetworkAcl(
  ctx: Context,
  { VpcId }: VpcRecord,
  { IsDefault, Entries }: { IsDefault: boolean; Entries: NetworkAclEntry[] },
): NetworkAclRecord {
  const NetworkAclId = ctx.ids.resource("acl");
  const acl: NetworkAclRecord = {
    NetworkAclId,
    VpcId,
    OwnerId: ctx.account,
    IsDefault,
    Entries,
    Associations: [],
    Tags: [],
  };
  ctx.state(ec2Slot).networkAcls.set(NetworkAclId, acl);
  return acl;
}

function allowAll(Egress: boolean, ipv6: boolean): NetworkAclEntry {
  const range = ipv6
    ? { Ipv6CidrBlock: "::/0", RuleNumber: 101 }
    : { CidrBlock: "0.0.0.0/0", RuleNumber: 100 };
  return { ...range, Egress, Protocol: "-1", RuleAction: "allow" };
}

/** The last entry of every ACL, which nobody can take away. */
function denyRest(Egress: boolean): NetworkAclEntry {
  return { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "deny", RuleNumber: 32767 };
}

const entries =
  <T>(value: (entry: NetworkAclEntry) => T) =>
  ({ Entries }: NetworkAclRecord) =>
    Entries.map(value);

const fields: FilterFields<NetworkAclRecord> = {
  "association.association-id": ({ Associations }) =>
    Associations.map(({ NetworkAclAssociationId }) => NetworkAclAssociationId),
  "association.network-acl-id": ({ Associations }) => Associations.map(({ NetworkAclId }) => NetworkAclId),
  "association.subnet-id": ({ Associations }) => Associations.map(({ SubnetId }) => SubnetId),
  default: ({ IsDefault }) => IsDefault,
  "entry.cidr": entries(({ CidrBlock }) => CidrBlock),
  "entry.egress": entries(({ Egress }) => Egress),
  "entry.icmp.code": entries(({ IcmpTypeCode }) => IcmpTypeCode?.Code),
  "entry.icmp.type": entries(({ IcmpTypeCode }) => IcmpTypeCode?.Type),
  "entry.ipv6-cidr": entries(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "entry.port-range.from": entries(({ PortRange }) => PortRange?.From),
  "entry.port-range.to": entries(({ PortRange }) => PortRange?.To),
  "entry.protocol": entries(({ Protocol }) => Protocol),
  "entry.rule-action": entries(({ RuleAction }) => RuleAction),
  "entry.rule-number": entries(({ RuleNumber }) => RuleNumber),
  "network-acl-id": ({ NetworkAclId }) => NetworkAclId,
  "owner-id": ({ OwnerId }) => OwnerId,
  "vpc-id": ({ VpcId }) => VpcId,
};
