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
import { isPublicPolicy, listOf, type PolicyDocument } from "./public-policy.ts";
import type { Bucket } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = operation(GetBucketPolicyCommand, (input, ctx) => ({
  Policy: policyOf(findBucket(input, ctx)),
}));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const putBucketPolicy = operation(PutBucketPolicyCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const text = input.Policy ?? "";
  const policy = parsePolicy(text);
  for (const statement of listOf(policy.Statement)) checkResources(listOf(statement.Resource), bucket);
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
  PolicyStatus: { IsPublic: isPublicPolicy(parsePolicy(policyOf(findBucket(input, ctx)))) },
}));

function policyOf(bucket: Bucket): string {
  return mustBeSet(bucket.policy, bucket, "NoSuchBucketPolicy", "The bucket policy does not exist");
}

function parsePolicy(text: string): PolicyDocument {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy))
    throw malformed("Missing required field Statement");
  return policy as PolicyDocument;
}

/** A bucket's policy speaks of that bucket and what is in it, of nothing else. */
function checkResources(resources: readonly string[], { name }: Bucket): void {
  for (const resource of resources) {
    const [arn = "", partition, service, , , ...rest] = resource.split(":");
    const [first = ""] = rest.join(":").split("/");
    if (arn !== "arn" || !partition || service !== "s3" || !mayMean(first, name))
      throw malformed("Policy has invalid resource");
  }
}

function mayMean(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name);
}

function malformed(message: string): ServiceError {
  return new ServiceError("MalformedPolicy", message, 400);
}

function blocked({ name }: Bucket, { caller }: Context): ServiceError {
  return new ServiceError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    403,
  );
}
