import {
  CreateFlowLogsCommand,
  type CreateFlowLogsCommandInput,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  type FlowLogsResourceType,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import {
  type Destination,
  destinationOf,
  requireRole,
  weighDelivery,
  withoutBucket,
} from "./flow-log-delivery.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, type FlowLogRecord, find } from "./state.ts";
import { specifiedTags } from "./tags.ts";

/** What a record holds when nobody says. Source: VPC user guide, flow log records, version 2. */
const defaultFormat =
  "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export const createFlowLogs = operation(CreateFlowLogsCommand, (input, ctx) => {
  const destination = destinationOf(ctx, input);
  requireInterval(input.MaxAggregationInterval);
  const ids = (input.ResourceIds ?? []).map((id) => requireResource(ctx, input.ResourceType, id));
  const known =
    input.ClientToken && ctx.state(ec2Slot).clientTokens.get(`CreateFlowLogs ${input.ClientToken}`);
  if (known) return { FlowLogIds: known.split(" "), ClientToken: input.ClientToken, Unsuccessful: [] };
  for (const id of ids) refuseSecond(ctx, id, destination);
  const Unsuccessful = withoutBucket(ctx, ids, destination);
  if (Unsuccessful.length > 0) return { FlowLogIds: [], ClientToken: input.ClientToken, Unsuccessful };
  const made = ids.map((ResourceId) => newFlowLog(ctx, input, { ...destination, ResourceId }));
  for (const log of made) requireRole(ctx, log);
  for (const log of made) ctx.state(ec2Slot).flowLogs.set(log.FlowLogId, log);
  const FlowLogIds = made.map(({ FlowLogId }) => FlowLogId);
  if (input.ClientToken)
    ctx.state(ec2Slot).clientTokens.set(`CreateFlowLogs ${input.ClientToken}`, FlowLogIds.join(" "));
  return { FlowLogIds, ClientToken: input.ClientToken, Unsuccessful: [] };
});

export const describeFlowLogs = operation(DescribeFlowLogsCommand, (input, ctx) => {
  const { Filter: Filters, MaxResults, NextToken } = input;
  for (const log of ctx.state(ec2Slot).flowLogs.values()) weighDelivery(ctx, log);
  // Ids that are not there are left out: AWS answers with an empty list.
  const ids = input.FlowLogIds?.filter((id) => ctx.state(ec2Slot).flowLogs.has(id));
  if (input.FlowLogIds?.length && !ids?.length) return { FlowLogs: [] };
  const found = listing(ctx, kinds.flowLog, ids, { Filters, MaxResults, NextToken }, fields);
  return { FlowLogs: found.page, NextToken: found.NextToken };
});

export const deleteFlowLogs = operation(DeleteFlowLogsCommand, (input, ctx) => {
  const { flowLogs } = ctx.state(ec2Slot);
  const [Code, message] = kinds.flowLog.missing;
  const Unsuccessful = (input.FlowLogIds ?? []).flatMap((ResourceId) =>
    flowLogs.delete(ResourceId) ? [] : [{ ResourceId, Error: { Code, Message: message(ResourceId) } }],
  );
  return { Unsuccessful };
});

function newFlowLog(
  ctx: Context,
  input: CreateFlowLogsCommandInput,
  about: Destination & Pick<FlowLogRecord, "ResourceId">,
): FlowLogRecord {
  return {
    ...about,
    FlowLogId: ctx.ids.resource("fl"),
    FlowLogStatus: "ACTIVE",
    DeliverLogsStatus: "SUCCESS",
    DeliverLogsPermissionArn: input.DeliverLogsPermissionArn,
    DeliverCrossAccountRole: input.DeliverCrossAccountRole,
    TrafficType: input.TrafficType,
    LogFormat: input.LogFormat ?? defaultFormat,
    MaxAggregationInterval: input.MaxAggregationInterval ?? 600,
    DestinationOptions: input.DestinationOptions,
    CreationTime: ctx.now(),
    Tags: specifiedTags(input.TagSpecifications, "vpc-flow-log"),
  };
}

function requireInterval(seconds = 600): void {
  if (seconds !== 60 && seconds !== 600)
    throw new ServiceError("InvalidParameter", "Invalid Flow Log Max Aggregation Interval");
}

function requireResource(ctx: Context, type: FlowLogsResourceType | undefined, id: string): string {
  switch (type) {
    case "VPC":
      return find(ctx, kinds.vpc, id).VpcId;
    case "Subnet":
      return find(ctx, kinds.subnet, id).SubnetId;
    case "NetworkInterface":
      return find(ctx, kinds.networkInterface, id).NetworkInterfaceId;
    default:
      throw new ServiceError("NotImplemented", `The embedded AWS has no flow logs of a ${type}`, 501);
  }
}

function refuseSecond(ctx: Context, resourceId: string, destination: Destination): void {
  const target = (one: Destination) => one.LogGroupName ?? one.LogDestination;
  for (const log of ctx.state(ec2Slot).flowLogs.values())
    if (log.ResourceId === resourceId && target(log) === target(destination))
      throw new ServiceError(
        "FlowLogAlreadyExists",
        "Error. There is an existing Flow Log with the same configuration and log destination.",
      );
}

const fields: FilterFields<FlowLogRecord> = {
  "deliver-log-status": ({ DeliverLogsStatus }) => DeliverLogsStatus,
  "flow-log-id": ({ FlowLogId }) => FlowLogId,
  "log-destination-type": ({ LogDestinationType }) => LogDestinationType,
  "log-group-name": ({ LogGroupName }) => LogGroupName,
  "resource-id": ({ ResourceId }) => ResourceId,
  "traffic-type": ({ TrafficType }) => TrafficType,
};
