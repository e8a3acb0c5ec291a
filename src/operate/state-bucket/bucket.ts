import { setTimeout as wait } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { statusOf, vanished } from "./refused.ts";

export interface BucketProps {
  readonly bucket: string;
  /** The account that must own it, 12 digits. */
  readonly account: string;
  /** Key of the environment's state in it. */
  readonly key: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** It was made a moment ago, so S3 may not find it everywhere yet. */
  readonly young: boolean;
}

/** One setting of the state bucket. */
export interface Requirement {
  readonly name: string;
  /** What is wrong with it, and how to mend that; nothing when it is as it should be. */
  readonly check: (bucket: Bucket) => Promise<Mending | undefined>;
}

export interface Mending {
  /** How it was, in a word or two. */
  readonly was: string;
  readonly mend: () => Promise<unknown>;
}

/** AWS refuses a request for lack of this permission. */
export class PermissionMissing extends Error {
  override readonly name = "PermissionMissing";
  readonly permission: string;

  constructor(permission: string) {
    super(`${permission} is refused`);
    this.permission = permission;
  }
}

/** S3 needs seconds until a new bucket is found everywhere, and takes one change of a bucket at a time. In milliseconds. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];

/** The state bucket as its requirements see it: each request names the permission that it needs. */
export class Bucket {
  readonly props: BucketProps;
  readonly s3: S3Client;

  constructor(s3: S3Client, props: BucketProps) {
    this.s3 = s3;
    this.props = props;
  }

  /** Every request names the owner: a bucket that changed hands is refused. */
  get owned(): { readonly Bucket: string; readonly ExpectedBucketOwner: string } {
    return { Bucket: this.props.bucket, ExpectedBucketOwner: this.props.account };
  }

  get arn(): string {
    return `arn:${this.props.partition}:s3:::${this.props.bucket}`;
  }

  /** What a setting is; nothing where it is not configured. @throws PermissionMissing, StateBucketRefused when the bucket is gone */
  async read<T>(permission: string, send: () => Promise<T>): Promise<T | undefined> {
    try {
      return await send();
    } catch (error) {
      this.#refuse(permission, error);
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /** Changes a setting. @throws PermissionMissing, StateBucketRefused when the bucket is gone */
  async write(permission: string, send: () => Promise<unknown>): Promise<void> {
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        await send();
        return;
      } catch (error) {
        this.#refuse(permission, error);
        const { name } = error as Error;
        const passes = name === "OperationAborted" || name === "NoSuchBucket";
        if (!passes || pause === undefined) throw error;
        await wait(pause);
      }
    }
  }

  #refuse(permission: string, error: unknown): void {
    if (statusOf(error) === 403) throw new PermissionMissing(permission);
    if ((error as Error).name === "NoSuchBucket" && !this.props.young) throw vanished(this.props.bucket);
  }
}
