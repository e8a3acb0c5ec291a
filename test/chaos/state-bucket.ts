import { GetBucketPolicyCommand, PutBucketPolicyCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Sandbox } from "./sandbox.ts";

/** Lets AWS refuse an action on some of the state bucket's objects from now on, with 403, even to an administrator. Returns what ends it. */
export async function refuse(
  sandbox: Sandbox,
  action: string,
  objects: string,
): Promise<() => Promise<void>> {
  const bucket = await bucketOf(sandbox);
  return sandbox.s3(async (s3) => {
    const before = await policyOf(s3, bucket);
    const statement = {
      Sid: "Chaos",
      Effect: "Deny",
      Principal: "*",
      Action: action,
      Resource: `arn:aws:s3:::${bucket}/${objects}`,
    };
    await put(s3, bucket, { ...before, Statement: [...before.Statement, statement] });
    return () => sandbox.s3((again) => put(again, bucket, before));
  });
}

/** The state bucket without a policy: whoever means harm takes it away first. */
export async function unprotected<T>(
  sandbox: Sandbox,
  work: (s3: S3Client, bucket: string) => Promise<T>,
): Promise<T> {
  const bucket = await bucketOf(sandbox);
  return sandbox.s3(async (s3) => {
    const before = await policyOf(s3, bucket);
    await put(s3, bucket, {
      ...before,
      Statement: before.Statement.filter(({ Action }) => !deletes(Action)),
    });
    try {
      return await work(s3, bucket);
    } finally {
      await put(s3, bucket, before);
    }
  });
}

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid?: string; readonly Action?: string | readonly string[] }[];
}

const deletes = (action: string | readonly string[] = ""): boolean =>
  [action].flat().some((one) => /Delete/.test(one));

async function bucketOf(sandbox: Sandbox): Promise<string> {
  return sandbox.store(async (store) => store.props.bucket);
}

async function policyOf(s3: S3Client, Bucket: string): Promise<Policy> {
  const { Policy: text = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  return JSON.parse(text) as Policy;
}

async function put(s3: S3Client, Bucket: string, policy: Policy): Promise<void> {
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
}
