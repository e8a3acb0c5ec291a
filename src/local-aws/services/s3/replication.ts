import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";
import { s3Slot } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html */
export const getBucketReplication = operation(GetBucketReplicationCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const code = "ReplicationConfigurationNotFoundError";
  const message = "The replication configuration was not found";
  return { ReplicationConfiguration: mustBeSet(bucket.replication, bucket, code, message) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html */
export const putBucketReplication = operation(PutBucketReplicationCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  if (bucket.versioning !== "Enabled")
    throw invalid("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  const { Role, Rules = [] } = input.ReplicationConfiguration ?? {};
  for (const rule of Rules) checkRule(rule);
  for (const { Destination } of Rules) checkDestination(Destination?.Bucket ?? "", ctx);
  bucket.replication = {
    Role,
    Rules: Rules.map((rule) => ({ ...rule, ID: rule.ID || Buffer.from(ctx.ids.uuid()).toString("base64") })),
  };
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketReplication.html */
export const deleteBucketReplication = operation(DeleteBucketReplicationCommand, (input, ctx) => {
  findBucket(input, ctx).replication = undefined;
  return {};
});

/** Rules with a filter are of the second version of the schema, which wants more of them. */
function checkRule({ Filter, Priority, DeleteMarkerReplication, Prefix }: ReplicationRule): void {
  const schema =
    "for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.";
  if (Filter === undefined) {
    if (DeleteMarkerReplication) throw invalid(`DeleteMarkerReplication cannot be used ${schema}`);
    if (Priority !== undefined) throw invalid(`Priority cannot be used ${schema}`);
  } else {
    if (Prefix !== undefined) throw invalid(`Prefix cannot be used ${schema}`);
    if (!DeleteMarkerReplication) throw invalid(`DeleteMarkerReplication must be specified ${schema}`);
    if (Priority === undefined) throw invalid(`Priority must be specified ${schema}`);
  }
}

function checkDestination(arn: string, ctx: Context): void {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  const destination = ctx.state(s3Slot).buckets.get(name);
  if (!destination) throw invalid("Destination bucket must exist.");
  if (destination.versioning !== "Enabled") throw invalid("Destination bucket must have versioning enabled.");
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidRequest", message, 400);
}
