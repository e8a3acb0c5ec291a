import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { nobody } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { assume, document, makeRole } from "../../iam/test-principals.ts";
import { fromInside } from "../../request-facts.ts";
import { type TestAws, testAws } from "../../test-aws.ts";
import { bucketQuestion } from "./access-question.ts";
import { s3Slot } from "./state.ts";

const Bucket = "data";
const bucketArn = "arn:aws:s3:::data";
const other = "999988887777";
const here = { LocationConstraint: "ap-southeast-1" } as const;
const denied = { name: "AccessDenied", $metadata: { httpStatusCode: 403 } };
let test: TestAws;
let s3: S3Client;

beforeEach(async () => {
  test = testAws();
  s3 = test.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: here }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
});

/** A client of a role that may do this. */
async function as(name: string, ...may: Record<string, unknown>[]): Promise<S3Client> {
  return test.client(S3Client, { as: await assume(test, await makeRole(test, name, { may })) });
}

function policy(...statements: Record<string, unknown>[]) {
  return s3.send(new PutBucketPolicyCommand({ Bucket, Policy: document(...statements) }));
}

/** A request without a signature, as a browser sends it. */
async function anonymous(method: string, path: string, body = ""): Promise<number> {
  const headers = { host: "127.0.0.1" };
  const request = { method, path, query: "", headers, body: Buffer.from(body), secure: false };
  return (await test.aws.handle(request)).status;
}

describe("identity policies", () => {
  it("tell objects from their bucket, and versions from objects", async () => {
    const reader = await as("reader", { Action: "s3:GetObject", Resource: `${bucketArn}/*` });
    expect(
      await (await reader.send(new GetObjectCommand({ Bucket, Key: "a" }))).Body?.transformToString(),
    ).toBe("1");
    await reader.send(new HeadObjectCommand({ Bucket, Key: "a" }));
    await expect(reader.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      ...denied,
      message:
        'User: arn:aws:sts::123456789012:assumed-role/reader/test is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action',
    });
    const refused = [
      [new GetObjectCommand({ Bucket, Key: "a", VersionId: "null" }), /s3:GetObjectVersion on/],
      [new GetObjectTaggingCommand({ Bucket, Key: "a" }), /s3:GetObjectTagging on/],
      [new PutObjectCommand({ Bucket, Key: "a", Body: "2" }), /s3:PutObject on/],
      [new DeleteObjectCommand({ Bucket, Key: "a" }), /s3:DeleteObject on/],
      [new GetBucketEncryptionCommand({ Bucket }), /s3:GetEncryptionConfiguration on/],
      [new ListBucketsCommand({}), /s3:ListAllMyBuckets because/],
      [new CopyObjectCommand({ Bucket, Key: "b", CopySource: "data/a" }), /s3:PutObject on/],
    ] as const;
    for (const [command, message] of refused)
      await expect(reader.send(command as GetObjectCommand)).rejects.toMatchObject({
        ...denied,
        message: expect.stringMatching(message),
      });
    const head = reader.send(new HeadBucketCommand({ Bucket }));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it("decide whether a missing object is told from a forbidden one", async () => {
    const object = { Action: "s3:GetObject", Resource: `${bucketArn}/*` };
    const blind = await as("blind", object);
    const get = new GetObjectCommand({ Bucket, Key: "missing" });
    await expect(blind.send(get)).rejects.toMatchObject({
      ...denied,
      message: expect.stringMatching(/s3:ListBucket/),
    });
    const seeing = await as("seeing", object, { Action: "s3:ListBucket", Resource: bucketArn });
    await expect(seeing.send(get)).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("may hold a listing to a prefix, and a write to tags and encryption", async () => {
    const Condition = { StringLike: { "s3:prefix": "team/*" } };
    const lister = await as("lister", { Action: "s3:ListBucket", Resource: bucketArn, Condition });
    await lister.send(new ListObjectsV2Command({ Bucket, Prefix: "team/x" }));
    await expect(lister.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(denied);
    const writer = await as("writer", {
      Action: ["s3:PutObject", "s3:PutObjectTagging"],
      Resource: `${bucketArn}/*`,
      Condition: {
        StringEquals: { "s3:RequestObjectTag/stage": "dev", "s3:x-amz-server-side-encryption": "AES256" },
      },
    });
    const ServerSideEncryption = "AES256";
    await writer.send(
      new PutObjectCommand({ Bucket, Key: "b", Body: "2", Tagging: "stage=dev", ServerSideEncryption }),
    );
    for (const wrong of [{ Tagging: "stage=dev" }, { Tagging: "stage=prod", ServerSideEncryption } as const])
      await expect(
        writer.send(new PutObjectCommand({ Bucket, Key: "b", Body: "2", ...wrong })),
      ).rejects.toMatchObject(denied);
    const tagged = { StringEquals: { "s3:ExistingObjectTag/stage": "dev" } };
    const reader = await as("reader", { Action: "s3:GetObject", Resource: "*", Condition: tagged });
    await reader.send(new GetObjectCommand({ Bucket, Key: "b" }));
    await expect(reader.send(new GetObjectCommand({ Bucket, Key: "a" }))).rejects.toMatchObject(denied);
  });

  it("are asked for each key of a deletion by itself", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "2" }));
    const cleaner = await as("cleaner", { Action: "s3:DeleteObject", Resource: `${bucketArn}/b` });
    const Delete = { Objects: [{ Key: "a" }, { Key: "b" }] };
    const { Deleted, Errors } = await cleaner.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted).toEqual([{ Key: "b" }]);
    expect(Errors).toMatchObject([
      { Key: "a", Code: "AccessDenied", Message: expect.stringMatching(/s3:DeleteObject on/) },
    ]);
  });

  it("let a role make a bucket with a lock only where it may set one", async () => {
    const maker = await as("maker", { Action: "s3:CreateBucket", Resource: "*" });
    await maker.send(new CreateBucketCommand({ Bucket: "plain", CreateBucketConfiguration: here }));
    const locked = { Bucket: "locked", CreateBucketConfiguration: here, ObjectLockEnabledForBucket: true };
    await expect(maker.send(new CreateBucketCommand(locked))).rejects.toMatchObject({
      message: expect.stringMatching(/s3:PutBucketObjectLockConfiguration/),
    });
  });

  it("let a role hand another one to S3 only with iam:PassRole", async () => {
    const Role = await makeRole(test, "replication");
    const admin = await as("admin", { Action: "s3:*", Resource: "*" });
    const Destination = { Bucket: "arn:aws:s3:::replica" };
    const Rules = [{ Status: "Enabled" as const, Prefix: "", Destination }];
    const ReplicationConfiguration = { Role, Rules };
    const put = admin.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    await expect(put).rejects.toMatchObject({
      message: expect.stringMatching(/iam:PassRole on resource: .*role\/replication/),
    });
  });
});

