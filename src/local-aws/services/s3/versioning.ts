import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket } from "./find-bucket.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = operation(GetBucketVersioningCommand, (input, ctx) => {
  const { versioning, mfaDelete } = findBucket(input, ctx);
  return { Status: versioning, MFADelete: mfaDelete };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning = operation(PutBucketVersioningCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const { Status, MFADelete } = input.VersioningConfiguration ?? {};
  if (!Status)
    throw new ServiceError(
      "IllegalVersioningConfigurationException",
      "The Versioning element must be specified",
      400,
    );
  if (Status === "Suspended" && bucket.objectLock)
    throw new ServiceError(
      "InvalidBucketState",
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
      409,
    );
  if (Status === "Suspended" && bucket.replication)
    throw new ServiceError(
      "InvalidBucketState",
      "A replication configuration is present on this bucket, so the versioning state cannot be changed. To change the versioning state, first delete the replication configuration.",
      409,
    );
  bucket.versioning = Status ?? bucket.versioning;
  bucket.mfaDelete = MFADelete ?? bucket.mfaDelete;
  return {};
});
