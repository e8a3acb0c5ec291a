import type { S3ClientConfig } from "@aws-sdk/client-s3";

/** How to reach AWS; what is left out, the SDK searches for itself. */
export interface AwsAccess {
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The SDK's transport. @default HTTP */
  readonly requestHandler?: S3ClientConfig["requestHandler"];
}

/** Where something is, and how to get there. */
export interface AwsPlace {
  readonly account: string;
  readonly region: string;
  readonly access?: AwsAccess;
}

/**
 * Options of every SDK client of ours: an attempt more than the SDK's three costs little, and adaptive retries slow down by themselves
 * while a service throttles.
 */
export function clientOptions({ region, access }: Pick<AwsPlace, "region" | "access">) {
  return { region, maxAttempts: 12, retryMode: "adaptive", ...access } as const;
}