describe("a bucket's policy", () => {
  it("lets in whom it names, and keeps out whom it denies", async () => {
    const role = await makeRole(test, "reader");
    const reader = test.client(S3Client, { as: await assume(test, role) });
    const get = () => reader.send(new GetObjectCommand({ Bucket, Key: "a" }));
    await expect(get()).rejects.toMatchObject(denied);
    const allow = { Principal: { AWS: role }, Action: "s3:GetObject", Resource: `${bucketArn}/*` };
    await policy(allow);
    await get();
    await policy(allow, { ...allow, Effect: "Deny", Principal: "*" });
    await expect(get()).rejects.toMatchObject({
      message: expect.stringMatching(/explicit deny in a resource-based policy/),
    });
    const admin = s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    await expect(admin).rejects.toMatchObject({
      message: expect.stringMatching(/explicit deny in a resource-based policy/),
    });
  });

  it("that asks for TLS takes connections on this machine for secure, and no others", async () => {
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    const Resource = [bucketArn, `${bucketArn}/*`];
    await policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource, Condition });
    await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    const credential = "AWS4-HMAC-SHA256 Credential=123456789012/20261123/ap-southeast-1/s3/aws4_request";
    const headers = { host: "data.s3.ap-southeast-1.amazonaws.com", authorization: credential };
    const request = { method: "GET", path: "/a", query: "", headers, body: new Uint8Array() };
    expect((await test.aws.handle({ ...request, secure: false })).status).toBe(403);
    expect((await test.aws.handle({ ...request, secure: true })).status).toBe(200);
  });

  it("never keeps the root of its account from the policy itself", async () => {
    await policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`] });
    const state = () => test.aws.store.state(s3Slot, "", "");
    const asked = (action: `s3:${string}`, account: string) => {
      const ctx = { caller: { ...nobody, kind: "root", account }, request: fromInside, state };
      return bucketQuestion(action, Bucket, ctx as unknown as Context).resourcePolicy;
    };
    expect(asked("s3:PutBucketPolicy", "123456789012")).toBeUndefined();
    expect(asked("s3:DeleteBucketPolicy", "123456789012")).toBeUndefined();
    expect(asked("s3:ListBucket", "123456789012")).toBeDefined();
    expect(asked("s3:PutBucketPolicy", other)).toBeDefined();
  });

  it("opens the bucket to another account, whose own policies then decide", async () => {
    const theirs = test.client(S3Client, { account: other });
    const get = () => theirs.send(new GetObjectCommand({ Bucket, Key: "a" }));
    await expect(get()).rejects.toMatchObject(denied);
    await policy({ Principal: { AWS: other }, Action: "s3:GetObject", Resource: `${bucketArn}/*` });
    await get();
    await expect(theirs.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(denied);
    const Resource = [bucketArn, `${bucketArn}/*`];
    await policy({ Principal: { AWS: other }, Action: "s3:*", Resource });
    const take = theirs.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(take).rejects.toMatchObject({ name: "MethodNotAllowed" });
    const guarded = theirs.send(new GetObjectCommand({ Bucket, Key: "a", ExpectedBucketOwner: other }));
    await expect(guarded).rejects.toMatchObject(denied);
  });

  it("that is public lets everybody in once nothing blocks it", async () => {
    const open = { Principal: "*", Action: "s3:GetObject", Resource: `${bucketArn}/*` };
    await expect(policy(open)).rejects.toMatchObject({ message: expect.stringMatching(/BlockPublicPolicy/) });
    expect(await anonymous("GET", "/data/a")).toBe(403);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await policy(open);
    expect(await anonymous("GET", "/data/a")).toBe(200);
    expect(await anonymous("GET", "/data/missing")).toBe(403);
    expect(await anonymous("PUT", "/data/b", "2")).toBe(403);
    const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await anonymous("GET", "/data/a")).toBe(403);
    const theirs = test.client(S3Client, { account: other });
    await expect(theirs.send(new GetObjectCommand({ Bucket, Key: "a" }))).rejects.toMatchObject(denied);
    await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
  });

  it("has no say in which region the bucket is, and may keep out even its owner's administrator", async () => {
    const tokyo = test.client(S3Client, { region: "ap-northeast-1" });
    await policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`] });
    await expect(tokyo.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 301 },
    });
    const east = test.client(S3Client, { region: "us-east-1" });
    await expect(east.send(new GetBucketLocationCommand({ Bucket }))).rejects.toMatchObject(denied);
    await expect(s3.send(new DeleteBucketPolicyCommand({ Bucket }))).rejects.toMatchObject(denied);
  });

  it.each([
    ["no JSON", "policy", /first byte must be '{'|Json/i],
    [
      "no principal",
      document({ Action: "s3:GetObject", Resource: `${bucketArn}/*` }),
      "Missing required field Principal",
    ],
    [
      "an unknown role",
      document({
        Principal: { AWS: "arn:aws:iam::123456789012:role/x" },
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
      }),
      "Invalid principal in policy",
    ],
    [
      "another account's unknown user",
      document({
        Principal: { AWS: `arn:aws:iam::${other}:user/x` },
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
      }),
      "Invalid principal in policy",
    ],
    [
      "an action on objects for the bucket",
      document({ Principal: { AWS: other }, Action: "s3:GetObject", Resource: bucketArn }),
      "Action does not apply to any resource(s) in statement",
    ],
    [
      "an action on the bucket for objects",
      document({ Principal: { AWS: other }, Action: "s3:ListBucket", Resource: `${bucketArn}/*` }),
      "Action does not apply to any resource(s) in statement",
    ],
    [
      "an action that is none",
      document({ Principal: { AWS: other }, Action: "s3:HeadObject", Resource: `${bucketArn}/*` }),
      "Policy has invalid action",
    ],
    [
      "another bucket",
      document({ Principal: { AWS: other }, Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" }),
      "Policy has invalid resource",
    ],
  ])("is refused with %s", async (_what, Policy, message) => {
    const put = s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const wording = typeof message === "string" ? message : expect.stringMatching(message);
    await expect(put).rejects.toMatchObject({ name: "MalformedPolicy", message: wording });
  });

  it("takes wildcards that reach something, and no more than 20 kB", async () => {
    const Resource = [bucketArn, `${bucketArn}/*`];
    await policy({ Principal: { AWS: other }, Action: ["s3:*", "s3:Get*", "s3:List*"], Resource });
    const Sid = "x".repeat(20_480);
    const large = policy({ Sid, Principal: { AWS: other }, Action: "s3:*", Resource });
    await expect(large).rejects.toMatchObject({ name: "PolicyTooLarge" });
  });
});

describe("access control lists", () => {
  const own = (Bucket: string) =>
    s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: here, ObjectOwnership: "ObjectWriter" }),
    );

  it("open an object to everybody where they count and public ones are not ignored", async () => {
    await own("lists");
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: "lists" }));
    await s3.send(new PutObjectCommand({ Bucket: "lists", Key: "a", Body: "1", ACL: "public-read" }));
    await s3.send(new PutObjectCommand({ Bucket: "lists", Key: "b", Body: "1" }));
    expect(await anonymous("GET", "/lists/a")).toBe(200);
    expect(await anonymous("GET", "/lists/b")).toBe(403);
    const PublicAccessBlockConfiguration = { IgnorePublicAcls: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket: "lists", PublicAccessBlockConfiguration }));
    expect(await anonymous("GET", "/lists/a")).toBe(403);
  });

  it("keep another account's object from the bucket's owner until it is given", async () => {
    await own("inbox");
    const write = { Principal: { AWS: other }, Action: "s3:Put*", Resource: "arn:aws:s3:::inbox/*" };
    const say = (...more: Record<string, unknown>[]) =>
      s3.send(new PutBucketPolicyCommand({ Bucket: "inbox", Policy: document(write, ...more) }));
    await say();
    const theirs = test.client(S3Client, { account: other });
    const put = (ACL?: "bucket-owner-full-control") =>
      theirs.send(new PutObjectCommand({ Bucket: "inbox", Key: "a", Body: "1", ACL }));
    const get = () => s3.send(new GetObjectCommand({ Bucket: "inbox", Key: "a" }));
    await put();
    await expect(get()).rejects.toMatchObject(denied);
    await put("bucket-owner-full-control");
    await get();
    const { Owner, Grants } = await theirs.send(new GetObjectAclCommand({ Bucket: "inbox", Key: "a" }));
    expect(Grants?.map(({ Permission }) => Permission)).toEqual(["FULL_CONTROL", "FULL_CONTROL"]);
    expect(Grants?.[0]?.Grantee?.ID).toBe(Owner?.ID);
    await theirs.send(new PutObjectAclCommand({ Bucket: "inbox", Key: "a", ACL: "private" }));
    await expect(get()).rejects.toMatchObject(denied);
    // Of its policy only what it denies counts, and that for everybody.
    const all = { Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::inbox/*" };
    const their = () => theirs.send(new GetObjectCommand({ Bucket: "inbox", Key: "a" }));
    await their();
    await say({ ...all, Principal: { AWS: "123456789012" } });
    await expect(get()).rejects.toMatchObject(denied);
    await say({ ...all, Effect: "Deny" });
    await expect(their()).rejects.toMatchObject(denied);
    // What lies in the bucket its owner may throw away, whosever it is.
    await s3.send(new DeleteObjectCommand({ Bucket: "inbox", Key: "a" }));
  });

  it("count for nothing where the bucket's owner owns everything", async () => {
    await policy({ Principal: { AWS: other }, Action: "s3:PutObject", Resource: `${bucketArn}/*` });
    const theirs = test.client(S3Client, { account: other });
    await theirs.send(new PutObjectCommand({ Bucket, Key: "b", Body: "2" }));
    await s3.send(new GetObjectCommand({ Bucket, Key: "b" }));
    await expect(theirs.send(new GetObjectCommand({ Bucket, Key: "b" }))).rejects.toMatchObject(denied);
  });
});

describe("conditional writes", () => {
  it("may be all that a policy lets through, and of two one succeeds", async () => {
    const Status = "Enabled";
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    const Condition = { Null: { "s3:if-none-match": "true" } };
    await policy({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `${bucketArn}/*`,
      Condition,
    });
    const put = (more: object) => s3.send(new PutObjectCommand({ Bucket, Key: "lock", Body: "1", ...more }));
    await expect(put({})).rejects.toMatchObject(denied);
    const both = await Promise.allSettled([put({ IfNoneMatch: "*" }), put({ IfNoneMatch: "*" })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
