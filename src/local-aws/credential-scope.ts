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

/** The token that comes along with temporary credentials: in a header, or in a presigned URL. */
export function sessionTokenOf({
  headers,
  query,
}: Pick<WireRequest, "headers" | "query">): string | undefined {
  const header = headers["x-amz-security-token"];
  if (header !== undefined) return header;
  const parameters = new URLSearchParams(query);
  return parameters.get("X-Amz-Security-Token") ?? parameters.get("x-amz-security-token") ?? undefined;
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

/** Services by the `Version` of their forms, and by what stands before the operation in `X-Amz-Target`. */
const byVersion: Readonly<Record<string, string>> = {
  "2010-05-08": "iam",
  "2011-01-01": "autoscaling",
  "2011-06-15": "sts",
  "2016-11-15": "ec2",
};
const byTarget: Readonly<Record<string, string>> = {
  AmazonEC2ContainerRegistry_V20150921: "ecr",
  CloudTrail_20131101: "cloudtrail",
  Logs_20140328: "logs",
  TrentService: "kms",
};

/** The service that an unsigned request means, which names none: the body's form tells, and S3 takes the rest. */
export function unsignedService({ headers, method, path, query, body }: WireRequest): string {
  const target = headers["x-amz-target"];
  // Some clients write `com.amazonaws.cloudtrail.v20131101.` before CloudTrail's.
  if (target !== undefined) return byTarget[target.split(".").at(-2) ?? ""] ?? "s3";
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  if (path !== "/" || !(method === "POST" ? form : query.includes("Action="))) return "s3";
  const text = method === "POST" ? Buffer.from(body).toString("latin1") : query;
  return byVersion[/(?:^|&)Version=([\d-]+)/.exec(text)?.[1] ?? ""] ?? "s3";
}
