import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";
import { checkedBucketPolicy } from "./policy-check.ts";
import { isPublicPolicy } from "./public-policy.ts";
import type { Bucket } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = operation(GetBucketPolicyCommand, (input, ctx) => ({
  Policy: policyOf(findBucket(input, ctx)),
}));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const putBucketPolicy = operation(PutBucketPolicyCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const text = input.Policy ?? "";
  const policy = checkedBucketPolicy(text, bucket, ctx);
  if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy)) throw blocked(bucket, ctx);
  bucket.policy = text;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const deleteBucketPolicy = operation(DeleteBucketPolicyCommand, (input, ctx) => {
  findBucket(input, ctx).policy = undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus = operation(GetBucketPolicyStatusCommand, (input, ctx) => ({
  PolicyStatus: { IsPublic: isPublicPolicy(JSON.parse(policyOf(findBucket(input, ctx)))) },
}));

function policyOf(bucket: Bucket): string {
  return mustBeSet(bucket.policy, bucket, "NoSuchBucketPolicy", "The bucket policy does not exist");
}

function blocked({ name }: Bucket, { caller }: Context): ServiceError {
  return new ServiceError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    403,
  );
}
