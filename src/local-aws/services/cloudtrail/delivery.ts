import type { Context } from "../../context.ts";
import { checkBucket } from "./delivery-bucket.ts";
import { checkKey } from "./delivery-key.ts";
import { checkLogGroup } from "./delivery-log-group.ts";
import type { TrailSettings } from "./state.ts";

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
