import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type AwsAccess, clientOptions } from "./access.ts";

export interface StateBucketProps {
  readonly bucket: string;
  /** The account that must own it, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. @default "aws" */
  readonly partition?: string;
  /** How to reach AWS. @default the SDK's own search for endpoint and credentials */
  readonly access?: AwsAccess;
}

export interface StateBucketResult {
  readonly bucket: string;
  readonly created: boolean;
  /** What was missing and is set now: `versioning`, `encryption`, `public access block`, `TLS only`. */
  readonly set: readonly string[];
}

/** The bucket, or the credentials, belong to somebody else: nothing was changed. */
export class StateBucketRefused extends Error {
  override readonly name = "StateBucketRefused";
  readonly received: string;
  readonly expected: string;
  readonly fix: string;

  constructor(message: string, problem: { received: string; expected: string; fix: string }) {
    super(message);
    this.received = problem.received;
    this.expected = problem.expected;
    this.fix = problem.fix;
  }
}

/**
 * Makes the bucket for Terraform's state, or repairs the one that is there: versioned, encrypted, closed to the public, TLS only.
 * Refuses credentials and buckets of another account before it changes anything.
 *
 * @throws StateBucketRefused
 */
export async function ensureStateBucket(props: StateBucketProps): Promise<StateBucketResult> {
  const config = clientOptions(props);
  const sts = new STSClient(config);
  const s3 = new S3Client(config);
  try {
    await refuseOtherAccount(sts, props);
    const created = (await findBucket(s3, props)) ? false : await createBucket(s3, props);
    const set: string[] = [];
    for (const { name, repair } of requirements) {
      if (await repair(s3, props)) set.push(name);
    }
    return { bucket: props.bucket, created, set };
  } finally {
    sts.destroy();
    s3.destroy();
  }
}

async function refuseOtherAccount(sts: STSClient, { account }: StateBucketProps): Promise<void> {
  const caller = await sts.send(new GetCallerIdentityCommand({}));
  if (caller.Account === account) return;
  throw new StateBucketRefused("The AWS credentials belong to another account than the settings name.", {
    received: `account ${caller.Account}, as ${caller.Arn}`,
    expected: `account_id ${account}`,
    fix: "use the credentials of that account (AWS_PROFILE, aws sso login), or correct account_id in terraform.tfvars",
  });
}

/** True when the bucket is there and ours. */
async function findBucket(s3: S3Client, { bucket, account, region }: StateBucketProps): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return true;
  } catch (error) {
    switch (statusOf(error)) {
      case 404:
        return false;
      case 403:
        throw new StateBucketRefused("The state bucket exists, but this account may not use it.", {
          received: `s3://${bucket}, owned by another account or closed to these credentials`,
          expected: `a bucket of account ${account}`,
          fix: "check account_id and the credentials' S3 permissions; do not share a state bucket between accounts",
        });
      case 301:
        throw new StateBucketRefused("The state bucket exists in another region.", {
          received: `s3://${bucket} in ${regionOf(error) ?? "another region"}`,
          expected: `region ${region}`,
          fix: "set region to where the state is; one account keeps all its environments' state in one bucket",
        });
      default:
        throw error;
    }
  }
}

/** True when it was made now; false when somebody of this account was quicker. */
async function createBucket(s3: S3Client, { bucket, account, region }: StateBucketProps): Promise<boolean> {
  // us-east-1 is the default, and S3 refuses to be told so.
  const location =
    region === "us-east-1" ? undefined : { LocationConstraint: region as BucketLocationConstraint };
  try {
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: location }));
    return true;
  } catch (error) {
    if ((error as Error).name === "BucketAlreadyOwnedByYou") return false;
    if ((error as Error).name !== "BucketAlreadyExists") throw error;
    throw new StateBucketRefused("Another account took the name of the state bucket.", {
      received: `s3://${bucket}, owned by somebody else`,
      expected: `a bucket of account ${account}`,
      fix: "bucket names are global: ask AWS support, or change the bucket's name in infra/envs/<env>/backend.ts",
    });
  }
}

interface Requirement {
  readonly name: string;
  /** Sets it where it is missing; true when there was something to set. */
  readonly repair: (s3: S3Client, props: StateBucketProps) => Promise<boolean>;
}

const requirements: readonly Requirement[] = [
  {
    name: "public access block",
    async repair(s3, { bucket, account }) {
      const owned = { Bucket: bucket, ExpectedBucketOwner: account };
      const block = await s3.send(new GetPublicAccessBlockCommand(owned)).catch(absent);
      const now = block?.PublicAccessBlockConfiguration;
      if (now?.BlockPublicAcls && now.BlockPublicPolicy && now.IgnorePublicAcls && now.RestrictPublicBuckets)
        return false;
      await s3.send(
        new PutPublicAccessBlockCommand({
          ...owned,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
      );
      return true;
    },
  },
  {
    name: "versioning",
    async repair(s3, { bucket, account }) {
      const owned = { Bucket: bucket, ExpectedBucketOwner: account };
      // Right after it was made, a bucket may not be found yet.
      const versioning = await s3.send(new GetBucketVersioningCommand(owned)).catch(absent);
      if (versioning?.Status === "Enabled") return false;
      await s3.send(
        new PutBucketVersioningCommand({ ...owned, VersioningConfiguration: { Status: "Enabled" } }),
      );
      return true;
    },
  },
  {
    name: "encryption",
    async repair(s3, { bucket, account }) {
      const owned = { Bucket: bucket, ExpectedBucketOwner: account };
      const encryption = await s3.send(new GetBucketEncryptionCommand(owned)).catch(absent);
      if (encryption?.ServerSideEncryptionConfiguration?.Rules?.length) return false;
      await s3.send(
        new PutBucketEncryptionCommand({
          ...owned,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
          },
        }),
      );
      return true;
    },
  },
  {
    name: "TLS only",
    async repair(s3, { bucket, account, partition = "aws" }) {
      const owned = { Bucket: bucket, ExpectedBucketOwner: account };
      const found = await s3.send(new GetBucketPolicyCommand(owned)).catch(absent);
      const policy = found?.Policy ? JSON.parse(found.Policy) : { Version: "2012-10-17", Statement: [] };
      const statements: { Sid?: string }[] = [policy.Statement].flat();
      if (statements.some((statement) => statement.Sid === TLS_ONLY)) return false;
      const arn = `arn:${partition}:s3:::${bucket}`;
      const tlsOnly = {
        Sid: TLS_ONLY,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      };
      const merged = JSON.stringify({ ...policy, Statement: [...statements, tlsOnly] });
      await s3.send(new PutBucketPolicyCommand({ ...owned, Policy: merged }));
      return true;
    },
  },
];

const TLS_ONLY = "TlsOnly";

/** "Not configured" is an answer, not a failure. */
function absent(error: unknown): undefined {
  if (statusOf(error) === 404) return undefined;
  throw error;
}

interface SdkError {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const statusOf = (error: unknown): number | undefined => (error as SdkError).$metadata?.httpStatusCode;
const regionOf = (error: unknown): string | undefined =>
  (error as SdkError).$response?.headers?.["x-amz-bucket-region"];
