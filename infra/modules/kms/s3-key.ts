import type { Statement } from "../../policy.ts";
import type { EnvironmentStack } from "../../stack.ts";

export interface S3KeyUse {
  /** The buckets whose objects the key encrypts. */
  readonly bucketNames: readonly string[];
  /** The trail that delivers to one of them. @default none */
  readonly trailName?: string;
  /** Whether SageMaker's volumes use the key too: not in a region that only holds replicas. @default true */
  readonly training?: boolean;
  /** @default the environment's region */
  readonly region?: string;
}

/** Who may use the key of the data: callers of S3 on these buckets, ECR, SageMaker's volumes, and CloudTrail for one trail. */
export function s3KeyStatements(stack: EnvironmentStack, use: S3KeyUse): Statement[] {
  const region = use.region ?? stack.region;
  const { trailName, training = true } = use;
  return [
    // A condition without values is refused by KMS.
    ...(use.bucketNames.length > 0 ? [objects(stack, region, use.bucketNames)] : []),
    repositories(stack, region),
    ...(training ? trainingVolumes(stack, region) : []),
    ...(trailName === undefined ? [] : trail(stack, trailName)),
  ];
}

/** Delegated to IAM, but only through S3 and only for these buckets: with bucket keys the context is the bucket's ARN, without the object's. */
function objects(stack: EnvironmentStack, region: string, bucketNames: readonly string[]): Statement {
  const arns = bucketNames.map((name) => stack.arn("s3", name, { region: "", account: "" }));
  return {
    Sid: "ObjectsThroughS3",
    Principal: { AWS: stack.iamArn("root") },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": arns.flatMap((arn) => [arn, `${arn}/*`]) },
    },
  };
}

/** ECR takes a grant in its caller's name when a repository is created, and retires it when the repository goes. */
function repositories(stack: EnvironmentStack, region: string): Statement {
  return {
    Sid: "ImagesThroughEcr",
    Principal: { AWS: stack.iamArn("root") },
    Action: [
      "kms:CreateGrant",
      "kms:RetireGrant",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
    ],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `ecr.${region}.amazonaws.com` } },
  };
}

/** Two statements: a question about the key bears no `kms:GrantIsForAWSResource`, and would fail its condition. */
function trainingVolumes(stack: EnvironmentStack, region: string): Statement[] {
  const principal = { AWS: stack.iamArn("root") };
  const throughSageMaker = { StringEquals: { "kms:ViaService": `sagemaker.${region}.amazonaws.com` } };
  return [
    {
      Sid: "VolumesThroughSageMaker",
      Principal: principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...throughSageMaker, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "KeyCheckedThroughSageMaker",
      Principal: principal,
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: throughSageMaker,
    },
  ];
}

/** CloudTrail as itself, for this one trail; `Decrypt` for a bucket with bucket keys. The ARN is a string, because the trail needs the key. */
function trail(stack: EnvironmentStack, trailName: string): Statement[] {
  const trailArn = stack.arn("cloudtrail", `trail/${trailName}`);
  const principal = { Service: "cloudtrail.amazonaws.com" };
  const thisTrail = { StringEquals: { "aws:SourceArn": trailArn } };
  const anyTrailHere = stack.arn("cloudtrail", "trail/*", { region: "*" });
  return [
    {
      Sid: "TrailEncrypts",
      Principal: principal,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        ...thisTrail,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": anyTrailHere },
      },
    },
    {
      Sid: "TrailChecksKey",
      Principal: principal,
      Action: ["kms:DescribeKey", "kms:Decrypt"],
      Resource: "*",
      Condition: thisTrail,
    },
  ];
}
