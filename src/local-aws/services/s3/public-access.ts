import {
  DeleteBucketOwnershipControlsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketOwnershipControlsCommand,
  GetPublicAccessBlockCommand,
  PutBucketOwnershipControlsCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { isOwnersOnly } from "./acl.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const getPublicAccessBlock = operation(GetPublicAccessBlockCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const code = "NoSuchPublicAccessBlockConfiguration";
  const message = "The public access block configuration was not found";
  return { PublicAccessBlockConfiguration: mustBeSet(bucket.publicAccessBlock, bucket, code, message) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const putPublicAccessBlock = operation(PutPublicAccessBlockCommand, (input, ctx) => {
  const given = input.PublicAccessBlockConfiguration;
  findBucket(input, ctx).publicAccessBlock = {
    BlockPublicAcls: given?.BlockPublicAcls ?? false,
    IgnorePublicAcls: given?.IgnorePublicAcls ?? false,
    BlockPublicPolicy: given?.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: given?.RestrictPublicBuckets ?? false,
  };
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export const deletePublicAccessBlock = operation(DeletePublicAccessBlockCommand, (input, ctx) => {
  findBucket(input, ctx).publicAccessBlock = undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export const getBucketOwnershipControls = operation(GetBucketOwnershipControlsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const code = "OwnershipControlsNotFoundError";
  const message = "The bucket ownership controls were not found";
  return { OwnershipControls: mustBeSet(bucket.ownershipControls, bucket, code, message) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const putBucketOwnershipControls = operation(PutBucketOwnershipControlsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const wanted = input.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
  if (wanted === "BucketOwnerEnforced" && !isOwnersOnly(bucket))
    throw new ServiceError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      400,
    );
  bucket.ownershipControls = input.OwnershipControls;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html */
export const deleteBucketOwnershipControls = operation(DeleteBucketOwnershipControlsCommand, (input, ctx) => {
  findBucket(input, ctx).ownershipControls = undefined;
  return {};
});
