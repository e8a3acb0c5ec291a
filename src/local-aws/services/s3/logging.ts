import { GetBucketLoggingCommand, PutBucketLoggingCommand } from "@aws-sdk/client-s3";
import { serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { mayAccess } from "../../iam/authorize.ts";
import { operation } from "../../operation.ts";
import { objectQuestion } from "./access-question.ts";
import { findBucket } from "./find-bucket.ts";
import { type Bucket, listsApply, s3Slot } from "./state.ts";

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
    if (listsApply(target) && !mayDeliver(bucket, target, logging.TargetPrefix, ctx))
      throw invalidTarget(
        "You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket",
      );
  }
  bucket.logging = logging;
  return {};
});

/** Whether a list or the policy lets the log delivery in. Where lists do not count, S3 takes the setting without a look at the policy. */
function mayDeliver(source: Bucket, target: Bucket, prefix = "", ctx: Context): boolean {
  const caller = serviceCaller("logging.s3.amazonaws.com", {
    sourceArn: `arn:aws:s3:::${source.name}`,
    sourceAccount: source.owner,
  });
  const acting = ctx.in({ caller });
  const question = objectQuestion("s3:PutObject", { bucket: target.name, key: `${prefix}log` }, acting);
  return mayAccess(acting, question).decision === "allowed";
}

function invalidTarget(message: string): ServiceError {
  return new ServiceError("InvalidTargetBucketForLogging", message, 400);
}
