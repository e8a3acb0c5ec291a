import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { control, type ServerControl } from "./control.ts";
import type { LocalAws } from "./local-aws.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

export interface LocalServer {
  readonly endpoint: string;
  readonly port: number;
  /** When the last request came in, in milliseconds since 1970. */
  lastRequest(): number;
  close(): Promise<void>;
}

/** Serves an embedded AWS over HTTP on the loopback interface only. Port 0 takes a free one. */
export async function serve(
  aws: LocalAws,
  { port = 0, ...hooks }: { port?: number } & ServerControl = {},
): Promise<LocalServer> {
  let lastRequest = Date.now();
  const server = createServer((request, response) => {
    const own = request.url?.startsWith("/_local/");
    if (!own) lastRequest = Date.now();
    answer(aws, request, response, hooks).catch((error: unknown) => giveUp(error, request, response));
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, port);
  const actual = (server.address() as AddressInfo).port;
  aws.endpoint = `http://127.0.0.1:${actual}`;
  return {
    endpoint: aws.endpoint,
    port: actual,
    lastRequest: () => lastRequest,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} is in use by another program.`) : error),
    );
    server.listen(port, "127.0.0.1", () => {
      resolve();
    });
  });
}

async function answer(
  aws: LocalAws,
  request: IncomingMessage,
  response: ServerResponse,
  hooks: ServerControl,
): Promise<void> {
  const url = request.url ?? "/";
  const split = url.indexOf("?");
  const wire: WireRequest = {
    method: request.method ?? "GET",
    path: split < 0 ? url : url.slice(0, split),
    query: split < 0 ? "" : url.slice(split + 1),
    headers: request.headers as Record<string, string>,
    body: await readBody(request),
    secure: false,
  };
  const result = wire.path.startsWith("/_local/") ? control(aws, wire, hooks) : await aws.handle(wire);
  if (result.lost) response.destroy();
  else send(response, result, wire.method === "HEAD");
}

/** Nobody waits for the answer to half a request; any other error is a bug of ours, and ends this request only. */
function giveUp(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (!request.complete || response.headersSent) {
    response.destroy();
    return;
  }
  console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  const headers = { "content-type": "application/json" };
  send(response, { status: 500, headers, body: JSON.stringify({ message }) }, false);
}

/** By listeners: an asynchronous iterator costs several times as much. */
function readBody(request: IncomingMessage): Uint8Array | Promise<Uint8Array> {
  const { method } = request;
  if (
    (method === "GET" || method === "HEAD") &&
    request.headers["content-length"] === undefined &&
    request.headers["transfer-encoding"] === undefined
  )
    return empty;
  return new Promise((done, failed) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => done(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    request.on("error", failed);
  });
}

const empty = new Uint8Array();

function send(response: ServerResponse, { status, headers, body }: WireResponse, head: boolean): void {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  if (status !== 204 && headers["content-length"] === undefined) headers["content-length"] = String(length);
  response.writeHead(status, headers);
  if (head) response.end();
  // Of ASCII alone the bytes are the same, and written several times as fast.
  else if (typeof body === "string") response.end(body, length === body.length ? "latin1" : "utf8");
  else response.end(body);
}
