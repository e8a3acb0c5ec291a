import { NoSuchKey } from "@aws-sdk/client-s3";
import { exception, ServiceError } from "../../errors.ts";
import type { ObjectVersion } from "./state.ts";

export interface WriteConditions {
  readonly Key?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/**
 * Refuses a write whose condition does not hold. A handler runs without pause from here to its write, so of two writers with
 * `If-None-Match: *` exactly one succeeds: Terraform's state lock rests on that.
 * @throws PreconditionFailed, NoSuchKey
 */
export function checkWrite(current: ObjectVersion | undefined, input: WriteConditions): void {
  const { Key: key = "", IfMatch, IfNoneMatch } = input;
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") throw notImplemented();
  if (IfNoneMatch === "*" && current) throw preconditionFailed("If-None-Match");
  if (IfMatch === undefined) return;
  if (!current) throw exception(NoSuchKey, "The specified key does not exist.", { Key: key });
  if (!matches(IfMatch, current.etag)) throw preconditionFailed("If-Match");
}

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

/** Refuses a read whose condition does not hold. @throws PreconditionFailed (412), NotModified (304) */
export function checkRead(version: ObjectVersion, conditions: ReadConditions): void {
  const failed = failedCondition(version, conditions);
  if (failed === "If-None-Match" || failed === "If-Modified-Since") throw notModified(version);
  if (failed) throw preconditionFailed(failed);
}

/** As {@link checkRead}, for the source of a copy: there, whatever does not hold is 412. */
export function checkCopySource(version: ObjectVersion, conditions: ReadConditions): void {
  const failed = failedCondition(version, conditions);
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

/** The first condition that does not hold, in the order of RFC 9110, section 13.2.2. */
function failedCondition(
  { etag, lastModified }: ObjectVersion,
  conditions: ReadConditions,
): string | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, etag)) return "If-Match";
  } else if (IfUnmodifiedSince && lastModified > IfUnmodifiedSince) return "If-Unmodified-Since";
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, etag) ? "If-None-Match" : undefined;
  return IfModifiedSince && lastModified <= IfModifiedSince ? "If-Modified-Since" : undefined;
}

function matches(condition: string, etag: string): boolean {
  const bare = unquoted(etag);
  return condition.split(",").some((one) => one.trim() === "*" || unquoted(one.trim()) === bare);
}

export function unquoted(etag: string): string {
  return etag.replace(/^(?:W\/)?"|"$/g, "");
}

function preconditionFailed(condition: string): ServiceError {
  return new ServiceError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
    { Condition: condition },
  );
}

function notModified({ etag, lastModified }: ObjectVersion): ServiceError {
  return new ServiceError(
    "NotModified",
    "Not Modified",
    304,
    {},
    { etag, "last-modified": lastModified.toUTCString() },
  );
}

function notImplemented(): ServiceError {
  return new ServiceError(
    "NotImplemented",
    "A header you provided implies functionality that is not implemented",
    501,
    { Header: "If-None-Match" },
  );
}
