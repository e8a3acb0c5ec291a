import type { CreateFlowLogsCommandInput, UnsuccessfulItem } from "@aws-sdk/client-ec2";
import { arn, type Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import type { CertainQuestion } from "../../iam/authorize.ts";
import { deliveryObstacle } from "../logs/delivery-role.ts";
import { s3Slot } from "../s3/state.ts";
import { missingParameter } from "./errors.ts";
import type { FlowLogRecord } from "./state.ts";

/** Where flow logs go. */
export type Destination = Pick<FlowLogRecord, "LogDestinationType" | "LogDestination" | "LogGroupName">;

/** @throws ServiceError `InvalidParameter` for what is no log group of this place */
export function destinationOf(
  ctx: Context,
  { LogDestinationType = "cloud-watch-logs", LogDestination, LogGroupName }: CreateFlowLogsCommandInput,
): Destination {
  if (LogGroupName) return { LogDestinationType, LogGroupName };
  if (!LogDestination)
    throw missingParameter(LogDestinationType === "s3" ? "LogDestination" : "LogGroupName");
  if (LogDestinationType !== "cloud-watch-logs") return { LogDestinationType, LogDestination };
  const start = arn(ctx, "logs", "log-group:");
  if (!LogDestination.startsWith(start))
    throw new ServiceError(
      "InvalidParameter",
      `LogDestination: ${LogDestination} is not a log group of this account and region`,
    );
  const name = LogDestination.slice(start.length).replace(/:\*$/, "");
  return { LogDestinationType, LogDestination: start + name, LogGroupName: name };
}

/** Of a bucket that is not there AWS says so in its answer, for each resource, and makes nothing. */
export function withoutBucket(
  ctx: Context,
  resourceIds: readonly string[],
  { LogDestinationType, LogDestination = "" }: Destination,
): UnsuccessfulItem[] {
  const bucket = LogDestination.split(":").at(-1)?.split("/")[0] ?? "";
  if (LogDestinationType !== "s3" || ctx.state(s3Slot).buckets.has(bucket)) return [];
  const Message = `LogDestination: ${bucket} does not exist.`;
  return resourceIds.map((ResourceId) => ({ ResourceId, Error: { Code: "400", Message } }));
}

/** The role by which flow logs write. The log group need not exist: AWS makes it with the first records. */
export function requireRole(ctx: Context, log: FlowLogRecord): void {
  if (log.LogDestinationType !== "cloud-watch-logs") return;
  if (!log.DeliverLogsPermissionArn) throw missingParameter("DeliverLogsPermissionArn");
  if (obstacleTo(ctx, log, []) === "trust")
    throw new ServiceError("InvalidParameter", "Unable to assume given IAM role");
}

/** Whether records arrive is found out when they are written, and shown ever after. */
export function weighDelivery(ctx: Context, log: FlowLogRecord): void {
  if (log.LogDestinationType !== "cloud-watch-logs") return;
  const stream = arn(ctx, "logs", `log-group:${log.LogGroupName}:log-stream:${log.ResourceId}-all`);
  const failed = obstacleTo(ctx, log, [
    { action: "logs:CreateLogStream", resource: stream },
    { action: "logs:PutLogEvents", resource: stream },
  ]);
  log.DeliverLogsStatus = failed ? "FAILED" : "SUCCESS";
  log.DeliverLogsErrorMessage = failed ? "Access error" : undefined;
}

function obstacleTo(ctx: Context, log: FlowLogRecord, questions: readonly CertainQuestion[]) {
  return deliveryObstacle(
    ctx,
    {
      arn: log.DeliverLogsPermissionArn,
      service: "vpc-flow-logs.amazonaws.com",
      session: "flow-logs",
      source: { sourceArn: arn(ctx, "ec2", `vpc-flow-log/${log.FlowLogId}`), sourceAccount: ctx.account },
    },
    questions,
  );
}
