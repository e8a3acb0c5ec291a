import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const Bucket = "data";
const Key = "model.tar.gz";
const part = (letter: string, size: number) => letter.repeat(size);
const five = 5 * 1024 * 1024;
let s3: S3Client;

beforeEach(async () => {
  s3 = testAws().client(S3Client);
  const CreateBucketConfiguration = { LocationConstraint: "ap-southeast-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});

async function start(): Promise<string> {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      Bucket,
      Key,
      ContentType: "application/gzip",
      ChecksumAlgorithm: "CRC32",
    }),
  );
  return UploadId ?? "";
}

const send = (UploadId: string, PartNumber: number, Body: string) =>
  s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: "CRC32" }));
const complete = (UploadId: string, Parts: { PartNumber: number; ETag?: string }[], more: object = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

describe("multipart uploads", () => {
  it("become one object of their parts, in their order", async () => {
    const UploadId = await start();
    const second = await send(UploadId, 2, part("b", 3));
    const first = await send(UploadId, 1, part("a", five));
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, five],
      [2, 3],
    ]);
    const done = await complete(UploadId, [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ]);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(head).toMatchObject({ PartsCount: 2, ContentLength: 3, ContentType: "application/gzip" });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${five - 1}-` }));
    expect(await Body?.transformToString()).toBe("abbb");
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  });

  it("refuse parts that are too small, unknown or out of order", async () => {
    const UploadId = await start();
    const { ETag } = await send(UploadId, 1, "small");
    await send(UploadId, 2, "small");
    const both = (a: number, b: number) =>
      complete(
        UploadId,
        [a, b].map((PartNumber) => ({ PartNumber, ETag })),
      );
    await expect(both(1, 2)).rejects.toMatchObject({ name: "EntityTooSmall" });
    await expect(both(2, 1)).rejects.toMatchObject({ name: "InvalidPartOrder" });
    await expect(both(1, 3)).rejects.toMatchObject({ name: "InvalidPart" });
  });

  it("respect a condition at their end", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "there" }));
    const UploadId = await start();
    const { ETag } = await send(UploadId, 1, "new");
    const over = complete(UploadId, [{ PartNumber: 1, ETag }], { IfNoneMatch: "*" });
    await expect(over).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("are gone when they are aborted", async () => {
    const UploadId = await start();
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toMatchObject([
      { Key, UploadId },
    ]);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    await expect(send(UploadId, 1, "x")).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  it("take parts out of other objects", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "0123456789" }));
    const UploadId = await start();
    const { CopyPartResult } = await s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange: "bytes=2-5",
      }),
    );
    await complete(UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe("2345");
  });
});

describe("copies", () => {
  const copy = (more: object) =>
    s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: "", ...more }));
  beforeEach(() => s3.send(new PutObjectCommand({ Bucket, Key: "a b/ü", Body: "x", Metadata: { v: "1" } })));

  it("take bytes and metadata along, or new metadata", async () => {
    const CopySource = encodeURIComponent(`${Bucket}/a b/ü`);
    await copy({ CopySource });
    const head = () => s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
    expect(await head()).toMatchObject({ Metadata: { v: "1" }, ContentLength: 1 });
    await copy({ CopySource, MetadataDirective: "REPLACE", Metadata: { v: "2" } });
    expect(await head()).toMatchObject({ Metadata: { v: "2" } });
  });

  it("onto themselves have to change something", async () => {
    const same = { Key: "a b/ü", CopySource: encodeURIComponent(`${Bucket}/a b/ü`) };
    await expect(copy(same)).rejects.toMatchObject({ name: "InvalidRequest" });
    await copy({ ...same, StorageClass: "STANDARD_IA" });
  });
});
