import {
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterface,
} from "@aws-sdk/client-ec2";
import { operation } from "../../operation.ts";
import { invalidValue } from "./errors.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { deleteNetworkInterfaceRecord, groupsOf, makeNetworkInterface } from "./network-interface-records.ts";
import { kinds } from "./resource-kinds.ts";
import { find, type NetworkInterfaceRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const createNetworkInterface = operation(CreateNetworkInterfaceCommand, (input, ctx) => {
  const record = makeNetworkInterface(ctx, {
    subnetId: input.SubnetId ?? "",
    groups: input.Groups,
    description: input.Description ?? "",
    interfaceType: "interface",
    privateIpAddress: input.PrivateIpAddress,
    tags: specifiedTags(input.TagSpecifications, "network-interface"),
  });
  return { NetworkInterface: describe(record), ClientToken: input.ClientToken };
});

export const describeNetworkInterfaces = operation(DescribeNetworkInterfacesCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.networkInterface, input.NetworkInterfaceIds, input, fields);
  return { NetworkInterfaces: page.map(describe), NextToken };
});

export const modifyNetworkInterfaceAttribute = operation(
  ModifyNetworkInterfaceAttributeCommand,
  (input, ctx) => {
    const record = find(ctx, kinds.networkInterface, input.NetworkInterfaceId);
    requireRoom(ctx, "vpc:security-groups-per-interface", input.Groups?.length ?? 0);
    if (input.Groups?.length) record.Groups = groupsOf(ctx, record.VpcId, input.Groups);
    record.Description = input.Description?.Value ?? record.Description;
    record.SourceDestCheck = input.SourceDestCheck?.Value ?? record.SourceDestCheck;
    return {};
  },
);

export const deleteNetworkInterface = operation(DeleteNetworkInterfaceCommand, (input, ctx) => {
  const { NetworkInterfaceId: id, Status } = find(ctx, kinds.networkInterface, input.NetworkInterfaceId);
  if (Status === "in-use") throw invalidValue(`Network interface '${id}' is currently in use.`);
  deleteNetworkInterfaceRecord(ctx, id);
  return {};
});

function describe(record: NetworkInterfaceRecord): NetworkInterface {
  return { ...record, TagSet: record.Tags };
}

const fields: FilterFields<NetworkInterfaceRecord> = {
  "addresses.association.public-ip": ({ PrivateIpAddresses }) =>
    PrivateIpAddresses.map(({ Association }) => Association?.PublicIp),
  "addresses.primary": ({ PrivateIpAddresses }) => PrivateIpAddresses.map(({ Primary }) => Primary),
  "addresses.private-ip-address": ({ PrivateIpAddresses }) =>
    PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
  "association.allocation-id": ({ Association }) => Association?.AllocationId,
  "association.association-id": ({ Association }) => Association?.AssociationId,
  "association.ip-owner-id": ({ Association }) => Association?.IpOwnerId,
  "association.public-dns-name": ({ Association }) => Association?.PublicDnsName,
  "association.public-ip": ({ Association }) => Association?.PublicIp,
  "attachment.attachment-id": ({ Attachment }) => Attachment?.AttachmentId,
  "attachment.delete-on-termination": ({ Attachment }) => Attachment?.DeleteOnTermination,
  "attachment.device-index": ({ Attachment }) => Attachment?.DeviceIndex,
  "attachment.instance-id": ({ Attachment }) => Attachment?.InstanceId,
  "attachment.instance-owner-id": ({ Attachment }) => Attachment?.InstanceOwnerId,
  "attachment.status": ({ Attachment }) => Attachment?.Status,
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  "availability-zone-id": ({ AvailabilityZoneId }) => AvailabilityZoneId,
  description: ({ Description }) => Description,
  "group-id": ({ Groups }) => Groups.map(({ GroupId }) => GroupId),
  "group-name": ({ Groups }) => Groups.map(({ GroupName }) => GroupName),
  "interface-type": ({ InterfaceType }) => InterfaceType,
  "ipv6-addresses.ipv6-address": ({ Ipv6Addresses = [] }) =>
    Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
  "mac-address": ({ MacAddress }) => MacAddress,
  "network-interface-id": ({ NetworkInterfaceId }) => NetworkInterfaceId,
  "owner-id": ({ OwnerId }) => OwnerId,
  "private-dns-name": ({ PrivateDnsName }) => PrivateDnsName,
  "private-ip-address": ({ PrivateIpAddress }) => PrivateIpAddress,
  "requester-id": ({ RequesterId }) => RequesterId,
  "requester-managed": ({ RequesterManaged }) => RequesterManaged,
  "source-dest-check": ({ SourceDestCheck }) => SourceDestCheck,
  status: ({ Status }) => Status,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};
