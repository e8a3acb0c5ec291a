import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketMetricsConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  type LifecycleRule,
  ListBucketMetricsConfigurationsCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { type TestAws, testAws } from "../../test-aws.ts";

const Bucket = "data";
let test: TestAws;
let s3: S3Client;

const create = (name: string) =>
  s3.send(
    new CreateBucketCommand({
      Bucket: name,
      CreateBucketConfiguration: { LocationConstraint: "ap-southeast-1" },
    }),
  );
const version = (name: string, Status: "Enabled" | "Suspended") =>
  s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status } }));

beforeEach(async () => {
  test = testAws();
  s3 = test.client(S3Client);
  await create(Bucket);
});

describe("what was never set", () => {
  it("answers with S3's own code, or with S3's default", async () => {
    const missing = async (command: object) =>
      (await s3.send(command as never).then(
        () => ({ name: "set", $metadata: { httpStatusCode: 200 } }),
        (error) => error,
      )) as { name: string; $metadata: { httpStatusCode: number } };
    const codes = {
      NoSuchLifecycleConfiguration: new GetBucketLifecycleConfigurationCommand({ Bucket }),
      ReplicationConfigurationNotFoundError: new GetBucketReplicationCommand({ Bucket }),
      NoSuchTagSet: new GetBucketTaggingCommand({ Bucket }),
      NoSuchCORSConfiguration: new GetBucketCorsCommand({ Bucket }),
      NoSuchWebsiteConfiguration: new GetBucketWebsiteCommand({ Bucket }),
      ObjectLockConfigurationNotFoundError: new GetObjectLockConfigurationCommand({ Bucket }),
      NoSuchConfiguration: new GetBucketMetricsConfigurationCommand({ Bucket, Id: "all" }),
    };
    for (const [code, command] of Object.entries(codes))
      expect(await missing(command)).toMatchObject({ name: code, $metadata: { httpStatusCode: 404 } });
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe("BucketOwner");
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    const notification = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(notification.QueueConfigurations).toBeUndefined();
  });
});

it("does not switch versioning by a configuration that does not say which way", async () => {
  const silent = s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} }));
  await expect(silent).rejects.toMatchObject({ name: "IllegalVersioningConfigurationException" });
});

describe("lifecycle", () => {
  const put = (rule: Partial<LifecycleRule>) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [{ ID: "r", Status: "Enabled", Filter: { Prefix: "" }, ...rule }] },
      }),
    );

  it("keeps rules as they were put", async () => {
    const Transitions = [{ Days: 30, StorageClass: "INTELLIGENT_TIERING" as const }];
    const rule = { Transitions, NoncurrentVersionExpiration: { NoncurrentDays: 90 } };
    await put(rule);
    const kept = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(kept).toMatchObject({
      Rules: [{ ID: "r", Status: "Enabled", Filter: { Prefix: "" }, ...rule }],
      TransitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    });
  });

  it("refuses what could never happen", async () => {
    const early = put({ Transitions: [{ Days: 10, StorageClass: "STANDARD_IA" }] });
    await expect(early).rejects.toMatchObject({
      name: "InvalidArgument",
      message: expect.stringMatching(/equal to 30 for storageClass/),
    });
    const late = put({ Transitions: [{ Days: 60, StorageClass: "GLACIER" }], Expiration: { Days: 30 } });
    await expect(late).rejects.toMatchObject({ name: "InvalidArgument" });
    await expect(put({})).rejects.toMatchObject({ name: "InvalidRequest" });
    const Expiration = { Days: 1 };
    await expect(put({ ID: "x".repeat(256), Expiration })).rejects.toMatchObject({
      message: "ID length should not exceed allowed limit of 255",
    });
    await expect(put({ Expiration: { Days: 0 } })).rejects.toMatchObject({
      message: "'Days' for Expiration action must be a positive integer",
    });
    await expect(put({ Prefix: "a", Expiration })).rejects.toMatchObject({ name: "MalformedXML" });
    const same = { ID: "r", Status: "Enabled", Filter: { Prefix: "" }, Expiration } as const;
    const LifecycleConfiguration = { Rules: [same, same] };
    const twice = s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    await expect(twice).rejects.toMatchObject({ message: expect.stringMatching(/Rule ID must be unique/) });
  });
});

describe("replication", () => {
  const put = () =>
    s3.send(
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role: "arn:aws:iam::123456789012:role/replication",
          Rules: [
            {
              ID: "all",
              Priority: 1,
              Status: "Enabled",
              Filter: {},
              DeleteMarkerReplication: { Status: "Enabled" },
              Destination: { Bucket: "arn:aws:s3:::replica" },
            },
          ],
        },
      }),
    );

  it("needs versions on both sides, and holds them there", async () => {
    await expect(put()).rejects.toMatchObject({
      name: "InvalidRequest",
      message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    });
    await version(Bucket, "Enabled");
    await expect(put()).rejects.toMatchObject({
      name: "InvalidRequest",
      message: "Destination bucket must exist.",
    });
    await create("replica");
    await expect(put()).rejects.toMatchObject({
      name: "InvalidRequest",
      message: "Destination bucket must have versioning enabled.",
    });
    await version("replica", "Enabled");
    await put();
    const kept = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    expect(kept.ReplicationConfiguration?.Rules).toMatchObject([{ ID: "all", Filter: {}, Priority: 1 }]);
    await expect(version(Bucket, "Suspended")).rejects.toMatchObject({ name: "InvalidBucketState" });
  });
});

