import { NoSuchBucket } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { refuseBadName } from "./bucket-name.ts";
import { type Bucket, s3Slot } from "./state.ts";

/** The members by which nearly every operation of S3 names its bucket. */
export interface BucketInput {
  readonly Bucket?: string;
  readonly ExpectedBucketOwner?: string;
}

/**
 * The bucket that a request is for, seen from the region that it was sent to.
 * @throws NoSuchBucket, AccessDenied when another account owns it than the request expects, PermanentRedirect when it is in another region.
 */
export function findBucket(input: BucketInput, ctx: Context): Bucket {
  const bucket = bucketAnywhere(input, ctx);
  // A request that names no region reaches every bucket.
  if (isElsewhere(bucket, ctx)) throw elsewhere(bucket);
  return bucket;
}

/** Whether a request was sent to another region than the bucket's. */
export function isElsewhere({ region }: Bucket, ctx: Context): boolean {
  return region !== ctx.region && ctx.caller.signedRegion !== undefined;
}

/** As {@link findBucket}, for the operations that any region answers. */
export function bucketAnywhere(
  { Bucket: name = "", ExpectedBucketOwner }: BucketInput,
  ctx: Context,
): Bucket {
  const bucket = ctx.state(s3Slot).buckets.get(name);
  if (!bucket) refuseBadName(name);
  if (!bucket) throw exception(NoSuchBucket, "The specified bucket does not exist", { BucketName: name });
  if ((ExpectedBucketOwner ?? bucket.owner) !== bucket.owner)
    throw new ServiceError("AccessDenied", "Access Denied", 403, {}, regionHeader(bucket));
  return bucket;
}

export function regionHeader({ region }: Bucket): Record<string, string> {
  return { "x-amz-bucket-region": region };
}

function elsewhere(bucket: Bucket): ServiceError {
  return new ServiceError(
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    301,
    { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
    regionHeader(bucket),
  );
}

/** What a bucket was set to, or the refusal that S3 gives for what was never set (404). */
export function mustBeSet<T>(value: T | undefined, bucket: Bucket, code: string, message: string): T {
  if (value === undefined) throw new ServiceError(code, message, 404, { BucketName: bucket.name });
  return value;
}
