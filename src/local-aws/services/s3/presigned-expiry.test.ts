import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { HttpRequest } from "@smithy/core/protocols";
import { beforeEach, describe, expect, it } from "vitest";
import { memoryTransport } from "../../memory-transport.ts";
import { testAws } from "../../test-aws.ts";

const account = "210987654321";
const start = Date.parse("2026-11-23T12:00:00.000Z");
const seconds = 60;
let clock: number;
let s3: S3Client;
let get: (request: unknown) => Promise<{ status: number; text: string }>;

/** What the S3 client's signer can besides signing. */
interface Presigner {
  presign(request: HttpRequest, how: { expiresIn: number; signingDate: Date }): Promise<HttpRequest>;
}

/** A GET of the object, as the SDK's own signer presigns it. */
async function version4() {
  const unsigned = new HttpRequest({
    method: "GET",
    protocol: "http:",
    hostname: "127.0.0.1",
    path: "/shared/report",
    headers: { host: "127.0.0.1" },
  });
  const signer = (await s3.config.signer()) as unknown as Presigner;
  return signer.presign(unsigned, { expiresIn: seconds, signingDate: new Date(start) });
}

/** The same as boto3 presigns it where nobody asks for version 4. */
const version2 = () =>
  new HttpRequest({
    method: "GET",
    protocol: "http:",
    hostname: "127.0.0.1",
    path: "/shared/report",
    query: {
      AWSAccessKeyId: account,
      Signature: "PJp9I349R3WWrsJecPwW9/JxnTg=",
      Expires: String(start / 1000 + seconds),
    },
  });

beforeEach(async () => {
  clock = start;
  const test = testAws({ account, now: () => new Date(clock) });
  s3 = test.client(S3Client);
  await s3.send(
    new CreateBucketCommand({
      Bucket: "shared",
      CreateBucketConfiguration: { LocationConstraint: "ap-southeast-1" },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket: "shared", Key: "report", Body: "figures" }));
  const transport = memoryTransport(test.aws);
  get = async (request) => {
    const { response } = await transport.handle(request as Parameters<typeof transport.handle>[0]);
    return { status: response.statusCode, text: Buffer.concat(await response.body.toArray()).toString() };
  };
});

describe.each([
  ["4", version4],
  ["2", async () => version2()],
])("a URL presigned by version %s of signatures", (_version, presign) => {
  it("gives the object until it expires, and then says when it did", async () => {
    const request = await presign();
    expect(await get(request)).toEqual({ status: 200, text: "figures" });
    clock = start + seconds * 1000;
    expect((await get(request)).status).toBe(200);
    clock += 1000;
    const { status, text } = await get(request);
    expect(status).toBe(403);
    expect(text).toContain("<Code>AccessDenied</Code><Message>Request has expired</Message>");
    expect(text).toContain(
      "<Expires>2026-11-23T12:01:00Z</Expires><ServerTime>2026-11-23T12:01:01Z</ServerTime>",
    );
  });
});

it("takes the account out of a version 2 signature's key", async () => {
  const listing = await get(
    new HttpRequest({
      method: "GET",
      protocol: "http:",
      hostname: "127.0.0.1",
      path: "/",
      query: version2().query,
    }),
  );
  expect(listing.text).toContain("<Name>shared</Name>");
});
