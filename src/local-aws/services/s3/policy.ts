import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type BucketInput, findBucket, mustBeSet } from "./find-bucket.ts";
import { checkedBucketPolicy } from "./policy-check.ts";
import { blockedByPublicAccessBlock } from "./public-block.ts";
import { isPublicPolicy } from "./public-policy.ts";
import type { Bucket } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = operation(GetBucketPolicyCommand, (input, ctx) => ({
  Policy: policyOf(ownBucket(input, ctx)),
}));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const putBucketPolicy = operation(PutBucketPolicyCommand, (input, ctx) => {
  const bucket = ownBucket(input, ctx);
  const text = input.Policy ?? "";
  const policy = checkedBucketPolicy(text, bucket, ctx);
  if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy)) {
    const refused = { action: "s3:PutBucketPolicy", resource: `arn:aws:s3:::${bucket.name}` } as const;
    throw blockedByPublicAccessBlock("BlockPublicPolicy", refused, ctx);
  }
  bucket.policy = text;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const deleteBucketPolicy = operation(DeleteBucketPolicyCommand, (input, ctx) => {
  ownBucket(input, ctx).policy = undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus = operation(GetBucketPolicyStatusCommand, (input, ctx) => ({
  PolicyStatus: { IsPublic: isPublicPolicy(JSON.parse(policyOf(findBucket(input, ctx)))) },
}));

/** Policies are for identities of the owning account alone, whatever they allow others. @throws MethodNotAllowed */
function ownBucket(input: BucketInput, ctx: Context): Bucket {
  const bucket = findBucket(input, ctx);
  if (bucket.owner === ctx.account) return bucket;
  throw new ServiceError(
    "MethodNotAllowed",
    "The specified method is not allowed against this resource.",
    405,
  );
}

function policyOf(bucket: Bucket): string {
  return mustBeSet(bucket.policy, bucket, "NoSuchBucketPolicy", "The bucket policy does not exist");
}
