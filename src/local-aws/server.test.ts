import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalAws } from "./local-aws.ts";
import { type LocalServer, serve } from "./server.ts";
import { testAws } from "./test-aws.ts";

describe("the server", () => {
  let aws: LocalAws;
  let server: LocalServer;
  beforeEach(async () => {
    ({ aws } = testAws());
    server = await serve(aws);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    return server.close();
  });

  const health = async () => (await fetch(`${server.endpoint}/_local/health`)).status;

  it("outlives a client that is killed in the middle of a request, which is no error of ours", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const gone = new Promise((resolve) => {
      const client = connect(server.port, "127.0.0.1", () => {
        client.write("PUT /bucket/key HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nthe beginn");
        setTimeout(() => client.destroy(), 20);
      });
      client.once("close", () => setTimeout(resolve, 20));
    });
    await gone;
    expect(await health()).toBe(200);
    expect(said).not.toHaveBeenCalled();
  });

  it("says what went wrong when one of its own paths fails, and goes on", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(aws, "inventory").mockImplementation(() => {
      throw new Error("a slot is damaged");
    });
    const answer = await fetch(`${server.endpoint}/_local/inventory`);
    expect([answer.status, await answer.json()]).toEqual([500, { message: "a slot is damaged" }]);
    expect(await health()).toBe(200);
  });

  it("keeps every character of an answer, and says how many bytes they are", async () => {
    const name = "Größe 大 🙂";
    const send = (method: string, path: string) =>
      fetch(`${server.endpoint}/things${path}`, {
        method,
        headers: { authorization: "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/s3/aws4_request" },
      });
    await send("PUT", "");
    await send("PUT", `/${encodeURIComponent(name)}`);
    const response = await send("GET", "?list-type=2");
    const text = await response.text();
    expect(text).toContain(name);
    expect(Number(response.headers.get("content-length"))).toBe(Buffer.byteLength(text));
  });
});
