import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { assume, makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const Bucket = "data";
const day = 86_400_000;
const later = (days: number) => new Date(Date.UTC(2026, 10, 23) + days * day);
const locked = {
  name: "AccessDenied",
  message: "Access Denied because object protected by object lock.",
};
let now: Date;
let test: TestAws;
let s3: S3Client;

beforeEach(async () => {
  now = later(0);
  test = testAws({ now: () => now });
  s3 = test.client(S3Client);
  const CreateBucketConfiguration = { LocationConstraint: "ap-southeast-1" } as const;
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }),
  );
});

const put = (more: object = {}) => s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1", ...more }));
const retain = (Mode: "GOVERNANCE" | "COMPLIANCE", RetainUntilDate: Date, more: object = {}) =>
  s3.send(new PutObjectRetentionCommand({ Bucket, Key: "a", Retention: { Mode, RetainUntilDate }, ...more }));

describe("object lock", () => {
  it("keeps a version until its time is over, and lets nobody weaken compliance", async () => {
    const ObjectLockRetainUntilDate = later(2);
    const { VersionId } = await put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate });
    const remove = () =>
      s3.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId, BypassGovernanceRetention: true }));
    await expect(remove()).rejects.toMatchObject(locked);
    await expect(retain("COMPLIANCE", later(1))).rejects.toMatchObject(locked);
    await expect(retain("GOVERNANCE", later(3))).rejects.toMatchObject(locked);
    await retain("COMPLIANCE", later(3));
    now = later(2.5);
    await expect(remove()).rejects.toMatchObject(locked);
    now = later(3.5);
    await remove();
  });

  it("in governance gives way to who may bypass it, a legal hold to nobody", async () => {
    const { VersionId } = await put({ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: later(2) });
    const remove = (client: S3Client, more: object = {}) =>
      client.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId, ...more }));
    const may = [{ Action: "s3:DeleteObject*", Resource: "*" }];
    const role = test.client(S3Client, { as: await assume(test, await makeRole(test, "cleaner", { may })) });
    const BypassGovernanceRetention = true;
    await expect(remove(role, { BypassGovernanceRetention })).rejects.toMatchObject({
      message: expect.stringMatching(/s3:BypassGovernanceRetention/),
    });
    await expect(remove(s3)).rejects.toMatchObject(locked);
    const hold = (Status: "ON" | "OFF") =>
      s3.send(new PutObjectLegalHoldCommand({ Bucket, Key: "a", LegalHold: { Status } }));
    await hold("ON");
    await expect(remove(s3, { BypassGovernanceRetention })).rejects.toMatchObject(locked);
    await hold("OFF");
    await remove(s3, { BypassGovernanceRetention });
  });

  it("lets policies ask how and how long an object is locked, new or not", async () => {
    await put();
    const may = {
      Action: ["s3:PutObject", "s3:PutObjectRetention"],
      Resource: "*",
      Condition: {
        StringEqualsIfExists: { "s3:object-lock-mode": "GOVERNANCE" },
        NumericLessThanEqualsIfExists: { "s3:object-lock-remaining-retention-days": "10" },
      },
    };
    const as = await assume(test, await makeRole(test, "keeper", { may: [may] }));
    const keeper = test.client(S3Client, { as });
    const lock = (Mode: "GOVERNANCE" | "COMPLIANCE", days: number) => {
      const Retention = { Mode, RetainUntilDate: later(days) };
      return keeper.send(new PutObjectRetentionCommand({ Bucket, Key: "a", Retention }));
    };
    const write = (days: number) => {
      const until = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: later(days) } as const;
      return keeper.send(new PutObjectCommand({ Bucket, Key: "b", Body: "2", ...until }));
    };
    const denied = { name: "AccessDenied", message: expect.stringMatching(/s3:PutObject/) };
    await lock("GOVERNANCE", 10);
    await expect(lock("GOVERNANCE", 11)).rejects.toMatchObject(denied);
    await expect(lock("COMPLIANCE", 10)).rejects.toMatchObject(denied);
    await write(10);
    await expect(write(11)).rejects.toMatchObject(denied);
  });

  it("refuses half a retention, one that is over, and a bucket without it", async () => {
    await expect(put({ ObjectLockMode: "COMPLIANCE" })).rejects.toMatchObject({
      name: "InvalidArgument",
      message: "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    });
    const past = { name: "InvalidArgument", message: "The retain until date must be in the future!" };
    await expect(
      put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: later(-1) }),
    ).rejects.toMatchObject(past);
    await put();
    await expect(retain("GOVERNANCE", later(-1))).rejects.toMatchObject(past);
    const VersioningConfiguration = { Status: "Suspended" as const };
    const suspend = s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    await expect(suspend).rejects.toMatchObject({ name: "InvalidBucketState" });
    const CreateBucketConfiguration = { LocationConstraint: "ap-southeast-1" } as const;
    await s3.send(new CreateBucketCommand({ Bucket: "plain", CreateBucketConfiguration }));
    const lock = { Bucket: "plain", ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" as const } };
    await expect(s3.send(new PutObjectLockConfigurationCommand(lock))).rejects.toMatchObject({
      name: "InvalidBucketState",
    });
    await expect(
      put({ Bucket: "plain", ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: later(1) }),
    ).rejects.toMatchObject({
      name: "InvalidRequest",
      message: "Bucket is missing Object Lock Configuration",
    });
  });
});
