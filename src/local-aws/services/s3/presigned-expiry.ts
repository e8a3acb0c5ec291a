import { ServiceError } from "../../errors.ts";
import type { WireRequest } from "../../wire.ts";

/** @throws ServiceError `AccessDenied` for a presigned URL, of either version of signatures, whose time is over */
export function refuseExpired({ query }: WireRequest, now: Date): void {
  if (!query.includes("Expires=")) return;
  const parameters = new URLSearchParams(query);
  const seconds = parameters.get("X-Amz-Expires");
  const expires = seconds ? signedAt(parameters) + Number(seconds) * 1000 : version2(parameters);
  if (Number.isNaN(expires) || now.getTime() <= expires) return;
  throw new ServiceError("AccessDenied", "Request has expired", 403, {
    ...(seconds ? { "X-Amz-Expires": seconds } : {}),
    Expires: wholeSeconds(new Date(expires)),
    ServerTime: wholeSeconds(now),
  });
}

/** Milliseconds since 1970 of `X-Amz-Date`, which is written as `20261123T131805Z`. */
function signedAt(parameters: URLSearchParams): number {
  const date = parameters.get("X-Amz-Date") ?? "";
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}

/** `Expires` itself is the end, in seconds since 1970. */
function version2(parameters: URLSearchParams): number {
  const expires = parameters.get("Signature") ? parameters.get("Expires") : null;
  return expires === null ? Number.NaN : Number(expires) * 1000;
}

function wholeSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
