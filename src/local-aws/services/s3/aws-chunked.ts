import { ServiceError } from "../../errors.ts";
import type { WireRequest } from "../../wire.ts";

const chunkedContent = /^STREAMING-/;

/**
 * Takes the bytes out of an `aws-chunked` body (`<size in hex>[;chunk-signature=…]` before each chunk) and lifts its
 * trailers, the checksums, into the headers. Other requests pass as they are.
 * @throws ServiceError `IncompleteBody` when the chunks do not add up.
 */
export function decodeChunked(request: WireRequest): WireRequest {
  const encoding = request.headers["content-encoding"] ?? "";
  const encodings = encoding.split(/\s*,\s*/).filter((one) => one !== "");
  if (
    !encodings.includes("aws-chunked") &&
    !chunkedContent.test(request.headers["x-amz-content-sha256"] ?? "")
  )
    return request;
  const { body, trailers } = readChunks(
    Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength),
  );
  const { "content-encoding": _, ...headers } = request.headers;
  const left = encodings.filter((one) => one !== "aws-chunked").join(",");
  return {
    ...request,
    body,
    headers: { ...headers, ...(left === "" ? {} : { "content-encoding": left }), ...trailers },
  };
}

function readChunks(wire: Buffer): { body: Uint8Array; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = readLine(wire, at);
    const size = Number.parseInt(line.text, 16);
    if (Number.isNaN(size)) throw incomplete();
    at = line.next;
    if (size === 0) return { body: Buffer.concat(chunks), trailers: readTrailers(wire, at) };
    if (at + size > wire.byteLength) throw incomplete();
    chunks.push(wire.subarray(at, at + size));
    at += size + 2;
  }
}

function readTrailers(wire: Buffer, start: number): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of wire.toString("utf8", start).split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function readLine(wire: Buffer, start: number): { text: string; next: number } {
  const end = wire.indexOf("\r\n", start);
  if (end < 0) throw incomplete();
  return { text: wire.toString("latin1", start, end), next: end + 2 };
}

function incomplete(): ServiceError {
  return new ServiceError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
    400,
  );
}
