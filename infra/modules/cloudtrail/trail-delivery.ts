import type { Statement } from "../../policy.ts";

/**
 * What a bucket's policy must say for one trail, and no other, to deliver there.
 * Source: CloudTrail user guide, bucket policy for CloudTrail, as the console generates it.
 */
export function trailDelivery(bucketArn: string, trailArn: string, accountId: string): Statement[] {
  const principal = { Service: "cloudtrail.amazonaws.com" };
  const thisTrail = { "aws:SourceArn": trailArn };
  return [
    {
      Sid: "TrailChecksBucket",
      Principal: principal,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: thisTrail },
    },
    {
      Sid: "TrailDelivers",
      Principal: principal,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/${accountId}/*`,
      Condition: { StringEquals: { ...thisTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}
