import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { regionOf, StateBucketRefused, statusOf } from "./refused.ts";

/** The bucket that is looked for, and where. */
export interface Sought {
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
}

/** The partition of the credentials (`aws`, `aws-cn`, …), once they belong to the right account. @throws StateBucketRefused */
export async function ownPartition(sts: STSClient, { account }: Sought): Promise<string> {
  const caller = await sts.send(new GetCallerIdentityCommand({}));
  if (caller.Account === account) return caller.Arn?.split(":")[1] ?? "aws";
  throw new StateBucketRefused("The AWS credentials belong to another account than the settings name.", {
    received: `account ${caller.Account}, as ${caller.Arn}`,
    expected: `account_id ${account}`,
    fix: "use the credentials of that account (AWS_PROFILE, aws sso login), or correct account_id in terraform.tfvars",
  });
}

/** True when the bucket is there and ours. @throws StateBucketRefused */
export async function findBucket(s3: S3Client, sought: Sought): Promise<boolean> {
  const { bucket, account } = sought;
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return false;
    if (status === 403) throw await closedToUs(s3, sought);
    const region = regionOf(error);
    if (status === 301 || status === 307 || (region !== undefined && region !== sought.region))
      throw elsewhere(sought, region);
    throw error;
  }
}

/** Makes the bucket; false when it was there already after all. @throws StateBucketRefused */
export async function createBucket(s3: S3Client, sought: Sought): Promise<boolean> {
  const { bucket, account, region } = sought;
  // us-east-1 is the default, and S3 refuses to be told so.
  const location =
    region === "us-east-1" ? undefined : { LocationConstraint: region as BucketLocationConstraint };
  try {
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: location }));
    return true;
  } catch (error) {
    // OperationAborted: somebody else makes it in this very moment; what follows waits until it is found.
    if (["BucketAlreadyOwnedByYou", "OperationAborted"].includes((error as Error).name)) return false;
    if (statusOf(error) === 403)
      throw new StateBucketRefused("These credentials may not make the state bucket.", {
        received: `s3:CreateBucket is refused: ${(error as Error).message}`,
        expected: "permission to make it",
        fix: `add s3:CreateBucket on arn:aws:s3:::${bucket} to their policy, or let an administrator run this command once`,
      });
    if ((error as Error).name !== "BucketAlreadyExists") throw error;
    throw new StateBucketRefused("Another account took the name of the state bucket.", {
      received: `s3://${bucket}, owned by somebody else`,
      expected: `a bucket of account ${account}`,
      fix: "bucket names are global: ask AWS support, or change the bucket's name in infra/state-backend.ts",
    });
  }
}

/** 403 says only that it exists; the account's own list of buckets says whose it is. */
async function closedToUs(s3: S3Client, { bucket, account }: Sought): Promise<StateBucketRefused> {
  const own = await s3.send(new ListBucketsCommand({ Prefix: bucket })).then(
    ({ Buckets = [] }) => Buckets.some(({ Name }) => Name === bucket),
    () => undefined,
  );
  const expected = `a bucket of account ${account} that these credentials may use`;
  if (own)
    return new StateBucketRefused("The state bucket is this account's, but closed to these credentials.", {
      received: `s3://${bucket}: s3:ListBucket is refused`,
      expected,
      fix: `add s3:ListBucket on arn:aws:s3:::${bucket} to their policy, or take the denial out of the bucket's own`,
    });
  if (own === false)
    return new StateBucketRefused("The state bucket exists, and belongs to another account.", {
      received: `s3://${bucket}, which is not among the buckets of account ${account}`,
      expected,
      fix: "check account_id in terraform.tfvars; if it is right, change the bucket's name in infra/state-backend.ts: a state bucket is never shared between accounts",
    });
  return new StateBucketRefused("The state bucket exists, but this account may not use it.", {
    received: `s3://${bucket}, owned by another account or closed to these credentials`,
    expected,
    fix: "check account_id, and that the credentials may s3:ListBucket it; s3:ListAllMyBuckets would tell which of the two it is",
  });
}

function elsewhere({ bucket, region }: Sought, found: string | undefined): StateBucketRefused {
  return new StateBucketRefused("The state bucket exists in another region.", {
    received: `s3://${bucket} in ${found ?? "another region"}`,
    expected: `region ${region}`,
    fix: "set region to where the state is; one account keeps all its environments' state in one bucket",
  });
}
