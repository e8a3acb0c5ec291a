import type { Statement } from "../../policy.ts";

/** Nobody speaks to the bucket in the clear. */
export function tlsOnly(bucketArn: string): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Nobody chooses another encryption than the bucket's own. A request that says nothing gets the bucket's default, hence the `Null`
 * conditions: without them, a missing header would count as a wrong one. One that asks for KMS without saying which key does not get the
 * default but AWS's own key of the account (SageMaker asks so when a job names no output key), and one that brings its key along
 * (SSE-C) leaves objects that nobody else can read: both are refused. Source: PutObject, S3 API reference, read 2026-11.
 */
export function keyOnly(bucketArn: string, keyArn: string): Statement[] {
  const algorithm = "s3:x-amz-server-side-encryption";
  const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const customerKey = "s3:x-amz-server-side-encryption-customer-algorithm";
  const denied = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${bucketArn}/*`,
  } as const;
  return [
    {
      Sid: "DenyOtherEncryption",
      ...denied,
      Condition: { Null: { [algorithm]: "false" }, StringNotEquals: { [algorithm]: "aws:kms" } },
    },
    {
      Sid: "DenyOtherKeys",
      ...denied,
      Condition: { Null: { [key]: "false" }, ArnNotEquals: { [key]: keyArn } },
    },
    {
      Sid: "DenyUnnamedKeys",
      ...denied,
      Condition: { StringEquals: { [algorithm]: "aws:kms" }, Null: { [key]: "true" } },
    },
    { Sid: "DenyCallersKeys", ...denied, Condition: { Null: { [customerKey]: "false" } } },
  ];
}

/** S3's log delivery may write the access logs of one bucket of this account under one prefix. */
export function accessLogDelivery(
  logs: { arn: string; prefix: string },
  source: { arn: string; account: string; sid: string },
): Statement {
  return {
    Sid: source.sid,
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${logs.arn}/${logs.prefix}*`,
    Condition: {
      ArnEquals: { "aws:SourceArn": source.arn },
      StringEquals: { "aws:SourceAccount": source.account },
    },
  };
}
