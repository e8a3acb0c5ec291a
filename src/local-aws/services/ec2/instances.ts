import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  type Instance,
  type InstanceStatusSummary,
  type Reservation,
} from "@aws-sdk/client-ec2";
import { operation } from "../../operation.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import type { InstanceRecord } from "./state.ts";

export const describeInstances = operation(DescribeInstancesCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.instance, input.InstanceIds, input, fields);
  const Reservations = page.map(
    ({ reservationId, volumes: _volumes, ...instance }): Reservation => ({
      ReservationId: reservationId,
      OwnerId: ctx.account,
      Groups: [],
      Instances: [instance as Instance],
    }),
  );
  return { Reservations, NextToken };
});

/** Every instance passes both checks from its start on. */
export const describeInstanceStatus = operation(DescribeInstanceStatusCommand, (input, ctx) => {
  const { page, NextToken } = listing(ctx, kinds.instance, input.InstanceIds, input, statusFields);
  const InstanceStatuses = page.map(({ InstanceId, State, Placement }) => ({
    InstanceId,
    InstanceState: State,
    AvailabilityZone: Placement?.AvailabilityZone,
    InstanceStatus: passed,
    SystemStatus: passed,
  }));
  return { InstanceStatuses, NextToken };
});

const passed: InstanceStatusSummary = { Status: "ok", Details: [{ Name: "reachability", Status: "passed" }] };

const statusFields: FilterFields<InstanceRecord> = {
  "availability-zone": ({ Placement }) => Placement?.AvailabilityZone,
  "instance-state-code": ({ State }) => State.Code,
  "instance-state-name": ({ State }) => State.Name,
  "instance-status.reachability": () => "passed",
  "instance-status.status": () => "ok",
  "system-status.reachability": () => "passed",
  "system-status.status": () => "ok",
};

const fields: FilterFields<InstanceRecord> = {
  architecture: ({ Architecture }) => Architecture,
  "availability-zone": ({ Placement }) => Placement?.AvailabilityZone,
  "dns-name": ({ PublicDnsName }) => PublicDnsName,
  "image-id": ({ ImageId }) => ImageId,
  "instance-id": ({ InstanceId }) => InstanceId,
  "instance-lifecycle": ({ InstanceLifecycle }) => InstanceLifecycle,
  "instance-state-code": ({ State }) => State.Code,
  "instance-state-name": ({ State }) => State.Name,
  "instance-type": ({ InstanceType }) => InstanceType,
  "instance.group-id": ({ SecurityGroups = [] }) => SecurityGroups.map(({ GroupId }) => GroupId),
  "instance.group-name": ({ SecurityGroups = [] }) => SecurityGroups.map(({ GroupName }) => GroupName),
  "key-name": ({ KeyName }) => KeyName,
  "launch-time": ({ LaunchTime }) => LaunchTime?.toISOString(),
  "network-interface.network-interface-id": ({ NetworkInterfaces = [] }) =>
    NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
  "network-interface.subnet-id": ({ NetworkInterfaces = [] }) =>
    NetworkInterfaces.map(({ SubnetId }) => SubnetId),
  "network-interface.vpc-id": ({ NetworkInterfaces = [] }) => NetworkInterfaces.map(({ VpcId }) => VpcId),
  "private-dns-name": ({ PrivateDnsName }) => PrivateDnsName,
  "private-ip-address": ({ PrivateIpAddress }) => PrivateIpAddress,
  "reservation-id": ({ reservationId }) => reservationId,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};
