import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type AwsPlace, clientOptions } from "./access.ts";

export interface StateStoreProps extends AwsPlace {
  readonly bucket: string;
  /** The state's key, such as `dev/terraform.tfstate`. */
  readonly key: string;
}

/** An object of the state bucket, as it was read. */
export interface StoredObject {
  readonly text: string;
  /** Absent in a bucket without versions. */
  readonly versionId?: string;
  readonly lastModified: Date;
  readonly etag: string;
}

/** Terraform's native lock is an object beside the state. */
const LOCK_SUFFIX = ".tflock";
/** Folder of what this tool notes beside a state; the bucket's policy lets these be deleted, and its lifecycle keeps no old ones. */
const NOTES = "infra";

/**
 * The objects of one environment in the state bucket: its state, Terraform's lock, and this tool's own notes. Every request names the bucket's owner,
 * so that a bucket that changed hands is refused.
 */
export class StateStore {
  readonly props: StateStoreProps;
  readonly lockKey: string;
  readonly #s3: S3Client;

  constructor(props: StateStoreProps) {
    this.props = props;
    this.lockKey = `${props.key}${LOCK_SUFFIX}`;
    this.#s3 = new S3Client(clientOptions(props));
  }

  /** The SDK client, for what only one caller needs. */
  get s3(): S3Client {
    return this.#s3;
  }

  /** Key of a note, such as `dev/infra/run.json`. */
  noteKey(name: string): string {
    return [...this.props.key.split("/").slice(0, -1), NOTES, name].join("/");
  }

  /** An object, or nothing when it is not there. */
  async read(key: string, versionId?: string): Promise<StoredObject | undefined> {
    try {
      return await stored(
        await this.#s3.send(new GetObjectCommand({ ...this.#at(key), VersionId: versionId })),
      );
    } catch (error) {
      if (["NoSuchKey", "NoSuchVersion", "NotFound"].includes((error as Error).name)) return undefined;
      throw error;
    }
  }

  /** Writes an object; with `ifAbsent` only where there is none, with `ifMatch` only over the one of that ETag, atomically. False when that is not so. */
  async write(
    key: string,
    text: string,
    { ifAbsent = false, ifMatch }: { readonly ifAbsent?: boolean; readonly ifMatch?: string } = {},
  ): Promise<boolean> {
    try {
      await this.#s3.send(
        new PutObjectCommand({
          ...this.#at(key),
          Body: text,
          ContentType: "application/json",
          IfNoneMatch: ifAbsent ? "*" : undefined,
          IfMatch: ifMatch,
        }),
      );
      return true;
    } catch (error) {
      // 409: somebody else writes it in this very moment. NoSuchKey: what should be overwritten has gone.
      const otherwise = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];
      if ((ifAbsent || ifMatch) && otherwise.includes((error as Error).name)) return false;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand(this.#at(key)));
  }

  /** Connections keep a process alive: whoever made a store closes it. */
  close(): void {
    this.#s3.destroy();
  }

  #at(key: string) {
    const { bucket, account } = this.props;
    return { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  }
}

async function stored(answer: GetObjectCommandOutput): Promise<StoredObject> {
  return {
    text: (await answer.Body?.transformToString("utf8")) ?? "",
    versionId: answer.VersionId,
    lastModified: answer.LastModified ?? new Date(0),
    etag: answer.ETag ?? "",
  };
}
