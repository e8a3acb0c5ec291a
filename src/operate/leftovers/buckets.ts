import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  ListMultipartUploadsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Estate, Holder } from "./estate.ts";
import type { Finder, Leftover } from "./leftover.ts";
import { versionPages } from "./versions.ts";
import { count, size } from "./words.ts";

/** Counting stops there, five seconds on AWS: what is deleted is told again while it is. */
const MOST_PAGES = 25;

/** Buckets of the state that hold something, and that Terraform does not empty by itself. */
export const buckets: Finder = {
  title: "what the buckets hold (s3:ListBucketVersions, s3:ListBucketMultipartUploads)",
  find: async ({ s3 }, estate: Estate) => {
    const found = await Promise.all(estate.buckets.map((bucket) => contentsOf(s3, bucket)));
    return found.flatMap((one) => one ?? []);
  },
};

async function contentsOf(s3: S3Client, { name, force }: Holder): Promise<Leftover | undefined> {
  try {
    const [held, lock] = await Promise.all([counted(s3, name), keptFromDeletion(s3, name)]);
    if (held.count + held.uploads === 0 || (force && !lock)) return undefined;
    const uploads =
      held.uploads > 0 ? `${held.count > 0 ? " and " : ""}${count(held.uploads, "unfinished upload")}` : "";
    const objects =
      held.count > 0
        ? `${held.more ? "at least " : ""}${count(held.count, "object and version", "objects and versions")} (${size(held.bytes)})`
        : "";
    const what = `holds ${objects}${uploads}${force ? "" : "; force_destroy is not applied to it"}`;
    const common = {
      kind: "bucket" as const,
      id: name,
      name,
      count: held.count + held.uploads,
      more: held.more,
    };
    return lock
      ? { ...common, what: `${what}; ${lock.why}`, remedy: "by-hand", todo: lock.todo }
      : { ...common, what, remedy: "empty" };
  } catch (error) {
    // Gone already: a destroy that goes on.
    if (["NoSuchBucket", "NotFound"].includes((error as Error).name)) return undefined;
    throw error;
  }
}

async function counted(client: S3Client, Bucket: string) {
  let [objects, bytes, pages, more] = [0, 0, 0, false];
  for await (const { versions, markers, last } of versionPages(client, Bucket)) {
    objects += versions.length + markers.length;
    for (const { Size = 0 } of versions) bytes += Size;
    if (++pages === MOST_PAGES && !last) {
      more = true;
      break;
    }
  }
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  return { count: objects, bytes, more, uploads: Uploads.length };
}

/** What keeps even a bucket's owner from deleting versions: object lock, or deletion that asks for a second factor. */
async function keptFromDeletion(
  s3: S3Client,
  Bucket: string,
): Promise<{ why: string; todo: string } | undefined> {
  const [lock, { MFADelete }] = await Promise.all([
    s3.send(new GetObjectLockConfigurationCommand({ Bucket })).catch(absent),
    s3.send(new GetBucketVersioningCommand({ Bucket })),
  ]);
  const rule = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention;
  if (rule)
    return {
      why: `object lock keeps each version ${rule.Days ?? (rule.Years ?? 0) * 365} days (${rule.Mode})`,
      todo: "wait until the versions' retention is over, or keep the bucket: terraform state rm <address>",
    };
  if (MFADelete === "Enabled")
    return {
      why: "its versions are deleted only with a second factor (MFA delete)",
      todo: `as root: aws s3api put-bucket-versioning --bucket ${Bucket} --mfa "<serial> <code>" --versioning-configuration Status=Enabled,MFADelete=Disabled`,
    };
  return undefined;
}

function absent(error: Error): undefined {
  if (error.name === "ObjectLockConfigurationNotFoundError") return undefined;
  throw error;
}
