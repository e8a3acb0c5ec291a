import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { type TestAws, testAws } from "../../test-aws.ts";

const Bucket = "data";
let test: TestAws;
let s3: S3Client;

const put = (Key: string, Body: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, text: await answer.Body?.transformToString() };
};
const keepVersions = () =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));

beforeEach(async () => {
  test = testAws();
  s3 = test.client(S3Client);
  const CreateBucketConfiguration = { LocationConstraint: "ap-southeast-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});

describe("objects", () => {
  it("come back as they were put", async () => {
    const { ETag, ChecksumCRC32 } = await put("a/b c+ü.txt", "hello", {
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { who: "me" },
      Tagging: "team=ml&stage=dev",
    });
    expect(ETag).toBe(`"${createHash("md5").update("hello").digest("hex")}"`);
    expect(ChecksumCRC32).toBe("NhCmhg==");
    expect(await get("a/b c+ü.txt")).toMatchObject({
      text: "hello",
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { who: "me" },
      ContentLength: 5,
      ETag,
      ServerSideEncryption: "AES256",
      TagCount: 2,
    });
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "a/b c+ü.txt" }));
    expect(TagSet).toContainEqual({ Key: "team", Value: "ml" });
  });

  it("may begin with a slash", async () => {
    await put("/rooted", "1");
    expect((await get("/rooted")).text).toBe("1");
  });

  it("are read in parts", async () => {
    await put("a", "0123456789");
    expect(await get("a", { Range: "bytes=2-4" })).toMatchObject({
      text: "234",
      ContentRange: "bytes 2-4/10",
      $metadata: { httpStatusCode: 206 },
    });
    expect((await get("a", { Range: "bytes=-3" })).text).toBe("789");
    expect((await get("a", { Range: "bytes=8-99" })).text).toBe("89");
    await expect(get("a", { Range: "bytes=10-" })).rejects.toMatchObject({ name: "InvalidRange" });
  });

  it("tell their size to HEAD and are not found where they are not", async () => {
    await put("a", "0123456789");
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "a" }))).ContentLength).toBe(10);
    await expect(get("b")).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    const head = s3.send(new HeadObjectCommand({ Bucket, Key: "b" }));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
  });

  it("arrive whole from a stream, which travels in chunks with a trailing checksum", async () => {
    const parts = ["x".repeat(70_000), "y".repeat(5)];
    const Body = Readable.from(parts.map((part) => Buffer.from(part)));
    const { ChecksumCRC32 } = await s3.send(
      new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: 70_005 }),
    );
    expect(ChecksumCRC32).toBeDefined();
    const { text, ContentEncoding } = await get("stream");
    expect(text).toBe(parts.join(""));
    expect(ContentEncoding).toBeUndefined();
  });

  it("are refused when their digest does not match", async () => {
    const wrong = put("a", "hello", { ChecksumCRC32: "AAAAAA==" });
    await expect(wrong).rejects.toMatchObject({ name: "BadDigest" });
  });

  it("carry the bucket's key and are lost with it", async () => {
    const kms = test.client(KMSClient);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const KMSMasterKeyID = KeyMetadata?.Arn;
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID } as const;
    const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }];
    const ServerSideEncryptionConfiguration = { Rules };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    expect(await put("a", "1")).toMatchObject({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: KMSMasterKeyID,
      BucketKeyEnabled: true,
    });
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await expect(get("a")).rejects.toMatchObject({ name: "KMS.DisabledException" });
    await expect(put("b", "1")).rejects.toMatchObject({ name: "KMS.DisabledException" });
    await put("c", "1", { ServerSideEncryption: "AES256" });
    expect((await get("c")).text).toBe("1");
  });

  it("under the customer's own key open with that key only", async () => {
    const SSECustomerKey = Buffer.alloc(32, 1).toString("base64");
    const own = { SSECustomerAlgorithm: "AES256", SSECustomerKey };
    await put("a", "1", own);
    expect((await get("a", own)).text).toBe("1");
    await expect(get("a")).rejects.toMatchObject({ name: "InvalidRequest" });
  });
});

it("takes metadata up to 2 KB only", async () => {
  await put("a", "1", { Metadata: { who: "m".repeat(2045) } });
  const more = put("a", "1", { Metadata: { who: "m".repeat(2046) } });
  await expect(more).rejects.toMatchObject({
    name: "MetadataTooLarge",
    message: "Your metadata headers exceed the maximum allowed metadata size",
  });
});

