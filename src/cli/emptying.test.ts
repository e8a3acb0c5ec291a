import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, serve } from "../local-aws/server.ts";
import { testAws } from "../local-aws/test-aws.ts";
import { EngineFailed } from "../terraform/errors.ts";
import type { Deployment } from "./deployment.ts";
import { emptyKeptBuckets } from "./emptying.ts";

const Bucket = "audit-files";
let server: LocalServer;
let s3: S3Client;

beforeEach(async () => {
  const { aws, client } = testAws();
  server = await serve(aws);
  s3 = client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  for (const Body of ["1", "2"]) await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
});
afterEach(() => server.close());

const deployment = () =>
  ({
    local: { endpoint: server.endpoint },
    settings: { account_id: "123456789012", region: "ap-southeast-1" },
    workspace: {
      stateResources: async () => [
        { address: "aws_s3_bucket.logs", type: "aws_s3_bucket", attributes: { bucket: Bucket } },
        { address: "aws_vpc.vpc", type: "aws_vpc", attributes: { id: "vpc-1" } },
      ],
    },
  }) as unknown as Deployment;

function refusal(detail: string): EngineFailed {
  const diagnostics = [{ severity: "error" as const, summary: "deleting S3 Bucket", detail }];
  return new EngineFailed({ command: "apply", interrupted: false, diagnostics, output: "" });
}

test("a bucket that AWS kept is emptied of all versions, and then goes", async () => {
  const kept = refusal("api error BucketNotEmpty: The bucket you tried to delete is not empty.");
  expect(await emptyKeptBuckets(deployment(), kept)).toEqual([
    expect.stringContaining(`Emptied ${Bucket} (3 objects and versions)`),
  ]);
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

test("nothing is emptied after any other failure", async () => {
  expect(await emptyKeptBuckets(deployment(), refusal("api error AccessDenied: no"))).toEqual([]);
  expect(await emptyKeptBuckets(deployment(), new Error("BucketNotEmpty"))).toEqual([]);
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
  });
});
