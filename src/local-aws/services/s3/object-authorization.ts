import type { CopyObjectCommand, PutObjectCommand, Tag, UploadPartCopyCommand } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import type { AccessQuestion, AccessRule } from "../../iam/authorization.ts";
import type { InputOf } from "../../operation.ts";
import { type ObjectName, objectQuestion } from "./access-question.ts";
import { saysAcl } from "./canned-acl.ts";
import { copySource } from "./copy-source.ts";
import { headerTags } from "./object-settings.ts";
import { requestKeys } from "./request-keys.ts";
import { s3Slot } from "./state.ts";

type Action = `s3:${string}`;

interface ObjectInput {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly BypassGovernanceRetention?: boolean;
  readonly Tagging?: { readonly TagSet?: readonly Tag[] };
  readonly Retention?: { readonly Mode?: string; readonly RetainUntilDate?: Date };
  readonly LegalHold?: { readonly Status?: string };
}

/** What operations on objects ask. */
export const objectRules: Readonly<Record<string, AccessRule>> = {
  GetObject: onObject("s3:GetObject", "s3:GetObjectVersion"),
  HeadObject: onObject("s3:GetObject", "s3:GetObjectVersion"),
  GetObjectAttributes: (input: ObjectInput, ctx) => [
    ...onObject("s3:GetObject", "s3:GetObjectVersion")(input, ctx),
    ...onObject("s3:GetObjectAttributes", "s3:GetObjectVersionAttributes")(input, ctx),
  ],
  DeleteObject: deleteQuestions,
  GetObjectAcl: onObject("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
  PutObjectAcl: onObject("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
  GetObjectTagging: onObject("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
  PutObjectTagging: onObject("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
  DeleteObjectTagging: onObject("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
  GetObjectRetention: onObject("s3:GetObjectRetention"),
  PutObjectRetention: withBypass(onObject("s3:PutObjectRetention")),
  GetObjectLegalHold: onObject("s3:GetObjectLegalHold"),
  PutObjectLegalHold: onObject("s3:PutObjectLegalHold"),
  PutObject: write,
  CreateMultipartUpload: write,
  UploadPart: onObject("s3:PutObject"),
  CompleteMultipartUpload: onObject("s3:PutObject"),
  AbortMultipartUpload: onObject("s3:AbortMultipartUpload"),
  ListParts: onObject("s3:ListMultipartUploadParts"),
  CopyObject: copy,
  UploadPartCopy: (input: InputOf<typeof UploadPartCopyCommand>, ctx) => [
    ...readSource(input.CopySource, ctx),
    objectQuestion("s3:PutObject", nameOf(input), ctx, requestKeys(input)),
  ],
};

/** What deleting an object or a version of it asks: one of the keys of `DeleteObjects` as well. */
export function deleteQuestions(input: ObjectInput, ctx: Context) {
  return withBypass(onObject("s3:DeleteObject", "s3:DeleteObjectVersion"))(input, ctx);
}

function onObject(action: Action, ofVersion = action) {
  return (input: ObjectInput, ctx: Context) => [
    objectQuestion(
      input.VersionId === undefined ? action : ofVersion,
      nameOf(input),
      ctx,
      objectKeys(asHeaders(input), input.Tagging?.TagSet ?? [], ctx),
    ),
  ];
}

/** A lock that a body sets, as the headers of a new object would say it: policies ask for both by the same keys. */
function asHeaders(input: ObjectInput): object {
  const { Retention, LegalHold } = input;
  if (!Retention && !LegalHold) return input;
  return {
    ...input,
    ObjectLockMode: Retention?.Mode,
    ObjectLockRetainUntilDate: Retention?.RetainUntilDate,
    ObjectLockLegalHoldStatus: LegalHold?.Status,
  };
}

const dayMilliseconds = 86_400_000;

function objectKeys(
  input: { readonly ObjectLockRetainUntilDate?: Date },
  tags: readonly Tag[],
  ctx: Context,
): ConditionKeys {
  const keys = requestKeys(input, tags);
  const until = input.ObjectLockRetainUntilDate;
  if (!until) return keys;
  const days = Math.ceil((until.getTime() - ctx.now().getTime()) / dayMilliseconds);
  return { ...keys, "s3:object-lock-remaining-retention-days": String(days) };
}

function withBypass(rule: ReturnType<typeof onObject>): ReturnType<typeof onObject> {
  return (input, ctx) =>
    input.BypassGovernanceRetention
      ? [...rule(input, ctx), objectQuestion("s3:BypassGovernanceRetention", nameOf(input), ctx)]
      : rule(input, ctx);
}

function nameOf({ Bucket: bucket = "", Key: key = "", VersionId: versionId }: ObjectInput): ObjectName {
  return { bucket, key, versionId };
}

type WriteInput = Pick<
  InputOf<typeof PutObjectCommand>,
  | "Bucket"
  | "Key"
  | "Tagging"
  | "ACL"
  | "GrantRead"
  | "GrantFullControl"
  | "GrantReadACP"
  | "GrantWriteACP"
  | "ObjectLockMode"
  | "ObjectLockRetainUntilDate"
  | "ObjectLockLegalHoldStatus"
>;

/** Whoever writes an object with a list, tags or a lock needs the permissions to set them. */
function write(input: WriteInput, ctx: Context): readonly AccessQuestion[] {
  const { Bucket: bucket = "", Key: key = "", Tagging } = input;
  const keys = objectKeys(input, Tagging === undefined ? [] : headerTags(Tagging), ctx);
  const actions: Action[] = ["s3:PutObject"];
  if (saysAcl(input)) actions.push("s3:PutObjectAcl");
  if (Tagging) actions.push("s3:PutObjectTagging");
  if (input.ObjectLockMode) actions.push("s3:PutObjectRetention");
  if (input.ObjectLockLegalHoldStatus) actions.push("s3:PutObjectLegalHold");
  return actions.map((action) => objectQuestion(action, { bucket, key }, ctx, keys));
}

function copy(input: InputOf<typeof CopyObjectCommand>, ctx: Context): readonly AccessQuestion[] {
  const source = copySource(input.CopySource);
  const tagged = input.TaggingDirective !== "REPLACE" && sourceTags(source, ctx) > 0;
  const questions = [...readSource(input.CopySource, ctx), ...write(input, ctx)];
  if (!tagged) return questions;
  const reading = source.versionId === undefined ? "s3:GetObjectTagging" : "s3:GetObjectVersionTagging";
  const { Bucket: bucket = "", Key: key = "" } = input;
  return [
    ...questions,
    objectQuestion(reading, source, ctx),
    objectQuestion("s3:PutObjectTagging", { bucket, key }, ctx),
  ];
}

function readSource(header: string | undefined, ctx: Context): readonly AccessQuestion[] {
  const source = copySource(header);
  return [
    objectQuestion(source.versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion", source, ctx),
  ];
}

function sourceTags({ bucket, key, versionId }: ObjectName, ctx: Context): number {
  const versions = ctx.state(s3Slot).buckets.get(bucket)?.objects.get(key);
  return versions?.find((one) => versionId === undefined || one.versionId === versionId)?.tags.length ?? 0;
}
