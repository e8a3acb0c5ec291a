import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { type InputOf, operation } from "../../operation.ts";
import { regionTable } from "../ec2/region-table.ts";
import { newBucketAcl } from "./acl.ts";
import { refuseBadName } from "./bucket-name.ts";
import { canonicalOwner } from "./canned-acl.ts";
import { defaultEncryption } from "./encryption.ts";
import { bucketAnywhere, findBucket } from "./find-bucket.ts";
import { type Bucket, s3Slot } from "./state.ts";
import { wholeSeconds } from "./whole-seconds.ts";

type CreateBucketInput = InputOf<typeof CreateBucketCommand>;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket = operation(CreateBucketCommand, (input, ctx) => {
  const { buckets } = ctx.state(s3Slot);
  const name = input.Bucket ?? "";
  refuseBadName(name);
  const region = regionOfNew(input, ctx);
  const taken = buckets.get(name);
  if (!taken) {
    refuseTooMany(buckets.values(), ctx);
    buckets.set(name, newBucket(input, name, region, ctx));
  }
  // us-east-1 alone takes a second creation by the owner for a success, and leaves the bucket as it is.
  else if (taken.owner !== ctx.account || ctx.region !== "us-east-1" || taken.region !== ctx.region)
    refuseTaken(taken, ctx);
  return { Location: ctx.region === "us-east-1" ? `/${name}` : `http://${name}.s3.amazonaws.com/` };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = operation(HeadBucketCommand, (input, ctx) => {
  const { region } = findBucket(input, ctx);
  return { BucketRegion: region, AccessPointAlias: false };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket = operation(DeleteBucketCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  if (bucket.objects.size > 0) {
    const hint = bucket.versioning ? ". You must delete all versions in the bucket." : "";
    throw new ServiceError("BucketNotEmpty", `The bucket you tried to delete is not empty${hint}`, 409, {
      BucketName: bucket.name,
    });
  }
  ctx.state(s3Slot).buckets.delete(bucket.name);
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets = operation(ListBucketsCommand, (input, ctx) => {
  const { Prefix = "", BucketRegion, MaxBuckets = 10_000 } = input;
  const after = input.ContinuationToken && Buffer.from(input.ContinuationToken, "base64").toString();
  const found = [...ctx.state(s3Slot).buckets.values()]
    .filter(({ owner, name }) => owner === ctx.account && name.startsWith(Prefix))
    .filter(({ region }) => (BucketRegion ?? region) === region)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !after || name > after);
  const page = found.slice(0, MaxBuckets);
  const last = page.at(-1);
  return {
    Owner: canonicalOwner(ctx.account),
    Buckets: page.map(({ name, created, region }) => ({
      Name: name,
      CreationDate: created,
      BucketRegion: region,
      BucketArn: `arn:aws:s3:::${name}`,
    })),
    Prefix: input.Prefix,
    ContinuationToken:
      last && found.length > page.length ? Buffer.from(last.name).toString("base64") : undefined,
  };
});

/** us-east-1 has no name here. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation = operation(GetBucketLocationCommand, (input, ctx) => {
  // The one question that us-east-1 answers for every region: clients ask it to find out where to go.
  const { region } = ctx.region === "us-east-1" ? bucketAnywhere(input, ctx) : findBucket(input, ctx);
  return {
    LocationConstraint: region === "us-east-1" ? undefined : (region as BucketLocationConstraint),
  };
});

function regionOfNew({ CreateBucketConfiguration }: CreateBucketInput, { region }: Context): string {
  const wanted: string | undefined = CreateBucketConfiguration?.LocationConstraint;
  if (region === "us-east-1") {
    if (wanted !== undefined && wanted !== "EU" && (wanted === region || !Object.hasOwn(regionTable, wanted)))
      throw new ServiceError(
        "InvalidLocationConstraint",
        "The specified location-constraint is not valid",
        400,
        {
          LocationConstraint: wanted,
        },
      );
    return wanted === "EU" ? "eu-west-1" : (wanted ?? region);
  }
  if (wanted === region || (wanted === "EU" && region === "eu-west-1")) return region;
  throw new ServiceError(
    "IllegalLocationConstraintException",
    `The ${wanted ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );
}

function refuseTooMany(buckets: Iterable<Bucket>, ctx: Context): void {
  let own = 0;
  for (const { owner } of buckets) if (owner === ctx.account) own++;
  if (own >= ctx.quota("s3:buckets"))
    throw new ServiceError("TooManyBuckets", "You have attempted to create more buckets than allowed", 400);
}

function refuseTaken(taken: Bucket, ctx: Context): never {
  if (taken.owner !== ctx.account)
    throw exception(
      BucketAlreadyExists,
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
      { BucketName: taken.name },
    );
  throw exception(
    BucketAlreadyOwnedByYou,
    "Your previous request to create the named bucket succeeded and you already own it.",
    { BucketName: taken.name },
  );
}

/** A bucket as S3 makes them since April 2023: closed to the public, encrypted, without access control lists. */
function newBucket(input: CreateBucketInput, name: string, region: string, ctx: Context): Bucket {
  const ownership = input.ObjectOwnership ?? "BucketOwnerEnforced";
  const tags = input.CreateBucketConfiguration?.Tags;
  return {
    name,
    owner: ctx.account,
    region,
    created: wholeSeconds(ctx.now()),
    versioning: input.ObjectLockEnabledForBucket ? "Enabled" : undefined,
    objectLock: input.ObjectLockEnabledForBucket ? { ObjectLockEnabled: "Enabled" } : undefined,
    encryption: defaultEncryption(),
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownershipControls: { Rules: [{ ObjectOwnership: ownership }] },
    acl: newBucketAcl(input, ownership, ctx),
    tags: tags && tags.length > 0 ? tags : undefined,
    transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    payer: "BucketOwner",
    notification: {},
    analytics: new Map(),
    intelligentTiering: new Map(),
    inventory: new Map(),
    metrics: new Map(),
    objects: new Map(),
    uploads: new Map(),
  };
}
