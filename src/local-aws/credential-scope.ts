import type { WireRequest } from "./wire.ts";

export interface CredentialScope {
  readonly accessKeyId: string;
  /** Undefined in signatures of version 2. */
  readonly region: string | undefined;
  readonly service: string;
}

/** Whose key signed a request, for which region and service: out of the header or of a presigned URL; undefined when unsigned. */
export function credentialScope({
  headers: { authorization },
  query,
}: Pick<WireRequest, "headers" | "query">): CredentialScope | undefined {
  const credential = authorization ? /Credential=([^,\s]+)/.exec(authorization)?.[1] : presigned(query);
  if (!credential) return version2(authorization, query);
  const [accessKeyId = "", , region = "", service = ""] = credential.split("/");
  return { accessKeyId, region, service };
}

function presigned(query: string): string | undefined {
  return query.includes("X-Amz-Credential=")
    ? (new URLSearchParams(query).get("X-Amz-Credential") ?? undefined)
    : undefined;
}

/** S3 still takes signatures of version 2, with which boto3 and the first AWS CLI presign by default. */
function version2(authorization: string | undefined, query: string): CredentialScope | undefined {
  const accessKeyId = authorization
    ? /^AWS ([^:\s]+):/.exec(authorization)?.[1]
    : /(?:^|&)AWSAccessKeyId=([^&]+)/.exec(query)?.[1];
  return accessKeyId ? { accessKeyId, region: undefined, service: "s3" } : undefined;
}
