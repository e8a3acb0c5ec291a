import type { RequestFacts } from "./context.ts";
import type { WireRequest } from "./wire.ts";

const loopback = /^(127(\.\d+){3}|localhost|\[::1\]|[\w.-]+\.localhost)(:\d+)?$/i;

/** What policies may ask of a request: a connection that never leaves this machine counts as secure. */
export function requestFacts({ headers, secure }: WireRequest): RequestFacts {
  return {
    secure: secure || loopback.test(headers.host ?? "127.0.0.1"),
    sourceIp: "127.0.0.1",
    userAgent: headers["user-agent"] ?? "",
  };
}

/** What goes on inside AWS. */
export const fromInside: RequestFacts = { secure: true, sourceIp: "127.0.0.1", userAgent: "AWS Internal" };