describe("conditional requests", () => {
  it("let exactly one of many writers in, as a state lock needs", async () => {
    const writers = Array.from({ length: 20 }, (_, i) => put("lock", String(i), { IfNoneMatch: "*" }));
    const results = await Promise.allSettled(writers);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(new Set(refused.map(({ name }) => name))).toEqual(new Set(["PreconditionFailed"]));
    expect(refused[0].$metadata.httpStatusCode).toBe(412);
  });

  it("let a lock be taken again after its release, delete marker or not", async () => {
    await keepVersions();
    await put("lock", "1", { IfNoneMatch: "*" });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "lock" }));
    await put("lock", "2", { IfNoneMatch: "*" });
    expect((await get("lock")).text).toBe("2");
  });

  it("replace only what is known", async () => {
    const { ETag } = await put("a", "1");
    await put("a", "2", { IfMatch: ETag });
    await expect(put("a", "3", { IfMatch: ETag })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(put("b", "1", { IfMatch: ETag })).rejects.toMatchObject({ name: "NoSuchKey" });
    const read = get("a", { IfNoneMatch: (await get("a")).ETag });
    await expect(read).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });
});

describe("versions", () => {
  it("pile up, hide under a delete marker and come back", async () => {
    await put("a", "before");
    await keepVersions();
    const second = await put("a", "second");
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(get("a")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect((await get("a", { VersionId: "null" })).text).toBe("before");
    expect((await get("a", { VersionId: second.VersionId })).text).toBe("second");
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId: marker.VersionId }));
    expect((await get("a")).text).toBe("second");
  });

  it("are listed in pages, newest first within a key", async () => {
    await keepVersions();
    for (const key of ["b", "a", "b", "c"]) await put(key, key);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    const seen: string[] = [];
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (let more = true; more; ) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...markers }));
      for (const { Key, IsLatest } of page.Versions ?? []) seen.push(`${Key} ${IsLatest}`);
      for (const { Key, IsLatest } of page.DeleteMarkers ?? []) seen.push(`-${Key} ${IsLatest}`);
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      more = page.IsTruncated === true;
    }
    expect(seen.sort()).toEqual(["-a true", "a false", "b false", "b true", "c true"]);
  });

  it("are not asked for by what is no version's id", async () => {
    await keepVersions();
    await put("a", "1");
    await expect(get("a", { VersionId: "1" })).rejects.toMatchObject({
      name: "InvalidArgument",
      message: "Invalid version id specified",
    });
    await expect(get("a", { VersionId: "A".repeat(32) })).rejects.toMatchObject({ name: "NoSuchVersion" });
  });

  it("go many at once", async () => {
    await put("a", "1");
    await put("b", "1");
    const Objects = [{ Key: "a" }, { Key: "b" }, { Key: "never was" }];
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual(Objects);
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });
});

describe("listings", () => {
  beforeEach(async () => {
    for (const key of ["a/1", "a/2", "b", "c/1", "d"]) await put(key, "x");
  });

  it("roll keys up to a delimiter, page by page", async () => {
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 1, ContinuationToken: token }),
      );
      for (const { Key } of page.Contents ?? []) seen.push(String(Key));
      for (const { Prefix } of page.CommonPrefixes ?? []) seen.push(String(Prefix));
      token = page.NextContinuationToken;
    } while (token);
    expect(seen).toEqual(["a/", "b", "c/", "d"]);
  });

  it("do not continue behind what is no token", async () => {
    const next = s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: "x" }));
    await expect(next).rejects.toMatchObject({
      name: "InvalidArgument",
      message: "The continuation token provided is incorrect",
    });
  });

  it("continue behind a marker in the first version of the call", async () => {
    const first = await s3.send(new ListObjectsCommand({ Bucket, Prefix: "a/", MaxKeys: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, Contents: [{ Key: "a/1", Size: 1 }] });
    const next = await s3.send(new ListObjectsCommand({ Bucket, Prefix: "a/", Marker: "a/1" }));
    expect(next).toMatchObject({ IsTruncated: false, Contents: [{ Key: "a/2" }] });
  });
});
