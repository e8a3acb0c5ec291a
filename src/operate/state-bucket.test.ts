import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { LocalAws } from "../local-aws/local-aws.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { services } from "../local-aws/services/index.ts";
import { ensureStateBucket } from "./state-bucket.ts";

const account = "123456789012";
const region = "ap-southeast-1";
const bucket = `terraform-state-retail-mlops-${account}`;

describe("the state bucket", () => {
  let aws: LocalAws;
  const accessOf = (accessKeyId: string) => ({
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId, secretAccessKey: "local" },
    requestHandler: memoryTransport(aws),
  });
  const ensure = (over: { caller?: string; region?: string } = {}) =>
    ensureStateBucket({
      bucket,
      account,
      region: over.region ?? region,
      access: accessOf(over.caller ?? account),
    });
  const s3 = (caller = account, at = region) => new S3Client({ region: at, ...accessOf(caller) });

  beforeEach(() => {
    aws = new LocalAws({ services, seed: 1 });
  });

  test("is made when S3 does not find it at first", async () => {
    aws.faults.set("s3 stale=1m");
    expect(await ensure()).toMatchObject({ created: true, set: expect.arrayContaining(["versioning"]) });
  });

  test("is made through many failures", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    aws.faults.set("s3 throttle=1 times=8");
    let settled = false;
    const ensured = ensure().finally(() => {
      settled = true;
    });
    while (!settled) await vi.advanceTimersByTimeAsync(1000);
    expect(await ensured).toMatchObject({ created: true });
  });

  test("is made versioned, encrypted, closed to the public, TLS only", async () => {
    expect(await ensure()).toEqual({
      bucket,
      created: true,
      // S3 itself encrypts new buckets and closes them to the public.
      set: ["versioning", "TLS only"],
    });
    const client = s3();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status).toBe("Enabled");
    const { ServerSideEncryptionConfiguration: encryption } = await client.send(
      new GetBucketEncryptionCommand({ Bucket: bucket }),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe("AES256");
    expect(
      (await client.send(new GetPublicAccessBlockCommand({ Bucket: bucket }))).PublicAccessBlockConfiguration,
    ).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const { Policy = "" } = await client.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(Policy).Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("is left alone the second time", async () => {
    await ensure();
    expect(await ensure()).toEqual({ bucket, created: false, set: [] });
  });

  test("is repaired where somebody switched something off, and only there", async () => {
    await ensure();
    await s3().send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Suspended" } }),
    );
    await s3().send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    await s3().send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    const repaired = { bucket, created: false, set: ["public access block", "versioning", "TLS only"] };
    expect(await ensure()).toEqual(repaired);
    expect(await ensure()).toEqual({ ...repaired, set: [] });
  });

  test("keeps the statements that its policy has already", async () => {
    await s3().send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const reader = {
      Sid: "Reader",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${bucket}/*`,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: reader });
    await s3().send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    await ensure();
    const after = await s3().send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(after.Policy ?? "").Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "Reader",
      "TlsOnly",
    ]);
  });

  test("credentials of another account are refused before anything is made", async () => {
    await expect(ensure({ caller: "999999999999" })).rejects.toMatchObject({
      name: "StateBucketRefused",
      received: expect.stringContaining("account 999999999999"),
      expected: `account_id ${account}`,
    });
    expect(aws.inventory()).toEqual([]);
  });

  test("a bucket of another account is refused", async () => {
    await s3("999999999999").send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await expect(ensure()).rejects.toMatchObject({
      name: "StateBucketRefused",
      received: expect.stringContaining("another account"),
    });
  });

  test("a bucket in another region is refused, and its region named", async () => {
    await ensure();
    await expect(ensure({ region: "eu-west-1" })).rejects.toMatchObject({
      name: "StateBucketRefused",
      received: `s3://${bucket} in ${region}`,
    });
  });

  test("is made in us-east-1 too, which S3 wants unnamed", async () => {
    expect(await ensure({ region: "us-east-1" })).toMatchObject({ created: true });
  });
});
