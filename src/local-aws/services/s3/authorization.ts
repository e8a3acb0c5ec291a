import type { CreateBucketCommand, PutBucketReplicationCommand } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
import type { InputOf } from "../../operation.ts";
import { bucketQuestion } from "./access-question.ts";
import { bucketActions } from "./bucket-actions.ts";
import { saysAcl } from "./canned-acl.ts";
import { isElsewhere } from "./find-bucket.ts";
import { objectRules } from "./object-authorization.ts";
import { requestKeys } from "./request-keys.ts";
import { s3Slot } from "./state.ts";

interface BucketInput {
  readonly Bucket?: string;
}

/** What requests to S3 ask IAM. Source: the Service Authorization Reference, "Amazon S3", 2026. */
export const s3Authorization: Authorization = {
  prefix: "s3",
  rules: inItsRegion({
    ...bucketRules(),
    ...objectRules,
    CreateBucket: createBucket,
    ListBuckets: () => [{ action: "s3:ListAllMyBuckets" }],
    PutBucketReplication: (input: InputOf<typeof PutBucketReplicationCommand>, ctx) => [
      bucketQuestion("s3:PutReplicationConfiguration", input.Bucket ?? "", ctx),
      passRole(input.ReplicationConfiguration?.Role, "s3.amazonaws.com", ctx),
    ],
    // Each key is asked for by itself, and refused by itself.
    DeleteObjects: () => [],
  }),
};

function bucketRules(): Record<string, AccessRule> {
  return Object.fromEntries(
    Object.entries(bucketActions).map(([operation, action]) => [
      operation,
      (input: BucketInput, ctx: Context) => [
        bucketQuestion(action, input.Bucket ?? "", ctx, requestKeys(input)),
      ],
    ]),
  );
}

/** A bucket's region is told before anybody's permissions are looked at: the handler sends the client there. */
function inItsRegion(rules: Record<string, AccessRule>): Record<string, AccessRule> {
  return Object.fromEntries(
    Object.entries(rules).map(([operation, rule]) => [
      operation,
      (input: BucketInput, ctx: Context) =>
        operation !== "CreateBucket" && isToBeSentOn(operation, input, ctx) ? [] : rule(input, ctx),
    ]),
  );
}

function isToBeSentOn(operation: string, { Bucket: name = "" }: BucketInput, ctx: Context): boolean {
  const bucket = ctx.state(s3Slot).buckets.get(name);
  if (!bucket || (operation === "GetBucketLocation" && ctx.region === "us-east-1")) return false;
  return isElsewhere(bucket, ctx);
}

/** Whoever makes a bucket with settings needs the permissions to set them. The name may be another account's already. */
function createBucket(input: InputOf<typeof CreateBucketCommand>, ctx: Context): readonly AccessQuestion[] {
  const { CreateBucketConfiguration: { LocationConstraint, Tags = [] } = {} } = input;
  const keys = {
    ...requestKeys(input),
    ...(LocationConstraint ? { "s3:locationconstraint": LocationConstraint } : {}),
    ...(ctx.request.secure ? { "s3:tlsversion": "1.3" } : {}),
  };
  const actions = [
    "s3:CreateBucket",
    ...(saysAcl(input) ? ["s3:PutBucketAcl"] : []),
    ...(input.ObjectOwnership ? ["s3:PutBucketOwnershipControls"] : []),
    ...(input.ObjectLockEnabledForBucket
      ? ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]
      : []),
    ...(Tags.length > 0 ? ["s3:TagResource"] : []),
  ];
  const requestTags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  return actions.map((action) => ({ action, resource: `arn:aws:s3:::${input.Bucket}`, keys, requestTags }));
}
