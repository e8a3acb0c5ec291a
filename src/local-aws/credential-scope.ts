import type { WireRequest } from "./wire.ts";

export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** Whose key signed a request, for which region and service: out of the SigV4 header or of a presigned URL; undefined when unsigned. */
export function credentialScope({
  headers,
  query,
}: Pick<WireRequest, "headers" | "query">): CredentialScope | undefined {
  const authorization = headers.authorization;
  const credential = authorization ? /Credential=([^,\s]+)/.exec(authorization)?.[1] : presigned(query);
  if (!credential) return undefined;
  const [accessKeyId = "", , region = "", service = ""] = credential.split("/");
  return { accessKeyId, region, service };
}

function presigned(query: string): string | undefined {
  return query.includes("X-Amz-Credential=")
    ? (new URLSearchParams(query).get("X-Amz-Credential") ?? undefined)
    : undefined;
}
