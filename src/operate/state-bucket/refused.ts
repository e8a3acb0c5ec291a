/** One thing that stands between the tool and the state bucket. */
export interface StateBucketProblem {
  readonly received: string;
  readonly expected: string;
  readonly fix: string;
}

/** The bucket, or the credentials, are not as they must be, and the tool cannot mend that. Carries every problem at once. */
export class StateBucketRefused extends Error {
  override readonly name = "StateBucketRefused";
  readonly problems: readonly StateBucketProblem[];

  constructor(message: string, ...problems: readonly StateBucketProblem[]) {
    super(message);
    this.problems = problems;
  }
}

interface SdkError {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

export const statusOf = (error: unknown): number | undefined => (error as SdkError).$metadata?.httpStatusCode;

/** The region that S3 names in its answers, the refusals too. */
export const regionOf = (error: unknown): string | undefined =>
  (error as SdkError).$response?.headers?.["x-amz-bucket-region"];

/** The bucket was there a moment ago. */
export function vanished(bucket: string): StateBucketRefused {
  return new StateBucketRefused("The state bucket vanished while it was looked at.", {
    received: `s3://${bucket}, found a moment ago, is gone`,
    expected: "a bucket that stays",
    fix: "find out who deletes it; then run the command again, which makes it anew",
  });
}
