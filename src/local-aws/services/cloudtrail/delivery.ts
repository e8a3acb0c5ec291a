import {
  InsufficientS3BucketPolicyException,
  InvalidCloudWatchLogsLogGroupArnException,
  InvalidCloudWatchLogsRoleArnException,
  S3BucketDoesNotExistException,
} from "@aws-sdk/client-cloudtrail";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { findRole, rolePolicies, trustsService } from "../iam/find.ts";
import { findLogGroup } from "../logs/find.ts";
import { s3Slot } from "../s3/state.ts";
import type { TrailSettings } from "./state.ts";

type Destinations = Pick<TrailSettings, "bucket" | "logGroupArn" | "roleArn">;

/**
 * Refuses to deliver to what is not there.
 * @throws S3BucketDoesNotExistException, InsufficientS3BucketPolicyException, InvalidCloudWatchLogsLogGroupArnException,
 * InvalidCloudWatchLogsRoleArnException
 */
export function checkDestinations(ctx: Context, { bucket, logGroupArn, roleArn }: Destinations): void {
  checkBucket(ctx, bucket);
  if (logGroupArn === undefined && roleArn === undefined) return;
  checkLogGroup(ctx, logGroupArn);
  checkRole(ctx, roleArn);
}

function checkBucket(ctx: Context, name: string): void {
  const bucket = ctx.state(s3Slot).buckets.get(name);
  if (!bucket) throw exception(S3BucketDoesNotExistException, `S3 bucket ${name} does not exist!`);
  if (bucket.policy === undefined)
    throw exception(
      InsufficientS3BucketPolicyException,
      `Incorrect S3 bucket policy is detected for bucket: ${name}`,
    );
}

function checkLogGroup(ctx: Context, arn: string | undefined): void {
  if (arn === undefined)
    throw exception(
      InvalidCloudWatchLogsLogGroupArnException,
      "You must specify a log group as well as a role ARN.",
    );
  const [, , , region = "", account = ""] = arn.split(":");
  if (!arn.endsWith(":*") || !findLogGroup(ctx.in({ region, account }), arn))
    throw exception(
      InvalidCloudWatchLogsLogGroupArnException,
      "CloudTrail cannot validate the specified log group ARN.",
    );
}

function checkRole(ctx: Context, arn: string | undefined): void {
  if (arn === undefined)
    throw exception(
      InvalidCloudWatchLogsRoleArnException,
      "You must specify a role ARN as well as a log group.",
    );
  const role = findRole(ctx, arn);
  if (!role || !trustsService(role, "cloudtrail.amazonaws.com"))
    throw exception(
      InvalidCloudWatchLogsRoleArnException,
      "Access denied. Check the trust relationships for your role.",
    );
  if (rolePolicies(ctx, role).length === 0)
    throw exception(
      InvalidCloudWatchLogsLogGroupArnException,
      "Access denied. Check the permissions for your role.",
    );
}
