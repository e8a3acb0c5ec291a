import { Readable } from "node:stream";
import type { LocalAws } from "./local-aws.ts";

/** The little of an SDK's HTTP request that a transport needs. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Record<string, string | string[] | null>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** A `requestHandler` for any SDK client that reaches the embedded AWS without a socket. */
export function memoryTransport(aws: LocalAws) {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    destroy() {},
    async handle(request: SdkRequest) {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      headers.host ??= request.hostname;
      const answer = await aws.handle({
        method: request.method,
        path: request.path,
        query: queryString(request.query ?? {}),
        headers,
        body: await bytes(request.body),
        secure: request.protocol === "https:",
      });
      if (answer.lost) throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
      // As on the wire: a HEAD answer may state a length, and carries nothing.
      const head = request.method === "HEAD";
      return {
        response: {
          statusCode: answer.status,
          headers: { "content-length": String(body.byteLength), ...answer.headers },
          body: Readable.from(head ? [] : [body]),
        },
      };
    },
  };
}

function queryString(query: Record<string, string | string[] | null>): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [key, one] as const),
  );
  return pairs
    .map(([key, value]) =>
      value === null ? encodeURIComponent(key) : `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
    )
    .join("&");
}

async function bytes(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
