import { S3Client } from "@aws-sdk/client-s3";
import { emptyBucket } from "../operate/leftovers/emptying.ts";
import { EngineFailed } from "../terraform/errors.ts";
import { administrator } from "./administrator.ts";
import type { Deployment } from "./deployment.ts";

/**
 * What a user does after a destroy that AWS refused because buckets still hold something, such as the files of a trail that is gone by then:
 * empties the buckets that the state still knows. Returns what was done, a line for each bucket; nothing when that is not what failed.
 */
export async function emptyKeptBuckets(deployment: Deployment, error: unknown): Promise<string[]> {
  if (!saysNotEmpty(error)) return [];
  const kept = (await deployment.workspace.stateResources()).filter(({ type }) => type === "aws_s3_bucket");
  const s3 = new S3Client({ ...administrator(deployment), forcePathStyle: true });
  const done: string[] = [];
  for (const { attributes } of kept) {
    const bucket = String(attributes.bucket);
    const count = await emptyBucket(s3, bucket);
    if (count > 0)
      done.push(
        `AWS keeps buckets that hold something. Emptied ${bucket} (${count} objects and versions), as you would on AWS where force_destroy is not applied.`,
      );
  }
  return done;
}

function saysNotEmpty(error: unknown): boolean {
  if (!(error instanceof EngineFailed)) return false;
  return error.errors.some(({ summary, detail }) => `${summary} ${detail}`.includes("BucketNotEmpty"));
}
