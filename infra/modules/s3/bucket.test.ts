import { describe, expect, it } from "vitest";
import type { EnvironmentStack } from "../../stack.ts";
import { devStack, resourcesOf, statementsOf } from "../../testing/synthesized.ts";
import { Key } from "../kms/key.ts";
import { Bucket, type BucketProps } from "./bucket.ts";
import { Replica, ReplicaRegion } from "./replica.ts";

const DATA = "retail-mlops-data-123456789012-ap-southeast-1";
const ARN = `arn:aws:s3:::${DATA}`;

function keyIn(stack: EnvironmentStack) {
  return new Key(stack, "s3", { description: "Buckets", alias: "s3" });
}

/** The resources of a stack with a data bucket that logs its accesses, by address. */
function declared(props: Partial<BucketProps> = {}) {
  const stack = devStack();
  const logs = new Bucket(stack, "logs", { name: "logs-bucket" });
  new Bucket(stack, "data", { name: DATA, key: keyIn(stack), accessLogs: logs, ...props });
  return resourcesOf(stack);
}

describe("Bucket", () => {
  it("is private, versioned, owned, and encrypted under the key with a bucket key", () => {
    const resources = declared();
    expect(resources["aws_s3_bucket.data"]).toMatchObject({ bucket: DATA, force_destroy: false });
    expect(resources["aws_s3_bucket_versioning.data"]).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(resources["aws_s3_bucket_public_access_block.data"]).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resources["aws_s3_bucket_ownership_controls.data"]).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    expect(resources["aws_s3_bucket_server_side_encryption_configuration.data"]).toMatchObject({
      rule: [
        {
          bucket_key_enabled: true,
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "${aws_kms_key.s3.arn}",
          },
        },
      ],
    });
  });

  it("refuses what comes in the clear, and what names another encryption or another key, but not what names none", () => {
    const policy = statementsOf(declared()["aws_s3_bucket_policy.data"]?.policy);
    expect(Object.keys(policy)).toEqual([
      "DenyInsecureTransport",
      "DenyOtherEncryption",
      "DenyOtherKeys",
      "DenyUnnamedKeys",
      "DenyCallersKeys",
    ]);
    expect(policy.DenyInsecureTransport).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [ARN, `${ARN}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    const algorithm = "s3:x-amz-server-side-encryption";
    expect(policy.DenyOtherEncryption?.Condition).toEqual({
      Null: { [algorithm]: "false" },
      StringNotEquals: { [algorithm]: "aws:kms" },
    });
    expect(policy.DenyOtherKeys?.Condition).toEqual({
      Null: { [`${algorithm}-aws-kms-key-id`]: "false" },
      ArnNotEquals: { [`${algorithm}-aws-kms-key-id`]: "${aws_kms_key.s3.arn}" },
    });
    expect(policy.DenyUnnamedKeys?.Condition).toEqual({
      StringEquals: { [algorithm]: "aws:kms" },
      Null: { [`${algorithm}-aws-kms-key-id`]: "true" },
    });
    expect(policy.DenyCallersKeys?.Condition).toEqual({
      Null: { [`${algorithm}-customer-algorithm`]: "false" },
    });
  });

  it("goes before its key, which is not deleted while the bucket still holds what it encrypts", () => {
    expect(declared()["aws_s3_bucket.data"]?.depends_on).toEqual(["aws_kms_key.s3"]);
    expect(declared()["aws_s3_bucket.logs"]?.depends_on).toBeUndefined();
    expect(declared({ forceDestroy: true })["aws_s3_bucket.data"]?.depends_on).toBeUndefined();
  });

  it("sends its access logs to a bucket under S3's own key, which lets exactly these in", () => {
    const resources = declared();
    expect(resources["aws_s3_bucket_logging.data"]).toMatchObject({
      target_bucket: "${aws_s3_bucket.logs.bucket}",
      target_prefix: "access/data/",
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
    expect(resources["aws_s3_bucket_logging.logs"]).toBeUndefined();
    expect(resources["aws_s3_bucket_server_side_encryption_configuration.logs"]).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    const policy = statementsOf(resources["aws_s3_bucket_policy.logs"]?.policy);
    expect(policy.AccessLogsOfData).toMatchObject({
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs-bucket/access/data/*",
      Condition: {
        ArnEquals: { "aws:SourceArn": ARN },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    });
  });

  it("has one lifecycle configuration that waits for versioning alone", () => {
    const resources = declared({ lifecycle: { expireAfterDays: 365, noncurrentDays: 30 } });
    const lifecycle = resources["aws_s3_bucket_lifecycle_configuration.data"];
    expect(lifecycle).toMatchObject({
      depends_on: ["aws_s3_bucket_versioning.data"],
      rule: [
        { id: "tier", transition: [{ days: 30, storage_class: "INTELLIGENT_TIERING" }] },
        { id: "expire-noncurrent", noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
        { id: "abort-uploads", abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] },
        { id: "expire", expiration: [{ days: 365 }] },
      ],
    });
  });

  it("never expires current objects unless told to", () => {
    const { rule } = declared()["aws_s3_bucket_lifecycle_configuration.data"] as { rule: { id: string }[] };
    expect(rule.map(({ id }) => id)).toEqual(["tier", "expire-noncurrent", "abort-uploads"]);
  });

  it("changes access one step after the other, because S3 refuses two at once", () => {
    const resources = declared();
    expect(resources["aws_s3_bucket_policy.data"]?.depends_on).toEqual([
      "aws_s3_bucket_public_access_block.data",
    ]);
    expect(resources["aws_s3_bucket_ownership_controls.data"]?.depends_on).toEqual([
      "aws_s3_bucket_policy.data",
    ]);
  });
});

describe("Replica", () => {
  function replicated() {
    const stack = devStack();
    const key = keyIn(stack);
    const source = new Bucket(stack, "data", { name: DATA, key });
    const target = new ReplicaRegion(stack, "replica", {
      region: "ap-northeast-1",
      bucketNames: ["replica-bucket"],
      aliasPrefix: "retail-mlops-dev",
    });
    new Replica(stack, "data_replica", {
      source,
      sourceKey: key,
      target,
      name: "replica-bucket",
      roleName: "data-replication",
    });
    return { resources: resourcesOf(stack), provider: stack.synthesize().configuration.provider };
  }

  it("puts bucket and key into the other region, as private as the source", () => {
    const { resources, provider } = replicated();
    expect(provider.aws).toContainEqual(
      expect.objectContaining({
        alias: "replica",
        region: "ap-northeast-1",
        allowed_account_ids: ["123456789012"],
      }),
    );
    const there = Object.keys(resources).filter((address) => resources[address]?.provider === "aws.replica");
    expect(there).toEqual([
      "aws_kms_key.replica",
      "aws_kms_alias.replica",
      "aws_s3_bucket.data_replica",
      "aws_s3_bucket_versioning.data_replica",
      "aws_s3_bucket_server_side_encryption_configuration.data_replica",
      "aws_s3_bucket_public_access_block.data_replica",
      "aws_s3_bucket_policy.data_replica",
      "aws_s3_bucket_ownership_controls.data_replica",
      "aws_s3_bucket_lifecycle_configuration.data_replica",
    ]);
  });

  it("opts in to encrypted objects, and waits for versioning on both sides and for the role's permissions", () => {
    expect(replicated().resources["aws_s3_bucket_replication_configuration.data_replica"]).toMatchObject({
      bucket: "${aws_s3_bucket.data.bucket}",
      role: "${aws_iam_role.data_replica.arn}",
      rule: [
        {
          status: "Enabled",
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            bucket: "arn:aws:s3:::replica-bucket",
            encryption_configuration: { replica_kms_key_id: "${aws_kms_key.replica.arn}" },
          },
        },
      ],
      depends_on: [
        "aws_s3_bucket_versioning.data",
        "aws_s3_bucket_versioning.data_replica",
        "aws_iam_role_policy.data_replica",
      ],
    });
  });

  it("works as a role that only S3 can assume, under no condition that S3 might not meet, with each key through its own region", () => {
    const { resources } = replicated();
    const trust = statementsOf(resources["aws_iam_role.data_replica"]?.assume_role_policy);
    expect(Object.values(trust)).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    const policy = statementsOf(resources["aws_iam_role_policy.data_replica"]?.policy);
    expect(policy.DecryptSource).toMatchObject({
      Action: "kms:Decrypt",
      Resource: "${aws_kms_key.s3.arn}",
      Condition: { StringLike: { "kms:ViaService": "s3.ap-southeast-1.amazonaws.com" } },
    });
    expect(policy.EncryptReplica).toMatchObject({
      Resource: "${aws_kms_key.replica.arn}",
      Condition: { StringLike: { "kms:ViaService": "s3.ap-northeast-1.amazonaws.com" } },
    });
  });
});
