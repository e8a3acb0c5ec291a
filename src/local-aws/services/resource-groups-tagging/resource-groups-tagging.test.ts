import { CreateVpcCommand, DeleteVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { type TestAws, testAws } from "../../test-aws.ts";

describe("what carries which tags", () => {
  let test: TestAws;
  const tagging = (region?: string) => test.client(ResourceGroupsTaggingAPIClient, { region });
  const arns = async (input: GetResourcesCommandInput, region?: string) => {
    const { ResourceTagMappingList = [] } = await tagging(region).send(new GetResourcesCommand(input));
    return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN);
  };
  const makeVpc = async (name: string) => {
    const Tags = [
      { Key: "Name", Value: name },
      { Key: "Project", Value: "retail" },
    ];
    const TagSpecifications = [{ ResourceType: "vpc" as const, Tags }];
    const answer = await test
      .client(EC2Client)
      .send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", TagSpecifications }));
    return answer.Vpc?.VpcId ?? "";
  };
  const vpcArn = (id: string) => `arn:aws:ec2:ap-southeast-1:000000000000:vpc/${id}`;

  beforeEach(() => {
    test = testAws({ account: "000000000000" });
  });

  it("finds by all of the tags, and any of a tag's values", async () => {
    const one = await makeVpc("one");
    const two = await makeVpc("two");
    const named = (...Values: string[]) => ({ TagFilters: [{ Key: "Name", Values }] });
    expect(await arns(named("one"))).toEqual([vpcArn(one)]);
    expect(await arns(named("one", "two"))).toEqual([one, two].sort().map(vpcArn));
    expect(
      await arns({
        TagFilters: [
          { Key: "Project", Values: ["retail"] },
          { Key: "Name", Values: ["no"] },
        ],
      }),
    ).toEqual([]);
    expect(await arns({ ResourceTypeFilters: ["ec2:vpc"] })).toHaveLength(2);
    expect(await arns({ ResourceTypeFilters: ["ec2:subnet", "s3"] })).toEqual([]);
  });

  it("forgets what was deleted, but not a key that waits for it", async () => {
    const id = await makeVpc("one");
    const kms = test.client(KMSClient);
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ Tags: [{ TagKey: "Name", TagValue: "k" }] }),
    );
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.KeyId, PendingWindowInDays: 7 }));
    await test.client(EC2Client).send(new DeleteVpcCommand({ VpcId: id }));
    expect(await arns({ TagFilters: [{ Key: "Name" }] })).toEqual([KeyMetadata?.Arn]);
  });

  it("lists a region's own, its buckets, and what is global in us-east-1", async () => {
    const s3 = test.client(S3Client);
    await s3.send(
      new CreateBucketCommand({
        Bucket: "some-data",
        CreateBucketConfiguration: { LocationConstraint: "ap-southeast-1" },
      }),
    );
    await s3.send(
      new PutBucketTaggingCommand({
        Bucket: "some-data",
        Tagging: { TagSet: [{ Key: "Name", Value: "b" }] },
      }),
    );
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" }],
    };
    await test.client(IAMClient).send(
      new CreatePolicyCommand({
        PolicyName: "reads",
        PolicyDocument: JSON.stringify(document),
        Tags: [{ Key: "Name", Value: "p" }],
      }),
    );
    expect(await arns({})).toEqual(["arn:aws:s3:::some-data"]);
    expect(await arns({}, "us-east-1")).toEqual(["arn:aws:iam::000000000000:policy/reads"]);
  });

  it("gives long lists page by page", async () => {
    for (let count = 1; count <= 5; count++) await makeVpc(`vpc-${count}`);
    const pages = [];
    for await (const page of paginateGetResources({ client: tagging(), pageSize: 2 }, {})) pages.push(page);
    expect(pages.map(({ ResourceTagMappingList = [] }) => ResourceTagMappingList.length)).toEqual([2, 2, 1]);
    await expect(arns({ PaginationToken: "bm90aGluZw==" })).rejects.toMatchObject({
      name: "PaginationTokenExpiredException",
    });
  });

  it("knows which keys and values there are", async () => {
    await makeVpc("one");
    await makeVpc("two");
    expect((await tagging().send(new GetTagKeysCommand({}))).TagKeys).toEqual(["Name", "Project"]);
    expect((await tagging().send(new GetTagValuesCommand({ Key: "Name" }))).TagValues).toEqual([
      "one",
      "two",
    ]);
  });
});
