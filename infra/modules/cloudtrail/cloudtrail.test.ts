import { describe, expect, it } from "vitest";
import { devStack, resourcesOf, statementsOf } from "../../testing/synthesized.ts";
import { Key } from "../kms/key.ts";
import { Bucket } from "../s3/bucket.ts";
import { CloudTrail, type CloudTrailProps } from "./cloudtrail.ts";

const TRAIL = "arn:aws:cloudtrail:ap-southeast-1:123456789012:trail/retail-mlops-dev";

function declared(
  props: (buckets: { data: Bucket; artifacts: Bucket }) => Partial<CloudTrailProps> = () => ({}),
) {
  const stack = devStack();
  const key = new Key(stack, "s3", { description: "Buckets", alias: "s3" });
  const logsKey = new Key(stack, "logs", { description: "Log groups", alias: "logs" });
  const [bucket, data, artifacts] = ["logs_bucket", "data", "artifacts"].map(
    (id) => new Bucket(stack, id, { name: id.replace("_", "-") }),
  ) as [Bucket, Bucket, Bucket];
  new CloudTrail(stack, "cloudtrail", {
    name: "retail-mlops-dev",
    bucket,
    key,
    logsKey,
    ...props({ data, artifacts }),
  });
  return resourcesOf(stack);
}

describe("CloudTrail", () => {
  it("keeps the key of its files for as long as the bucket that holds them", () => {
    expect(declared()["aws_s3_bucket.logs_bucket"].depends_on).toEqual(["aws_kms_key.s3"]);
  });

  it("records all regions in validated, encrypted files and in a log group", () => {
    expect(declared()["aws_cloudtrail.cloudtrail"]).toMatchObject({
      name: "retail-mlops-dev",
      s3_bucket_name: "${aws_s3_bucket.logs_bucket.bucket}",
      kms_key_id: "${aws_kms_key.s3.arn}",
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.cloudtrail.arn}:*",
      cloud_watch_logs_role_arn: "${aws_iam_role.cloudtrail.arn}",
    });
  });

  it("waits for what lets it deliver", () => {
    expect(declared()["aws_cloudtrail.cloudtrail"]?.depends_on).toEqual([
      "aws_s3_bucket_policy.logs_bucket",
      "aws_iam_role_policy.cloudtrail",
    ]);
  });

  it("is the only trail that its bucket lets in, under this account's prefix", () => {
    const policy = Object.values(statementsOf(declared()["aws_s3_bucket_policy.logs_bucket"]?.policy));
    expect(policy.slice(1)).toMatchObject([
      {
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: "arn:aws:s3:::logs-bucket",
        Condition: { StringEquals: { "aws:SourceArn": TRAIL } },
      },
      {
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::logs-bucket/AWSLogs/123456789012/*",
        Condition: {
          StringEquals: { "aws:SourceArn": TRAIL, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
      },
    ]);
  });

  it("writes only its own streams of its own group, which keeps them as long as asked", () => {
    const resources = declared(() => ({ retentionDays: 30 }));
    expect(resources["aws_cloudwatch_log_group.cloudtrail"]).toMatchObject({
      name: "/aws/cloudtrail/retail-mlops-dev",
      kms_key_id: "${aws_kms_key.logs.arn}",
      retention_in_days: 30,
    });
    expect(Object.values(statementsOf(resources["aws_iam_role_policy.cloudtrail"]?.policy))).toMatchObject([
      {
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource:
          "${aws_cloudwatch_log_group.cloudtrail.arn}:log-stream:123456789012_CloudTrail_ap-southeast-1*",
      },
    ]);
  });

  it("keeps recording management events beside the objects of the buckets that it is told", () => {
    const resources = declared(({ data, artifacts }) => ({ dataEventsOf: [data, artifacts] }));
    const selectors = resources["aws_cloudtrail.cloudtrail"]?.advanced_event_selector;
    const fields = (selectors as { field_selector: unknown }[]).map(({ field_selector }) => field_selector);
    expect(fields).toEqual([
      [{ field: "eventCategory", equals: ["Management"] }],
      [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", starts_with: ["arn:aws:s3:::data/", "arn:aws:s3:::artifacts/"] },
      ],
    ]);
    expect(declared()["aws_cloudtrail.cloudtrail"]?.advanced_event_selector).toHaveLength(1);
  });

  it("looks for unusual rates only when asked", () => {
    expect(declared()["aws_cloudtrail.cloudtrail"]).not.toHaveProperty("insight_selector");
    expect(declared(() => ({ insights: true }))["aws_cloudtrail.cloudtrail"]?.insight_selector).toEqual([
      { insight_type: "ApiCallRateInsight" },
      { insight_type: "ApiErrorRateInsight" },
    ]);
  });
});
