import { decodePath } from "../../protocols/routes.ts";
import type { WireRequest } from "../../wire.ts";
import { decodeChunked } from "./aws-chunked.ts";

/** Virtual hosts of S3: `bucket.s3.amazonaws.com`, `bucket.s3.<region>.amazonaws.com`, and `bucket.localhost` for here. */
const virtualHost =
  /^(?<bucket>[a-z0-9][a-z0-9.-]*)\.(?:s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?|localhost)(?::\d+)?$/;
/** Hosts of S3 itself, under which the bucket stands in the path. */
const ownHost = /^s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?(?::\d+)?$/;

/** Takes the bucket out of the host or of the path, and the bytes out of a chunked body, before a request is routed. */
export function prepare(request: WireRequest): { request: WireRequest; labels: Record<string, string> } {
  const { bucket, path } = address(request);
  return {
    request: decodeChunked({ ...request, path }),
    labels: bucket === undefined ? {} : { Bucket: bucket },
  };
}

function address({ headers, path }: WireRequest): { bucket: string | undefined; path: string } {
  const host = headers.host ?? "";
  const bucket = ownHost.test(host) ? undefined : virtualHost.exec(host)?.groups?.bucket;
  if (bucket !== undefined) return { bucket, path: path === "" ? "/" : path };
  const [, name = ""] = path.split("/", 2);
  if (name === "") return { bucket: undefined, path: "/" };
  const rest = path.slice(name.length + 1);
  return { bucket: decodePath(name), path: rest === "" ? "/" : rest };
}
