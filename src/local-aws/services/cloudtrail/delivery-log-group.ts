import {
  InvalidCloudWatchLogsLogGroupArnException,
  InvalidCloudWatchLogsRoleArnException,
} from "@aws-sdk/client-cloudtrail";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { deliveryObstacle } from "../logs/delivery-role.ts";
import { findLogGroup } from "../logs/find.ts";
import type { LogGroup } from "../logs/state.ts";
import type { TrailSettings } from "./state.ts";

type Target = Pick<TrailSettings, "logGroupArn" | "roleArn">;

/**
 * The log group of a trail and the role by which CloudTrail writes to it: both or neither.
 * @throws InvalidCloudWatchLogsLogGroupArnException, InvalidCloudWatchLogsRoleArnException
 */
export function checkLogGroup(ctx: Context, { logGroupArn, roleArn }: Target): void {
  if (logGroupArn === undefined && roleArn === undefined) return;
  if (logGroupArn === undefined) throw invalidGroup("You must specify a log group as well as a role ARN.");
  const group = requireGroup(ctx, logGroupArn);
  if (roleArn === undefined) throw invalidRole("You must specify a role ARN as well as a log group.");
  const obstacle = obstacleToLogging(ctx, { logGroupArn: group.arn, roleArn });
  if (obstacle === "trust")
    throw invalidRole("Access denied. Verify in IAM that the role has adequate trust relationships.");
  if (obstacle === "permissions")
    throw invalidGroup("Access denied. Verify in IAM that the role has adequate permissions.");
}

/**
 * What keeps CloudTrail from writing to a trail's log group; it tells the role's trust policy nothing of the trail.
 * Source: "Role policy document for CloudTrail to use CloudWatch Logs for monitoring" in the user guide, November 2026.
 */
export function obstacleToLogging(ctx: Context, { logGroupArn = "", roleArn }: Target) {
  const role = {
    arn: roleArn,
    service: "cloudtrail.amazonaws.com",
    session: "CLOUDWATCH_LOGS_DELIVERY_SESSION",
  };
  const group = logGroupArn.replace(/:\*$/, "");
  const resource = `${group}:log-stream:${streamName(group)}`;
  return deliveryObstacle(ctx, role, [
    { resource, action: "logs:CreateLogStream" },
    { resource, action: "logs:PutLogEvents" },
  ]);
}

/**
 * The stream of a trail's events, from whichever region: it is called after the trail's own, where its log group is.
 * Source: "CloudWatch log group and log stream naming for CloudTrail" in the user guide, November 2026.
 */
export function streamName(groupArn: string): string {
  const [, , , region, account] = groupArn.split(":");
  return `${account}_CloudTrail_${region}`;
}

function requireGroup(ctx: Context, arn: string): LogGroup {
  const [, , , region = "", account = ""] = arn.split(":");
  const group = arn.endsWith(":*") ? findLogGroup(ctx.in({ region, account }), arn) : undefined;
  if (!group) throw invalidGroup("CloudTrail cannot validate the specified log group ARN.");
  return group;
}

function invalidGroup(message: string): Error {
  return exception(InvalidCloudWatchLogsLogGroupArnException, message);
}

function invalidRole(message: string): Error {
  return exception(InvalidCloudWatchLogsRoleArnException, message);
}
