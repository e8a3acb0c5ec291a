import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";
import { stateLocks } from "./state-locks.ts";

it("names the state locks that are held, until they are released", async () => {
  const { aws, client } = testAws({ region: "us-east-1" });
  const s3 = client(S3Client);
  const lock = { Bucket: "states", Key: "dev/terraform.tfstate.tflock" };
  await s3.send(new CreateBucketCommand({ Bucket: "states" }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: "states", VersioningConfiguration: { Status: "Enabled" } }),
  );
  await s3.send(new PutObjectCommand({ Bucket: "states", Key: "dev/terraform.tfstate", Body: "{}" }));
  expect(stateLocks(aws.store)).toEqual([]);
  const info = {
    ID: "1-2",
    Operation: "OperationTypeApply",
    Who: "me@here",
    Created: "2026-11-23T12:00:00Z",
  };
  await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify(info) }));
  expect(stateLocks(aws.store)).toEqual([
    {
      bucket: "states",
      key: lock.Key,
      id: "1-2",
      operation: "OperationTypeApply",
      who: "me@here",
      created: "2026-11-23T12:00:00Z",
    },
  ]);
  await s3.send(new DeleteObjectCommand(lock));
  expect(stateLocks(aws.store)).toEqual([]);
});
