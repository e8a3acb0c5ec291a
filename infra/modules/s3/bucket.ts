import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktn/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketOwnershipControls } from "@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktn/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktn/provider-aws/lib/s3-bucket-versioning/index.js";
import { dependable, Lazy, type TerraformProvider } from "cdktn";
import type { Construct } from "constructs";
import { NamedModule } from "../../module.ts";
import { policyDocument, type Statement } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";
import { accessLogDelivery, keyOnly, tlsOnly } from "./bucket-policy.ts";
import { type BucketLifecycle, lifecycleRules } from "./lifecycle.ts";

export interface BucketProps {
  /** The bucket's name, unique in all of AWS. */
  readonly name: string;
  /**
   * The key that every object is encrypted with, named or by default; every other key is refused.
   * @default S3's own key, which a bucket that receives access logs must have: S3 delivers none under a KMS default.
   */
  readonly key?: Key;
  /** The bucket that gets this one's access logs. @default none, right for the logs bucket itself and for replicas */
  readonly accessLogs?: Bucket;
  /** @default tiering after 30 days, old versions kept for 90 */
  readonly lifecycle?: BucketLifecycle;
  /** Whether destroy also deletes what is in it. @default false */
  readonly forceDestroy?: boolean;
  /** The provider of another region. @default the environment's region */
  readonly provider?: TerraformProvider;
}

/**
 * A private, versioned, encrypted bucket that only TLS reaches. Costs its storage; bucket keys keep the KMS calls few.
 *
 * @example
 * const logs = new Bucket(this, "logs", { name: "retail-mlops-logs-123456789012-ap-southeast-1" });
 * new Bucket(this, "data", { name: "retail-mlops-data-123456789012-ap-southeast-1", key, accessLogs: logs });
 */
export class Bucket extends NamedModule {
  readonly bucketName: string;
  /** The ARN as a string, without a reference, so that policies make no cycles. */
  readonly arn: string;
  readonly bucket: S3Bucket;
  readonly versioning: S3BucketVersioningA;
  readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  readonly publicAccessBlock: S3BucketPublicAccessBlock;
  /** What delivers to this bucket must wait for it. */
  readonly policy: S3BucketPolicy;
  readonly ownershipControls: S3BucketOwnershipControls;
  readonly lifecycleConfiguration: S3BucketLifecycleConfiguration;
  readonly logging?: S3BucketLoggingA;
  readonly #provider: TerraformProvider | undefined;
  readonly #statements: Statement[];

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id, "s3");
    this.bucketName = props.name;
    this.arn = EnvironmentStack.of(this).arn("s3", props.name, { region: "", account: "" });
    this.#provider = props.provider;
    this.#statements = [tlsOnly(this.arn), ...(props.key ? keyOnly(this.arn, props.key.arn) : [])];
    this.bucket = this.declareBucket(props);
    if (props.key) this.holdsUnder(props.key);
    this.versioning = this.declareVersioning();
    this.encryption = this.declareEncryption(props.key);
    this.publicAccessBlock = this.declarePublicAccessBlock();
    this.policy = this.declarePolicy();
    this.ownershipControls = this.declareOwnershipControls();
    this.lifecycleConfiguration = this.declareLifecycle(props.lifecycle ?? {});
    if (props.accessLogs) this.logging = this.declareLogging(props.accessLogs);
  }

  /** Adds statements to the bucket's one policy; for modules that deliver here. */
  allow(...statements: readonly Statement[]): void {
    this.#statements.push(...statements);
  }

  /**
   * Says that objects here can only be read with a key, so that the key goes after the bucket: a destroy that stops at a bucket which
   * still holds something must not have put the key to what it holds on its way out. A bucket that is emptied by destroy need not wait.
   */
  holdsUnder({ key }: Key): void {
    if (this.bucket.forceDestroyInput) return;
    this.bucket.dependsOn = [...(this.bucket.dependsOn ?? []), dependable(key)];
  }

  private declareBucket({ name, forceDestroy = false }: BucketProps): S3Bucket {
    return new S3Bucket(this, "bucket", { bucket: name, forceDestroy, provider: this.#provider });
  }

  private declareVersioning(): S3BucketVersioningA {
    return new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
      provider: this.#provider,
    });
  }

  private declareEncryption(key: Key | undefined): S3BucketServerSideEncryptionConfigurationA {
    const applied = key ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn } : { sseAlgorithm: "AES256" };
    return new S3BucketServerSideEncryptionConfigurationA(this, "server_side_encryption_configuration", {
      bucket: this.bucket.bucket,
      rule: [{ applyServerSideEncryptionByDefault: applied, bucketKeyEnabled: key !== undefined }],
      provider: this.#provider,
    });
  }

  private declarePublicAccessBlock(): S3BucketPublicAccessBlock {
    return new S3BucketPublicAccessBlock(this, "public_access_block", {
      bucket: this.bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      provider: this.#provider,
    });
  }

  private declarePolicy(): S3BucketPolicy {
    return new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.bucket,
      // Late, because what delivers here is declared after the bucket.
      policy: Lazy.stringValue({ produce: () => policyDocument(this.#statements) }),
      provider: this.#provider,
      // S3 refuses two changes of one bucket's access at once (OperationAborted), so these three go one after the other.
      dependsOn: [this.publicAccessBlock],
    });
  }

  private declareOwnershipControls(): S3BucketOwnershipControls {
    return new S3BucketOwnershipControls(this, "ownership_controls", {
      bucket: this.bucket.bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      provider: this.#provider,
      dependsOn: [this.policy],
    });
  }

  private declareLifecycle(lifecycle: BucketLifecycle): S3BucketLifecycleConfiguration {
    return new S3BucketLifecycleConfiguration(this, "lifecycle_configuration", {
      bucket: this.bucket.bucket,
      rule: lifecycleRules(lifecycle),
      provider: this.#provider,
      // Rules about noncurrent versions mean nothing before there are versions.
      dependsOn: [this.versioning],
    });
  }

  private declareLogging(logs: Bucket): S3BucketLoggingA {
    const prefix = `access/${this.node.id}/`;
    const sid = `AccessLogsOf${this.node.id.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}`;
    logs.allow(
      accessLogDelivery(
        { arn: logs.arn, prefix },
        { arn: this.arn, account: EnvironmentStack.of(this).accountId, sid },
      ),
    );
    return new S3BucketLoggingA(this, "logging", {
      bucket: this.bucket.bucket,
      targetBucket: logs.bucket.bucket,
      targetPrefix: prefix,
      provider: this.#provider,
      dependsOn: [logs.policy],
    });
  }
}
