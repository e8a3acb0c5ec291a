import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";

export interface VersionsPage {
  readonly versions: readonly ObjectVersion[];
  readonly markers: readonly { readonly Key?: string; readonly VersionId?: string }[];
  readonly last: boolean;
}

/** All versions and delete markers of a bucket, a thousand at a time. */
export async function* versionPages(s3: S3Client, Bucket: string): AsyncGenerator<VersionsPage> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }),
    );
    ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
    const last = !page.IsTruncated;
    yield { versions: page.Versions ?? [], markers: page.DeleteMarkers ?? [], last };
    if (last) return;
  } while (KeyMarker !== undefined);
}
