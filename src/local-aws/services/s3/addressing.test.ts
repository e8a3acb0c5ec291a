import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";
import { prepare } from "./addressing.ts";

const request = (host: string, path: string) => ({
  method: "GET",
  path,
  query: "",
  headers: { host },
  body: new Uint8Array(),
  secure: false,
});

describe("addresses of S3", () => {
  it.each([
    ["127.0.0.1:4566", "/data/a/b", "data", "/a/b"],
    ["localhost:4566", "/data", "data", "/"],
    ["127.0.0.1", "/", undefined, "/"],
    ["s3.ap-southeast-1.amazonaws.com", "/data/a", "data", "/a"],
    ["data.s3.amazonaws.com", "/a/b", "data", "/a/b"],
    ["data.set.s3.ap-southeast-1.amazonaws.com", "/", "data.set", "/"],
    ["data.localhost:4566", "/a", "data", "/a"],
  ])("%s%s", (host, path, Bucket, rest) => {
    const prepared = prepare(request(host, path));
    expect(prepared.labels).toEqual(Bucket === undefined ? {} : { Bucket });
    expect(prepared.request.path).toBe(rest);
  });

  it("that cannot be decoded are the sender's fault", async () => {
    const { aws } = testAws();
    for (const path of ["/dat%a", "/data/k%zzy"])
      expect(await aws.handle(request("127.0.0.1", path))).toMatchObject({
        status: 400,
        body: expect.stringContaining("<Code>InvalidURI</Code>"),
      });
  });
});

describe("chunked bodies", () => {
  const chunked = (body: string) => ({
    ...request("127.0.0.1", "/data/a"),
    headers: {
      host: "127.0.0.1",
      "content-encoding": "gzip,aws-chunked",
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    },
    body: Buffer.from(body),
  });

  it("give their bytes, their trailers and what encoding is left", () => {
    const signed =
      "5;chunk-signature=00\r\nhello\r\n3\r\n\r\nx\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
    const { request: decoded } = prepare(chunked(signed));
    expect(Buffer.from(decoded.body).toString()).toBe("hello\r\nx");
    expect(decoded.headers).toMatchObject({
      "content-encoding": "gzip",
      "x-amz-checksum-crc32": "AAAAAA==",
    });
  });

  it("that end early are refused", () => {
    for (const body of ["ff\r\nshort", "5\r\nhello", "zz\r\n"])
      expect(() => prepare(chunked(body))).toThrow("Content-Length");
  });
});
