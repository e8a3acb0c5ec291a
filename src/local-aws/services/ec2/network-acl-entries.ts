import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  type NetworkAclEntry,
  ReplaceNetworkAclEntryCommand,
} from "@aws-sdk/client-ec2";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { badParameter } from "./errors.ts";
import { formatBlock, parseBlock } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { kinds } from "./resource-kinds.ts";
import { find, type NetworkAclRecord } from "./state.ts";

/** Number of the entry that denies the rest. */
const lastRule = 32767;

export const createNetworkAclEntry = operation(CreateNetworkAclEntryCommand, (input, ctx) => {
  const acl = find(ctx, kinds.networkAcl, input.NetworkAclId);
  refuseReserved(input);
  const entry = entryOf(input);
  if (entryAt(acl, entry))
    throw new ServiceError(
      "NetworkAclEntryAlreadyExists",
      `The network acl entry identified by ${entry.RuleNumber} already exists.`,
    );
  // The last entry, which AWS keeps, does not count.
  const sameWay = acl.Entries.filter(
    ({ Egress, RuleNumber }) => Egress === entry.Egress && RuleNumber !== lastRule,
  );
  requireRoom(ctx, "vpc:rules-per-network-acl", sameWay.length + 1);
  acl.Entries.push(entry);
  sort(acl);
  return {};
});

export const replaceNetworkAclEntry = operation(ReplaceNetworkAclEntryCommand, (input, ctx) => {
  const acl = find(ctx, kinds.networkAcl, input.NetworkAclId);
  refuseReserved(input);
  const entry = entryOf(input);
  acl.Entries[acl.Entries.indexOf(existing(acl, entry))] = entry;
  return {};
});

export const deleteNetworkAclEntry = operation(DeleteNetworkAclEntryCommand, (input, ctx) => {
  const acl = find(ctx, kinds.networkAcl, input.NetworkAclId);
  refuseReserved(input);
  const entry = existing(acl, input);
  acl.Entries = acl.Entries.filter((one) => one !== entry);
  return {};
});

/** Users number their entries from 1 to 32766; the last one is AWS's. */
function refuseReserved({ RuleNumber = 0 }: NetworkAclEntry): void {
  if (RuleNumber < 1 || RuleNumber >= lastRule)
    throw badParameter("ruleNumber", RuleNumber, "The rule number must be between 1 and 32766.");
}

function entryOf(input: NetworkAclEntry): NetworkAclEntry {
  const { CidrBlock, Egress, IcmpTypeCode, Ipv6CidrBlock, PortRange, Protocol, RuleAction, RuleNumber } =
    input;
  const block = CidrBlock === undefined ? undefined : parseBlock(CidrBlock);
  if (CidrBlock !== undefined && !block)
    throw badParameter("cidrBlock", CidrBlock, "This is not a valid CIDR block.");
  return {
    CidrBlock: block && formatBlock(block),
    Egress,
    IcmpTypeCode,
    Ipv6CidrBlock,
    PortRange,
    Protocol,
    RuleAction,
    RuleNumber,
  };
}

type Place = Pick<NetworkAclEntry, "Egress" | "RuleNumber">;

function entryAt({ Entries }: NetworkAclRecord, { Egress, RuleNumber }: Place): NetworkAclEntry | undefined {
  return Entries.find((entry) => entry.Egress === Egress && entry.RuleNumber === RuleNumber);
}

function existing(acl: NetworkAclRecord, place: Place): NetworkAclEntry {
  const entry = entryAt(acl, place);
  if (entry) return entry;
  const direction = place.Egress ? "egress" : "ingress";
  throw new ServiceError(
    "InvalidNetworkAclEntry.NotFound",
    `The specified ${direction} rule number '${place.RuleNumber}' does not exist in network ACL ${acl.NetworkAclId}`,
  );
}

function sort({ Entries }: NetworkAclRecord): void {
  const order = ({ Egress, RuleNumber = 0 }: NetworkAclEntry) => (Egress ? 0 : 1e6) + RuleNumber;
  Entries.sort((a, b) => order(a) - order(b));
}
