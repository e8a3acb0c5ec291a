import { CloudTrailServiceException } from "@aws-sdk/client-cloudtrail";
import type { Context } from "../../context.ts";
import { checkBucket } from "./delivery-bucket.ts";
import { checkKey } from "./delivery-key.ts";
import { checkLogGroup } from "./delivery-log-group.ts";
import type { Trail, TrailSettings } from "./state.ts";

/**
 * Refuses to deliver to where CloudTrail may not write: AWS tries all of it before it makes or changes a trail.
 * @throws S3BucketDoesNotExistException, InsufficientS3BucketPolicyException, KmsKeyNotFoundException,
 * InsufficientEncryptionPolicyException, InvalidCloudWatchLogsLogGroupArnException, InvalidCloudWatchLogsRoleArnException
 */
export function checkDestinations(ctx: Context, trailArn: string, settings: TrailSettings): void {
  const bucket = checkBucket(ctx, trailArn, settings);
  checkKey(ctx, trailArn, settings, bucket);
  checkLogGroup(ctx, settings);
}

/** What S3 would answer CloudTrail now instead of taking a file, as a trail's status shows it; undefined when it takes it. */
export function deliveryProblem(ctx: Context, { arn, ...settings }: Trail): string | undefined {
  try {
    checkKey(ctx, arn, settings, checkBucket(ctx, arn, settings));
    return undefined;
  } catch (error) {
    if (!(error instanceof CloudTrailServiceException)) throw error;
    return problems[error.name] ?? "AccessDenied";
  }
}

/** S3's codes by CloudTrail's exceptions. */
const problems: Readonly<Record<string, string>> = {
  S3BucketDoesNotExistException: "NoSuchBucket",
  KmsKeyNotFoundException: "KMS.NotFoundException",
  KmsException: "KMS.DisabledException",
};