describe("replication's rules", () => {
  const schema =
    "for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.";
  const DeleteMarkerReplication = { Status: "Disabled" } as const;

  it.each([
    [
      "a filter and no word on delete markers",
      { Filter: {}, Priority: 1 },
      `DeleteMarkerReplication must be specified ${schema}`,
    ],
    [
      "a filter and no priority",
      { Filter: {}, DeleteMarkerReplication },
      `Priority must be specified ${schema}`,
    ],
    [
      "delete markers and no filter",
      { Prefix: "", DeleteMarkerReplication },
      `DeleteMarkerReplication cannot be used ${schema}`,
    ],
  ])("with %s are refused", async (_what, rule, message) => {
    await version(Bucket, "Enabled");
    const Destination = { Bucket: "arn:aws:s3:::replica" };
    const Rules = [{ Status: "Enabled" as const, Destination, ...rule }];
    const ReplicationConfiguration = { Role: "arn:aws:iam::123456789012:role/replication", Rules };
    const put = s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    await expect(put).rejects.toMatchObject({ name: "InvalidRequest", message });
  });
});

describe("access logs", () => {
  const put = (TargetBucket: string) =>
    s3.send(
      new PutBucketLoggingCommand({
        Bucket,
        BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: "access/data/" } },
      }),
    );

  it("go to a bucket of the same owner and region", async () => {
    await expect(put("logs")).rejects.toMatchObject({ name: "InvalidTargetBucketForLogging" });
    const east = test.client(S3Client, { region: "us-east-1" });
    await east.send(new CreateBucketCommand({ Bucket: "far-logs" }));
    await expect(put("far-logs")).rejects.toMatchObject({ name: "CrossLocationLoggingProhibited" });
    await create("logs");
    await put("logs");
    const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
    expect(LoggingEnabled).toEqual({ TargetBucket: "logs", TargetPrefix: "access/data/" });
    const Rules = [{ ObjectOwnership: "BucketOwnerPreferred" as const }];
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: "logs", OwnershipControls: { Rules } }));
    await expect(put("logs")).rejects.toMatchObject({
      name: "InvalidTargetBucketForLogging",
      message: "You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket",
    });
    await s3.send(new PutBucketAclCommand({ Bucket: "logs", ACL: "log-delivery-write" as "private" }));
    await put("logs");
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  });
});

describe("access control lists", () => {
  it("work where owners are not enforced, and are public only where that is not blocked", async () => {
    const Rules = [{ ObjectOwnership: "BucketOwnerPreferred" as const }];
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
    const fresh = new CreateBucketCommand({
      Bucket: "fresh",
      ACL: "public-read",
      ObjectOwnership: "ObjectWriter",
      CreateBucketConfiguration: { LocationConstraint: "ap-southeast-1" },
    });
    await expect(s3.send(fresh)).rejects.toMatchObject({
      name: "InvalidBucketAclWithBlockPublicAccessError",
      message: "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
      $metadata: { httpStatusCode: 400 },
    });
    const open = () => s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
    await expect(open()).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        'User: arn:aws:iam::123456789012:user/administrator is not authorized to perform: s3:PutBucketAcl on resource: "arn:aws:s3:::data" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
    });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await open();
    const { Grants, Owner } = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants?.[1]).toEqual({
      Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
      Permission: "READ",
    });
    const Grantee = { Type: "Group" as const, URI: "http://acs.amazonaws.com/groups/s3/LogDelivery" };
    const AccessControlPolicy = { Owner, Grants: [{ Grantee, Permission: "WRITE" as const }] };
    await s3.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy }));
    expect((await s3.send(new GetBucketAclCommand({ Bucket }))).Grants).toEqual(AccessControlPolicy.Grants);
    const enforce = s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      }),
    );
    await expect(enforce).rejects.toMatchObject({ name: "InvalidBucketAclWithObjectOwnership" });
  });
});

describe("small settings", () => {
  it("are kept and taken away", async () => {
    const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"], MaxAgeSeconds: 60 }];
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
    await s3.send(new DeleteBucketCorsCommand({ Bucket }));
    await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toThrow("does not exist");
    const TagSet = [{ Key: "Project", Value: "retail" }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    const twice = { TagSet: [...TagSet, ...TagSet] };
    const put = s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: twice }));
    await expect(put).rejects.toMatchObject({ name: "InvalidTag" });
  });

  it("that come in numbers are listed", async () => {
    for (const Id of ["b", "a"])
      await s3.send(
        new PutBucketMetricsConfigurationCommand({
          Bucket,
          Id,
          MetricsConfiguration: { Id, Filter: { Prefix: Id } },
        }),
      );
    const listed = await s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket }));
    expect(listed.MetricsConfigurationList).toMatchObject([
      { Id: "a" },
      { Id: "b", Filter: { Prefix: "b" } },
    ]);
    expect(listed.IsTruncated).toBe(false);
  });
});
