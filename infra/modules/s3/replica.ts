import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { AwsProvider } from "@cdktn/provider-aws/lib/provider/index.js";
import { S3BucketReplicationConfigurationA } from "@cdktn/provider-aws/lib/s3-bucket-replication-configuration/index.js";
import { Construct } from "constructs";
import { NamedModule } from "../../module.ts";
import { policyDocument, type Statement, serviceTrustPolicy } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import { Key } from "../kms/key.ts";
import { s3KeyStatements } from "../kms/s3-key.ts";
import { Bucket } from "./bucket.ts";
import type { BucketLifecycle } from "./lifecycle.ts";

export interface ReplicaRegionProps {
  readonly region: string;
  /** The names of all buckets that will be there: the key is for them and nothing else. */
  readonly bucketNames: readonly string[];
  /** Begins the key's alias, e.g. `retail-mlops-dev`. */
  readonly aliasPrefix: string;
  /** Days between the request to delete the key and its deletion, 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
}

/** A second region: a provider for it, and the key that replicas are encrypted with there. A KMS key never leaves its region. */
export class ReplicaRegion extends Construct {
  readonly region: string;
  readonly provider: AwsProvider;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: ReplicaRegionProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    this.region = props.region;
    this.provider = new AwsProvider(this, "provider", {
      alias: "replica",
      region: props.region,
      allowedAccountIds: stack.provider.allowedAccountIds,
      defaultTags: stack.provider.defaultTagsInput,
      ignoreTags: stack.provider.ignoreTagsInput,
    });
    this.key = new Key(this, "replica", {
      description: "Replicas of buckets and images",
      alias: `${props.aliasPrefix}-replica`,
      statements: s3KeyStatements(stack, {
        bucketNames: props.bucketNames,
        region: props.region,
        training: false,
      }),
      deletionWindowDays: props.deletionWindowDays,
      provider: this.provider,
    });
  }
}

export interface ReplicaProps {
  /** The bucket to replicate. */
  readonly source: Bucket;
  /** The key of the source's objects. */
  readonly sourceKey: Key;
  readonly target: ReplicaRegion;
  /** The replica bucket's name, unique in all of AWS. */
  readonly name: string;
  /** The role that S3 replicates as; unique in the account. */
  readonly roleName: string;
  readonly lifecycle?: BucketLifecycle;
  /** @default false */
  readonly forceDestroy?: boolean;
}

/**
 * A bucket in another region that S3 keeps in step with its source, and the role it does so with. Replicates what is written from
 * now on, delete markers included. Costs the storage again, and the traffic between the regions.
 *
 * @example
 * const target = new ReplicaRegion(this, "replica", { region: "ap-northeast-1", bucketNames: [name], aliasPrefix: "retail-mlops-prod" });
 * new Replica(this, "data_replica", { source: data, sourceKey, target, name, roleName: "retail-mlops-prod-data-replication" });
 */
export class Replica extends NamedModule {
  readonly bucket: Bucket;
  readonly role: IamRole;
  readonly rolePolicy: IamRolePolicy;
  readonly configuration: S3BucketReplicationConfigurationA;

  constructor(scope: Construct, id: string, props: ReplicaProps) {
    super(scope, id, "s3");
    this.bucket = this.declareBucket(props);
    this.role = this.declareRole(props);
    this.rolePolicy = this.declareRolePolicy(props);
    this.configuration = this.declareReplication(props);
  }

  private declareBucket({ name, target, lifecycle, forceDestroy }: ReplicaProps): Bucket {
    return new Bucket(this, this.node.id, {
      name,
      key: target.key,
      provider: target.provider,
      lifecycle,
      forceDestroy,
    });
  }

  private declareRole({ source, roleName }: ReplicaProps): IamRole {
    return new IamRole(this, "role", {
      name: roleName,
      description: `S3 replicates ${source.bucketName}`,
      // No condition on aws:SourceArn: S3 does not document that it sends one when it replicates, and a role that it cannot assume fails
      // in silence, object by object. Nobody outside the account can pass this role to S3, and it reaches nothing but these two buckets.
      assumeRolePolicy: serviceTrustPolicy("s3.amazonaws.com"),
    });
  }

  private declareRolePolicy({ source, sourceKey, target }: ReplicaProps): IamRolePolicy {
    const statements = [
      ...readSource(source.arn),
      writeReplica(this.bucket.arn),
      useKey(
        "DecryptSource",
        "kms:Decrypt",
        sourceKey.arn,
        `s3.${EnvironmentStack.of(this).region}`,
        source.arn,
      ),
      useKey(
        "EncryptReplica",
        ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
        target.key.arn,
        `s3.${target.region}`,
        this.bucket.arn,
      ),
    ];
    return new IamRolePolicy(this, "policy", {
      name: "replicate",
      role: this.role.id,
      policy: policyDocument(statements),
    });
  }

  private declareReplication({ source, target }: ReplicaProps): S3BucketReplicationConfigurationA {
    return new S3BucketReplicationConfigurationA(this, "replication_configuration", {
      bucket: source.bucket.bucket,
      role: this.role.arn,
      rule: [
        {
          id: "everything",
          status: "Enabled",
          priority: 0,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: this.bucket.arn,
            storageClass: "STANDARD_IA",
            encryptionConfiguration: { replicaKmsKeyId: target.key.arn },
          },
        },
      ],
      // S3 refuses replication between buckets that are not both versioned yet, and silently fails without its permissions.
      dependsOn: [source.versioning, this.bucket.versioning, this.rolePolicy],
    });
  }
}

function readSource(arn: string): Statement[] {
  return [
    { Sid: "ListSource", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: arn },
    {
      Sid: "ReadSource",
      Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      Resource: `${arn}/*`,
    },
  ];
}

function writeReplica(arn: string): Statement {
  return {
    Sid: "WriteReplica",
    Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
    Resource: `${arn}/*`,
  };
}

/** One key, through S3 of one region, for one bucket: its ARN is the encryption context of bucket keys. */
function useKey(
  sid: string,
  actions: string | string[],
  keyArn: string,
  service: string,
  bucketArn: string,
): Statement {
  return {
    Sid: sid,
    Action: actions,
    Resource: keyArn,
    Condition: {
      StringLike: {
        "kms:ViaService": `${service}.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`],
      },
    },
  };
}
