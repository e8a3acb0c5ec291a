import { GetBucketTaggingCommand, HeadBucketCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { AwsClients } from "./clients.ts";
import type { Candidate, NamedKind } from "./kind.ts";
import { ifThere } from "./not-there.ts";
import { tagRecord } from "./tag-list.ts";

/** Buckets: their names are unique in all of AWS, and they get their tags with a request of their own, after they were made. */
export const bucketKind: NamedKind = {
  type: "aws_s3_bucket",
  by: "name",
  note: "imported by its name; whose it is, HeadBucket says",
  needs: ["bucket"],
  permission: "s3:ListBucket",
  async look(aws, { bucket = "" }) {
    const owner = await ownerOf(aws, bucket);
    if (owner === "nobody") return undefined;
    if (owner !== "us") return { id: bucket, foreign: owner };
    const { s3 } = aws;
    const tagged = await ifThere(s3.send(new GetBucketTaggingCommand({ Bucket: bucket })));
    const held = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1 }));
    const empty = !held.Versions?.length && !held.DeleteMarkers?.length;
    return { id: bucket, tags: tagRecord(tagged?.TagSet), empty } satisfies Candidate;
  },
};

async function ownerOf({ s3, place }: AwsClients, Bucket: string): Promise<string> {
  try {
    const { BucketRegion } = await s3.send(
      new HeadBucketCommand({ Bucket, ExpectedBucketOwner: place.account }),
    );
    const elsewhere = BucketRegion !== undefined && BucketRegion !== place.region;
    return elsewhere ? `this account, but it is in ${BucketRegion}` : "us";
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return "nobody";
    if (status === 403) return "another account";
    if (status === 301) return "somebody, in another region";
    throw error;
  }
}
