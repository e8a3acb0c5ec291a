import { GetBucketLoggingCommand, PutBucketLoggingCommand } from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket } from "./find-bucket.ts";
import { s3Slot } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html */
export const getBucketLogging = operation(GetBucketLoggingCommand, (input, ctx) => ({
  LoggingEnabled: findBucket(input, ctx).logging,
}));

/** Without a target, logging ends. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html */
export const putBucketLogging = operation(PutBucketLoggingCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const logging = input.BucketLoggingStatus?.LoggingEnabled;
  if (logging) {
    const target = ctx.state(s3Slot).buckets.get(logging.TargetBucket ?? "");
    if (!target) throw invalidTarget("The target bucket for logging does not exist");
    if (target.owner !== bucket.owner)
      throw invalidTarget("The owner for the bucket to be logged and the target bucket must be the same.");
    if (target.region !== bucket.region)
      throw new ServiceError("CrossLocationLoggingProhibited", "Cross S3 location logging not allowed.", 403);
  }
  bucket.logging = logging;
  return {};
});

function invalidTarget(message: string): ServiceError {
  return new ServiceError("InvalidTargetBucketForLogging", message, 400);
}
