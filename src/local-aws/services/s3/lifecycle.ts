import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration = operation(
  GetBucketLifecycleConfigurationCommand,
  (input, ctx) => {
    const bucket = findBucket(input, ctx);
    const code = "NoSuchLifecycleConfiguration";
    const { Rules } = mustBeSet(bucket.lifecycle, bucket, code, "The lifecycle configuration does not exist");
    return { Rules, TransitionDefaultMinimumObjectSize: bucket.transitionDefaultMinimumObjectSize };
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export const putBucketLifecycleConfiguration = operation(
  PutBucketLifecycleConfigurationCommand,
  (input, ctx) => {
    const bucket = findBucket(input, ctx);
    const size = input.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K";
    const Rules = (input.LifecycleConfiguration?.Rules ?? []).map((rule) => ({
      ...rule,
      ID: rule.ID || Buffer.from(ctx.ids.uuid()).toString("base64"),
    }));
    refuseSameIds(Rules);
    for (const rule of Rules) checkRule(rule);
    bucket.lifecycle = { Rules };
    bucket.transitionDefaultMinimumObjectSize = size;
    return { TransitionDefaultMinimumObjectSize: size };
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export const deleteBucketLifecycle = operation(DeleteBucketLifecycleCommand, (input, ctx) => {
  findBucket(input, ctx).lifecycle = undefined;
  return {};
});

function refuseSameIds(rules: readonly LifecycleRule[]): void {
  const ids = new Set<string>();
  for (const { ID = "" } of rules) {
    if (ids.has(ID)) throw invalid(`Rule ID must be unique. Found same ID for more than one rule`);
    ids.add(ID);
  }
}

/** Storage classes that objects reach after 30 days at the earliest. */
const notBefore30Days = new Set(["STANDARD_IA", "ONEZONE_IA"]);

function checkRule(rule: LifecycleRule): void {
  const { Transitions = [], NoncurrentVersionTransitions = [], Expiration } = rule;
  const { NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule;
  const acts = Transitions.length + NoncurrentVersionTransitions.length;
  if (acts === 0 && !Expiration && !NoncurrentVersionExpiration && !AbortIncompleteMultipartUpload)
    throw new ServiceError("InvalidRequest", "At least one action needs to be specified in a rule", 400);
  if (rule.Filter === undefined && rule.Prefix === undefined) throw malformedXml();
  if (rule.Filter !== undefined && rule.Prefix !== undefined) throw malformedXml();
  if ((rule.ID?.length ?? 0) > 255) throw invalid("ID length should not exceed allowed limit of 255");
  if (Expiration?.Days !== undefined && Expiration.Days < 1)
    throw invalid("'Days' for Expiration action must be a positive integer");
  for (const { NoncurrentDays, StorageClass } of NoncurrentVersionTransitions)
    if (NoncurrentDays !== undefined && NoncurrentDays < 30 && notBefore30Days.has(StorageClass ?? ""))
      throw invalid(
        `'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal to 30 for storageClass '${StorageClass}'`,
      );
  for (const { Days, StorageClass } of Transitions) {
    if (Days !== undefined && Days < 30 && notBefore30Days.has(StorageClass ?? ""))
      throw invalid(
        `'Days' in Transition action must be greater than or equal to 30 for storageClass '${StorageClass}'`,
      );
    if (Days !== undefined && Expiration?.Days !== undefined && Expiration.Days <= Days)
      throw invalid(
        `'Days' in the Expiration action for filter '${describeFilter(rule)}' must be greater than 'Days' in the Transition action`,
      );
  }
}

function malformedXml(): ServiceError {
  return new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );
}

function describeFilter({ Filter, Prefix }: LifecycleRule): string {
  return `(prefix=${Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ""})`;
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidArgument", message, 400);
}
