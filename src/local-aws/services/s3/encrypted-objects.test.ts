import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { assume, document, makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const Bucket = "data";
const objects = { Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::data/*" };
const account = { Principal: { AWS: "123456789012" }, Action: "kms:*", Resource: "*" };
const other = "999988887777";
let test: TestAws;
let s3: S3Client;
let kms: KMSClient;
let keyArn: string;

beforeEach(async () => {
  test = testAws();
  s3 = test.client(S3Client);
  kms = test.client(KMSClient);
  const LocationConstraint = "ap-southeast-1";
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
});

async function as(name: string, ...may: Record<string, unknown>[]): Promise<S3Client> {
  return test.client(S3Client, { as: await assume(test, await makeRole(test, name, { may })) });
}

function put(client: S3Client, more: object = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }) {
  return client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1", ...more }));
}

function get(client: S3Client) {
  return client.send(new GetObjectCommand({ Bucket, Key: "a" }));
}

function byDefault(BucketKeyEnabled: boolean, KMSMasterKeyID = keyArn) {
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID } as const;
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }];
  const ServerSideEncryptionConfiguration = { Rules };
  return s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
}

describe("objects under a KMS key", () => {
  it("are written with kms:GenerateDataKey and read with kms:Decrypt, by default encryption as well", async () => {
    const plain = await as("plain", objects);
    await expect(put(plain)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::123456789012:assumed-role/plain/test is not authorized to perform: kms:GenerateDataKey on resource: ${keyArn} because no identity-based policy allows the kms:GenerateDataKey action`,
    });
    await byDefault(false);
    await expect(put(plain, {})).rejects.toMatchObject({
      message: expect.stringMatching(/kms:GenerateDataKey/),
    });
    const writer = await as("writer", objects, { Action: "kms:GenerateDataKey", Resource: keyArn });
    expect(await put(writer, {})).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn });
    await expect(get(writer)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(/kms:Decrypt/),
    });
    await writer.send(new HeadObjectCommand({ Bucket, Key: "a" }));
    const reader = await as("reader", objects, { Action: "kms:Decrypt", Resource: keyArn });
    expect(await (await get(reader)).Body?.transformToString()).toBe("1");
    await put(plain, { ServerSideEncryption: "AES256" });
    await get(plain);
  });

  it("tell KMS their ARN, with a bucket key the bucket's, and that S3 asks", async () => {
    const use = (name: string, context: string, via = "s3.ap-southeast-1.amazonaws.com") =>
      as(name, objects, {
        Action: "kms:*",
        Resource: keyArn,
        Condition: {
          StringEquals: { "kms:ViaService": via, "kms:EncryptionContext:aws:s3:arn": context },
        },
      });
    const ofObject = await use("of-object", "arn:aws:s3:::data/a");
    const ofBucket = await use("of-bucket", "arn:aws:s3:::data");
    const elsewhere = await use("elsewhere", "arn:aws:s3:::data/a", "s3.eu-west-1.amazonaws.com");
    await byDefault(false);
    await put(ofObject, {});
    await get(ofObject);
    await expect(get(ofBucket)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(get(elsewhere)).rejects.toMatchObject({ name: "AccessDenied" });
    await byDefault(true);
    await put(ofBucket, {});
    await get(ofBucket);
    await expect(get(ofObject)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("may have more in their encryption context, which reads carry on", async () => {
    const Condition = { StringEquals: { "kms:EncryptionContext:team": "ml" } };
    const ml = await as("ml", objects, { Action: "kms:*", Resource: keyArn, Condition });
    const sse = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn };
    await expect(put(ml, sse)).rejects.toMatchObject({ name: "AccessDenied" });
    const SSEKMSEncryptionContext = Buffer.from(JSON.stringify({ team: "ml" })).toString("base64");
    await put(ml, { ...sse, SSEKMSEncryptionContext });
    await get(ml);
    const broken = put(ml, { ...sse, SSEKMSEncryptionContext: "no JSON" });
    await expect(broken).rejects.toMatchObject({ name: "InvalidArgument" });
  });

  it("cannot be used while their key cannot", async () => {
    await put(s3);
    await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
    const disabled = { name: "KMS.DisabledException", message: `${keyArn} is disabled.` };
    await expect(get(s3)).rejects.toMatchObject(disabled);
    await expect(put(s3)).rejects.toMatchObject(disabled);
    await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
    await get(s3);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn }));
    const pending = { name: "KMS.KMSInvalidStateException", message: `${keyArn} is pending deletion.` };
    await expect(get(s3)).rejects.toMatchObject(pending);
    const SSEKMSKeyId = keyArn.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
    const missing = put(s3, { ServerSideEncryption: "aws:kms", SSEKMSKeyId });
    await expect(missing).rejects.toMatchObject({
      name: "KMS.NotFoundException",
      message: `Key '${SSEKMSKeyId}' does not exist`,
    });
    const far = put(s3, {
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: keyArn.replace("ap-southeast-1", "eu-west-1"),
    });
    await expect(far).rejects.toMatchObject({
      name: "KMS.NotFoundException",
      message: "Invalid arn eu-west-1",
    });
  });

  it("are refused where a key comes without aws:kms", async () => {
    await expect(put(s3, { SSEKMSKeyId: keyArn })).rejects.toMatchObject({ name: "InvalidArgument" });
    const Rules = [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256", KMSMasterKeyID: keyArn } as const },
    ];
    const ServerSideEncryptionConfiguration = { Rules };
    const wrong = s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    await expect(wrong).rejects.toMatchObject({
      name: "InvalidArgument",
      message:
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    });
  });

  it("are copied with both keys' permissions", async () => {
    await put(s3);
    const copy = (client: S3Client, more: object) =>
      client.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: "data/a", ...more }));
    const generate = await as("generate", objects, { Action: "kms:GenerateDataKey", Resource: "*" });
    const encrypted = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn };
    await expect(copy(generate, encrypted)).rejects.toMatchObject({
      message: expect.stringMatching(/kms:Decrypt/),
    });
    const decrypt = await as("decrypt", objects, { Action: "kms:Decrypt", Resource: "*" });
    await expect(copy(decrypt, encrypted)).rejects.toMatchObject({
      message: expect.stringMatching(/kms:GenerateDataKey/),
    });
    await copy(decrypt, {});
  });

  it("need kms:Decrypt from their first part on", async () => {
    const place = { Bucket, Key: "large" };
    const begin = (client: S3Client) =>
      client.send(
        new CreateMultipartUploadCommand({
          ...place,
          ServerSideEncryption: "aws:kms",
          SSEKMSKeyId: keyArn,
        }),
      );
    const part = (client: S3Client, UploadId?: string) =>
      client.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: "1" }));
    const upload = async (client: S3Client) => {
      const { UploadId } = await begin(client);
      const { ETag } = await part(client, UploadId);
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      return client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));
    };
    const half = await as("half", objects, { Action: "kms:GenerateDataKey", Resource: keyArn });
    const { UploadId } = await begin(half);
    const refused = { name: "AccessDenied", message: expect.stringMatching(/kms:Decrypt/) };
    await expect(part(half, UploadId)).rejects.toMatchObject(refused);
    const whole = await as("whole", objects, {
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: keyArn,
    });
    expect(await upload(whole)).toMatchObject({ SSEKMSKeyId: keyArn });
  });
});

describe("across accounts", () => {
  it("the bucket's and the key's policies have to agree, and S3's own key is out of reach", async () => {
    const theirs = test.client(S3Client, { account: other });
    const Policy = document({ Principal: { AWS: other }, ...objects });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await put(s3);
    await expect(get(theirs)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(/kms:Decrypt/),
    });
    const shared = { Principal: { AWS: other }, Action: "kms:Decrypt", Resource: "*" };
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: document(account, shared) }));
    await get(theirs);
    await put(s3, { ServerSideEncryption: "aws:kms" });
    await expect(get(theirs)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(/kms:Decrypt/),
    });
    await get(s3);
  });
});
