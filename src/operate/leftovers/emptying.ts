import {
  BatchDeleteImageCommand,
  type ECRClient,
  type ImageIdentifier,
  paginateListImages,
} from "@aws-sdk/client-ecr";
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { versionPages } from "./versions.ts";

/** How far it is: so many gone by now. */
export type Emptied = (count: number) => void;

/** Requests of a thousand deletions each that are under way at once: AWS takes 3,500 writes a second of one prefix. */
const AT_ONCE = 4;
/** Something may still be written while it is emptied, such as the last files of a trail. */
const ROUNDS = 5;

/**
 * Deletes every version, delete marker and unfinished upload of a bucket; what comes while it does too. Broken off, it goes on where it was.
 * Returns how many there were. @throws Error when S3 keeps one, with S3's reason
 */
export async function emptyBucket(s3: S3Client, bucket: string, tell: Emptied = () => {}): Promise<number> {
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = count;
    await eachPage(s3, bucket, (deleted) => {
      count += deleted;
      tell(count);
    });
    count += await abortUploads(s3, bucket);
    tell(count);
    if (count === before) return count;
  }
  return count;
}

/** Lists on while the pages before are being deleted. */
async function eachPage(s3: S3Client, Bucket: string, deleted: (count: number) => void): Promise<void> {
  const running = new Set<Promise<void>>();
  const problems: unknown[] = [];
  for await (const { versions, markers } of versionPages(s3, Bucket)) {
    const Objects = [...versions, ...markers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0 || problems.length > 0) break;
    const one: Promise<void> = s3
      .send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
      .then(({ Errors: [error] = [] }) => {
        if (error)
          throw new Error(`S3 does not delete ${error.Key} of ${Bucket}: ${error.Code}: ${error.Message}`);
        deleted(Objects.length);
      })
      .catch((problem) => void problems.push(problem))
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
  if (problems[0]) throw problems[0];
}

async function abortUploads(s3: S3Client, Bucket: string): Promise<number> {
  let aborted = 0;
  for (;;) {
    const { Uploads = [], IsTruncated } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    await Promise.all(
      Uploads.map(({ Key, UploadId }) => s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))),
    );
    aborted += Uploads.length;
    if (!IsTruncated) return aborted;
  }
}

/** AWS deletes a hundred images at a time. */
const IMAGES_AT_ONCE = 100;

/**
 * Deletes every image of a repository; lists of images go before the images in them, which AWS keeps as long as a list names them.
 * Returns how many there were. @throws Error when ECR keeps one, with ECR's reason
 */
export async function emptyRepository(
  client: ECRClient,
  repositoryName: string,
  tell: Emptied = () => {},
): Promise<number> {
  let count = 0;
  for (;;) {
    const images = await digestsIn(client, repositoryName);
    if (images.length === 0) return count;
    const before = count;
    let kept: string | undefined;
    for (let at = 0; at < images.length; at += IMAGES_AT_ONCE) {
      const imageIds = images.slice(at, at + IMAGES_AT_ONCE);
      const answer = await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
      const failed = new Set(answer.failures?.map(({ imageId }) => imageId?.imageDigest));
      kept ??= answer.failures?.[0]?.failureReason;
      count += imageIds.filter(({ imageDigest }) => !failed.has(imageDigest)).length;
      tell(count);
    }
    if (count === before) throw new Error(`ECR does not delete an image of ${repositoryName}: ${kept}`);
  }
}

async function digestsIn(client: ECRClient, repositoryName: string): Promise<ImageIdentifier[]> {
  const digests = new Set<string>();
  for await (const { imageIds = [] } of paginateListImages({ client, pageSize: 1000 }, { repositoryName }))
    for (const { imageDigest } of imageIds) if (imageDigest) digests.add(imageDigest);
  return [...digests].map((imageDigest) => ({ imageDigest }));
}
