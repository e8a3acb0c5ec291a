import { ServiceError } from "../../errors.ts";

/** Prefixes and suffixes that S3 keeps for itself. Source: the S3 user guide, "General purpose bucket naming rules", 2026. */
const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

const form = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ipAddress = /^\d{1,3}(\.\d{1,3}){3}$/;

/** @throws InvalidBucketName for what no bucket can be called */
export function refuseBadName(name: string): void {
  const good =
    form.test(name) &&
    !name.includes("..") &&
    !ipAddress.test(name) &&
    !reservedPrefixes.some((prefix) => name.startsWith(prefix)) &&
    !reservedSuffixes.some((suffix) => name.endsWith(suffix));
  if (!good)
    throw new ServiceError("InvalidBucketName", "The specified bucket is not valid.", 400, {
      BucketName: name,
    });
}
