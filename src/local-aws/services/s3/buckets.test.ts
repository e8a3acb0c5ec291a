import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { type TestAws, testAws } from "../../test-aws.ts";
import { refuseBadName } from "./bucket-name.ts";

const here = { LocationConstraint: "ap-southeast-1" } as const;
let test: TestAws;
let s3: S3Client;

beforeEach(() => {
  test = testAws();
  s3 = test.client(S3Client);
});

describe("buckets", () => {
  it("are closed, encrypted and without lists from their first moment", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket: "data" }));
    expect(Object.values(block.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: "data" }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
    ]);
    const acl = await s3.send(new GetBucketAclCommand({ Bucket: "data" }));
    expect(acl.Grants).toEqual([
      { Grantee: { Type: "CanonicalUser", ID: acl.Owner?.ID }, Permission: "FULL_CONTROL" },
    ]);
    const put = s3.send(new PutBucketAclCommand({ Bucket: "data", ACL: "private" }));
    await expect(put).rejects.toMatchObject({ name: "AccessControlListNotSupported" });
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: "data" }))).Status).toBeUndefined();
  });

  it.each(["us-east-1", "mars-1"])("are not made from us-east-1 in %s", async (LocationConstraint) => {
    const made = test.client(S3Client, { region: "us-east-1" }).send(
      new CreateBucketCommand({
        Bucket: "data",
        CreateBucketConfiguration: { LocationConstraint: LocationConstraint as never },
      }),
    );
    await expect(made).rejects.toMatchObject({
      name: "InvalidLocationConstraint",
      message: "The specified location-constraint is not valid",
    });
  });

  it("have one name in all of AWS", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    const again = s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    await expect(again).rejects.toMatchObject({
      name: "BucketAlreadyOwnedByYou",
      $metadata: { httpStatusCode: 409 },
    });
    const other = test.client(S3Client, { account: "999988887777" });
    const taken = other.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    await expect(taken).rejects.toMatchObject({ name: "BucketAlreadyExists" });
    const head = other.send(new HeadBucketCommand({ Bucket: "data" }));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect((await other.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it.each([
    "ab",
    "Data",
    "my_data",
    "data-",
    ".data",
    "my..data",
    "192.168.5.4",
    "xn--data",
    "sthree-data",
    "data--ol-s3",
    "amzn-s3-demo-data",
    "data-s3alias",
    "x".repeat(64),
  ])("are not called %s", async (Bucket) => {
    const made = s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: here }));
    await expect(made).rejects.toMatchObject({
      name: "InvalidBucketName",
      message: "The specified bucket is not valid.",
    });
    const asked = s3.send(new GetBucketLocationCommand({ Bucket }));
    await expect(asked).rejects.toMatchObject({ name: "InvalidBucketName" });
  });

  // Clients send these elsewhere before S3 hears of them.
  it.each(["data.mrap", "data--x-s3"])("are not called %s either", (name) => {
    expect(() => refuseBadName(name)).toThrow("The specified bucket is not valid.");
  });

  it("are no more than the account may have, whatever other accounts have", async () => {
    test = testAws({ quotas: { "s3:buckets": 1 } });
    const make = (account: string, Bucket: string) =>
      test
        .client(S3Client, { account })
        .send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: here }));
    await make("123456789012", "data");
    await make("999988887777", "theirs");
    await expect(make("123456789012", "more")).rejects.toMatchObject({
      name: "TooManyBuckets",
      message: "You have attempted to create more buckets than allowed",
    });
  });

  it("made twice by their owner are a success in us-east-1 alone", async () => {
    const east = test.client(S3Client, { region: "us-east-1" });
    await east.send(new CreateBucketCommand({ Bucket: "east" }));
    await east.send(new CreateBucketCommand({ Bucket: "east" }));
  });

  it("are made in the region that the request is sent to", async () => {
    const there = { LocationConstraint: "eu-west-1" } as const;
    const elsewhere = s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: there }));
    await expect(elsewhere).rejects.toMatchObject({ name: "IllegalLocationConstraintException" });
    await s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    const east = test.client(S3Client, { region: "us-east-1" });
    await expect(east.send(new HeadBucketCommand({ Bucket: "data" }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { "x-amz-bucket-region": "ap-southeast-1" } },
    });
    expect((await east.send(new GetBucketLocationCommand({ Bucket: "data" }))).LocationConstraint).toBe(
      "ap-southeast-1",
    );
    expect((await s3.send(new HeadBucketCommand({ Bucket: "data" }))).BucketRegion).toBe("ap-southeast-1");
    await east.send(new CreateBucketCommand({ Bucket: "east" }));
    const { LocationConstraint } = await east.send(new GetBucketLocationCommand({ Bucket: "east" }));
    expect(LocationConstraint).toBeUndefined();
  });

  it("go only when no version and no delete marker is left in them", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    const Status = "Enabled";
    await s3.send(new PutBucketVersioningCommand({ Bucket: "data", VersioningConfiguration: { Status } }));
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: "data", Key: "a", Body: "1" }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: "data", Key: "a" }));
    const early = s3.send(new DeleteBucketCommand({ Bucket: "data" }));
    await expect(early).rejects.toMatchObject({ name: "BucketNotEmpty", $metadata: { httpStatusCode: 409 } });
    await s3.send(new DeleteObjectCommand({ Bucket: "data", Key: "a", VersionId }));
    await s3.send(new DeleteObjectCommand({ Bucket: "data", Key: "a", VersionId: marker.VersionId }));
    expect(test.aws.inventory()).toEqual([
      {
        service: "s3",
        account: "123456789012",
        region: "ap-southeast-1",
        type: "AWS::S3::Bucket",
        id: "data",
      },
    ]);
    await s3.send(new DeleteBucketCommand({ Bucket: "data" }));
    const head = s3.send(new HeadBucketCommand({ Bucket: "data" }));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
    expect(test.aws.inventory()).toEqual([]);
  });

  it("are listed in pages", async () => {
    for (const Bucket of ["c-data", "a-data", "b-data"])
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: here }));
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 2 }));
    expect(first.Buckets?.map(({ Name }) => Name)).toEqual(["a-data", "b-data"]);
    const next = await s3.send(new ListBucketsCommand({ ContinuationToken: first.ContinuationToken }));
    expect(next.Buckets?.map(({ Name }) => Name)).toEqual(["c-data"]);
    expect(next.ContinuationToken).toBeUndefined();
  });

  it("say which setting was never made", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here }));
    const status = s3.send(new GetBucketPolicyStatusCommand({ Bucket: "data" }));
    await expect(status).rejects.toMatchObject({
      name: "NoSuchBucketPolicy",
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe("bucket policies", () => {
  const put = (statement: object) =>
    s3.send(
      new PutBucketPolicyCommand({
        Bucket: "data",
        Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );

  beforeEach(() => s3.send(new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: here })));

  it("may deny everybody, and speak of this bucket only", async () => {
    const deny = { Effect: "Deny", Principal: "*", Action: ["s3:GetObject", "s3:PutBucketAcl"] };
    await put({ ...deny, Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"] });
    const { PolicyStatus } = await s3.send(new GetBucketPolicyStatusCommand({ Bucket: "data" }));
    expect(PolicyStatus?.IsPublic).toBe(false);
    const other = put({ ...deny, Resource: "arn:aws:s3:::other/*" });
    await expect(other).rejects.toMatchObject({
      name: "MalformedPolicy",
      message: "Policy has invalid resource",
    });
  });

  it("name no condition keys of S3 that there are not", async () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::data/*" };
    const only = (key: string) => put({ ...deny, Condition: { StringNotEquals: { [key]: "x" } } });
    await expect(only("s3:x-acl")).rejects.toMatchObject({
      name: "MalformedPolicy",
      message: "Policy has an invalid condition key",
    });
    for (const key of ["s3:x-amz-acl", "s3:ExistingObjectTag/team", "s3:TlsVersion", "aws:Whatever"])
      await only(key);
  });

  it("may not be public while public policies are blocked", async () => {
    const allow = {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::data/*",
    };
    await expect(put(allow)).rejects.toMatchObject({ name: "AccessDenied" });
    await put({ ...allow, Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } });
    const open = { ...allow, Condition: { StringLike: { "aws:SourceAccount": "*" } } };
    await expect(put(open)).rejects.toMatchObject({ name: "AccessDenied" });
  });
});
