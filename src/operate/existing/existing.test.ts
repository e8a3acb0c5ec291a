import { CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { LocalAws } from "../../local-aws/local-aws.ts";
import { memoryTransport } from "../../local-aws/memory-transport.ts";
import { services } from "../../local-aws/services/index.ts";
import { type ExistingProps, findExisting } from "./existing.ts";
import type { Wanted } from "./kind.ts";
import { removeUnused, tagsOf, usersOf } from "./unused.ts";

const account = "123456789012";
const region = "ap-southeast-1";
const tags = { Project: "retail-forecast", Environment: "dev" };
const key = { type: "aws_kms_key", address: "aws_kms_key.s3" };

describe("what exists already", () => {
  let aws: LocalAws;
  const accessOf = (accessKeyId = account) => ({
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId, secretAccessKey: "local" },
    requestHandler: memoryTransport(aws),
  });
  const client = <T>(type: new (options: object) => T, owner?: string): T =>
    new type({ region, ...accessOf(owner) });
  const place = () => ({ account, region, access: accessOf() });
  const tagList = (address: string) => Object.entries({ ...tags, TerraformAddress: address });
  const wanted = (type: string, values: Record<string, unknown>): Wanted => ({
    type,
    address: `${type}.it`,
    values,
    region,
  });
  const find = (props: Partial<ExistingProps> = {}) =>
    findExisting(place(), { wanted: [], tags, known: new Set(), regions: [region], ...props });
  const makeKey = async () => {
    const Tags = tagList(key.address).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { KeyMetadata } = await client(KMSClient).send(new CreateKeyCommand({ Tags }));
    return KeyMetadata?.KeyId ?? "";
  };
  const makeBucket = (Bucket: string, owner?: string) =>
    client(S3Client, owner).send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );

  beforeEach(() => {
    aws = new LocalAws({ services, seed: 1 });
  });

  it("is found by its address tag, unless the state has it", async () => {
    const id = await makeKey();
    const Tags = tagList("aws_vpc.vpc").map(([Key, Value]) => ({ Key, Value }));
    const TagSpecifications = [{ ResourceType: "vpc" as const, Tags }];
    await client(EC2Client).send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", TagSpecifications }));
    const { found, missed } = await find();
    expect(found.map(({ address }) => address).sort()).toEqual(["aws_kms_key.s3", "aws_vpc.vpc"]);
    expect(missed).toEqual([]);
    expect((await find({ known: new Set([id]) })).found.map(({ address }) => address)).toEqual([
      "aws_vpc.vpc",
    ]);
  });

  it("is not a key that waits for its deletion", async () => {
    await client(KMSClient).send(new ScheduleKeyDeletionCommand({ KeyId: await makeKey() }));
    expect((await find()).found).toEqual([]);
  });

  it("is found by its name, with whose it is", async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    await client(IAMClient).send(new CreateRoleCommand({ RoleName: "node", AssumeRolePolicyDocument }));
    await makeBucket("ours-and-empty");
    await makeBucket("ours-and-full");
    await client(S3Client).send(new PutObjectCommand({ Bucket: "ours-and-full", Key: "a", Body: "a" }));
    await makeBucket("somebody-elses", "210987654321");
    const bucket = (name: string) => wanted("aws_s3_bucket", { bucket: name });
    const { found } = await find({
      wanted: [
        wanted("aws_iam_role", { name: "node" }),
        wanted("aws_iam_role", { name: "no-such-role" }),
        ...["ours-and-empty", "ours-and-full", "somebody-elses", "still-free"].map(bucket),
      ],
    });
    expect(found.map(({ candidate: { id, empty, foreign } }) => ({ id, empty, foreign }))).toEqual([
      { id: "node" },
      { id: "ours-and-empty", empty: true },
      { id: "ours-and-full", empty: false },
      { id: "somebody-elses", foreign: "another account" },
    ]);
  });

  it("is not asked for by what is only known after the apply", async () => {
    expect(await find({ wanted: [wanted("aws_iam_openid_connect_provider", {})] })).toEqual({
      found: [],
      missed: [],
    });
  });

  it("is looked for as far as permissions go, and what they do not allow is named", async () => {
    const iam = client(IAMClient);
    const UserName = "reader";
    await iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["tag:GetResources", "ec2:Describe*", "kms:*"], Resource: "*" }],
    });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "reads", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await makeKey();
    const props = {
      wanted: [wanted("aws_iam_role", { name: "node" })],
      tags,
      known: new Set<string>(),
      regions: [region],
    };
    const { found, missed } = await findExisting(
      { account, region, access: accessOf(AccessKey?.AccessKeyId) },
      props,
    );
    expect(found.map(({ address }) => address)).toEqual(["aws_kms_key.s3"]);
    expect(missed).toEqual(["iam:GetRole is not allowed"]);
  });

  it("counts as used where nobody may ask what uses it", async () => {
    const iam = client(IAMClient);
    const UserName = "nobody";
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const there = { account, region, access: accessOf(AccessKey?.AccessKeyId) };
    const twin = { type: "aws_kms_key", id: await makeKey(), region };
    expect(await usersOf(there, twin)).toEqual([expect.stringContaining("is not allowed")]);
    expect(await tagsOf(there, twin)).toBeUndefined();
  });

  it("is removed only while nothing uses it", async () => {
    const twin = { type: "aws_kms_key", id: await makeKey(), region };
    expect(await usersOf(place(), twin)).toEqual([]);
    await client(KMSClient).send(new CreateAliasCommand({ AliasName: "alias/used", TargetKeyId: twin.id }));
    expect(await usersOf(place(), twin)).toEqual(["alias/used"]);
    expect(await removeUnused(place(), twin)).toEqual(["alias/used"]);
    const kept = await client(KMSClient).send(new DescribeKeyCommand({ KeyId: twin.id }));
    expect(kept.KeyMetadata?.KeyState).toBe("Enabled");
    const other = { ...twin, id: await makeKey() };
    expect(await tagsOf(place(), other)).toMatchObject({ TerraformAddress: key.address });
    expect(await removeUnused(place(), other)).toEqual([]);
    expect(await tagsOf(place(), other)).toBeUndefined();
    const { KeyMetadata } = await client(KMSClient).send(new DescribeKeyCommand({ KeyId: other.id }));
    expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
  });
});
