import {
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";
import { findVersion } from "./object-versions.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export const getObjectLockConfiguration = operation(GetObjectLockConfigurationCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const code = "ObjectLockConfigurationNotFoundError";
  const message = "Object Lock configuration does not exist for this bucket";
  return { ObjectLockConfiguration: mustBeSet(bucket.objectLock, bucket, code, message) };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html */
export const putObjectLockConfiguration = operation(PutObjectLockConfigurationCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  if (bucket.versioning !== "Enabled")
    throw new ServiceError(
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      409,
    );
  bucket.objectLock = { ObjectLockEnabled: "Enabled", ...input.ObjectLockConfiguration };
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export const getObjectRetention = operation(GetObjectRetentionCommand, (input, ctx) => {
  const { retention } = findVersion(input, lockable(findBucket(input, ctx)), ctx);
  if (!retention) throw noLock();
  return { Retention: retention };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export const putObjectRetention = operation(PutObjectRetentionCommand, (input, ctx) => {
  const version = findVersion(input, lockable(findBucket(input, ctx)), ctx);
  const { Retention: wanted } = input;
  if (wanted?.RetainUntilDate) refusePast(wanted.RetainUntilDate, ctx);
  const until = version.retention?.RetainUntilDate;
  const weaker = version.retention?.Mode === "COMPLIANCE" && wanted?.Mode !== "COMPLIANCE";
  const shorter = until !== undefined && (!wanted?.RetainUntilDate || wanted.RetainUntilDate < until);
  if (weaker || shorter) refuseRetained(version, input, ctx);
  version.retention = wanted?.Mode
    ? { Mode: wanted.Mode, RetainUntilDate: wanted.RetainUntilDate }
    : undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export const getObjectLegalHold = operation(GetObjectLegalHoldCommand, (input, ctx) => {
  const { legalHold } = findVersion(input, lockable(findBucket(input, ctx)), ctx);
  if (!legalHold) throw noLock();
  return { LegalHold: { Status: legalHold } };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export const putObjectLegalHold = operation(PutObjectLegalHoldCommand, (input, ctx) => {
  findVersion(input, lockable(findBucket(input, ctx)), ctx).legalHold = input.LegalHold?.Status;
  return {};
});

interface LockInput {
  readonly ObjectLockMode?: "GOVERNANCE" | "COMPLIANCE";
  readonly ObjectLockRetainUntilDate?: Date;
  readonly ObjectLockLegalHoldStatus?: "ON" | "OFF";
}

/** Retention and legal hold of a version. */
export type ObjectLock = Pick<ObjectVersion, "retention" | "legalHold">;

/** How a new version is locked: as the request says, else by the bucket's default retention. */
export function objectLock(input: LockInput, bucket: Bucket, ctx: Context): ObjectLock {
  const { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus: legalHold } = input;
  if (ObjectLockMode ?? legalHold) lockable(bucket);
  if ((ObjectLockMode === undefined) !== (ObjectLockRetainUntilDate === undefined))
    throw invalid("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
  if (ObjectLockRetainUntilDate) refusePast(ObjectLockRetainUntilDate, ctx);
  if (!ObjectLockMode) return { ...retentionByDefault(bucket, ctx), legalHold };
  return { legalHold, retention: { Mode: ObjectLockMode, RetainUntilDate: ObjectLockRetainUntilDate } };
}

export function retentionByDefault({ objectLock }: Bucket, ctx: Context): ObjectLock {
  const { Mode, Days, Years } = objectLock?.Rule?.DefaultRetention ?? {};
  if (!Mode) return {};
  const until = new Date(ctx.now());
  until.setUTCDate(until.getUTCDate() + (Days ?? 0));
  until.setUTCFullYear(until.getUTCFullYear() + (Years ?? 0));
  return { retention: { Mode, RetainUntilDate: until } };
}

interface BypassInput {
  readonly BypassGovernanceRetention?: boolean;
}

/** @throws AccessDenied when a legal hold or a retention that still runs keeps the version. */
export function refuseLocked(version: ObjectVersion, input: BypassInput, ctx: Context): void {
  if (version.legalHold === "ON") throw protectedByLock();
  refuseRetained(version, input, ctx);
}

function refuseRetained({ retention }: ObjectVersion, input: BypassInput, ctx: Context): void {
  if (!retention?.RetainUntilDate || retention.RetainUntilDate <= ctx.now()) return;
  if (retention.Mode === "GOVERNANCE" && input.BypassGovernanceRetention) return;
  throw protectedByLock();
}

function refusePast(until: Date, ctx: Context): void {
  if (until <= ctx.now()) throw invalid("The retain until date must be in the future!");
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidArgument", message, 400);
}

function lockable(bucket: Bucket): Bucket {
  if (!bucket.objectLock)
    throw new ServiceError("InvalidRequest", "Bucket is missing Object Lock Configuration", 400);
  return bucket;
}

function protectedByLock(): ServiceError {
  return new ServiceError("AccessDenied", "Access Denied because object protected by object lock.", 403);
}

function noLock(): ServiceError {
  return new ServiceError(
    "NoSuchObjectLockConfiguration",
    "The specified object does not have a ObjectLock configuration",
    404,
  );
}
