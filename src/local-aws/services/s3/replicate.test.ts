import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const trust = { Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
const may = [
  {
    Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"],
    Resource: "arn:aws:s3:::data/*",
  },
  { Action: ["s3:ReplicateObject", "s3:ReplicateDelete"], Resource: "arn:aws:s3:::replica/*" },
];
let test: TestAws;
let s3: S3Client;
let tokyo: S3Client;

beforeEach(async () => {
  test = testAws();
  s3 = test.client(S3Client);
  tokyo = test.client(S3Client, { region: "ap-northeast-1" });
  for (const [client, Bucket, LocationConstraint] of [
    [s3, "data", "ap-southeast-1"],
    [tokyo, "replica", "ap-northeast-1"],
  ] as const) {
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
    const VersioningConfiguration = { Status: "Enabled" as const };
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
});

function replicate(Role: string, kms?: string) {
  const encryption = kms && {
    SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" as const } },
  };
  const rule = {
    Status: "Enabled",
    Priority: 0,
    Filter: { Prefix: "" },
    DeleteMarkerReplication: { Status: "Enabled" },
    ...encryption,
    Destination: {
      Bucket: "arn:aws:s3:::replica",
      StorageClass: "STANDARD_IA",
      ...(kms && { EncryptionConfiguration: { ReplicaKmsKeyID: kms } }),
    },
  } as const;
  const ReplicationConfiguration = { Role, Rules: [rule] };
  return s3.send(new PutBucketReplicationCommand({ Bucket: "data", ReplicationConfiguration }));
}

const put = (more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket: "data", Key: "a", Body: "1", ...more }));
const status = async () =>
  (await s3.send(new HeadObjectCommand({ Bucket: "data", Key: "a" }))).ReplicationStatus;
const replica = () => tokyo.send(new GetObjectCommand({ Bucket: "replica", Key: "a" }));

describe("replication", () => {
  it("brings objects and delete markers to the other bucket, as the role that it was given", async () => {
    await replicate(await makeRole(test, "replication", { trust, may }));
    const { VersionId } = await put();
    expect(await status()).toBe("COMPLETED");
    const copy = await replica();
    expect(copy).toMatchObject({ VersionId, ReplicationStatus: "REPLICA", StorageClass: "STANDARD_IA" });
    expect(await copy.Body?.transformToString()).toBe("1");
    await s3.send(new DeleteObjectCommand({ Bucket: "data", Key: "a" }));
    await expect(replica()).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it.each([
    ["S3 may not take the role on", { may }],
    ["the role may not read", { trust, may: may.slice(1) }],
    ["the role may not write", { trust, may: may.slice(0, 1) }],
  ])("leaves objects behind when %s", async (_why, props) => {
    await replicate(await makeRole(test, "replication", props));
    await put();
    expect(await status()).toBe("FAILED");
    await expect(replica()).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("needs both keys where a key encrypts", async () => {
    const key = async (region: string) =>
      (await test.client(KMSClient, { region }).send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
    const [from, to] = [await key("ap-southeast-1"), await key("ap-northeast-1")];
    const sse = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: from };
    const decrypt = { Action: "kms:Decrypt", Resource: from };
    const encrypt = { Action: "kms:Encrypt", Resource: to };
    await replicate(await makeRole(test, "half", { trust, may: [...may, decrypt] }), to);
    await put(sse);
    expect(await status()).toBe("FAILED");
    await replicate(await makeRole(test, "whole", { trust, may: [...may, decrypt, encrypt] }), to);
    await put(sse);
    expect(await status()).toBe("COMPLETED");
    expect(await replica()).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: to });
    await replicate(await makeRole(test, "plain", { trust, may }));
    await put(sse);
    expect(await status()).toBeUndefined();
  });
});
