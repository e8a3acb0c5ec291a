import { createHash } from "node:crypto";
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  BatchGetRepositoryScanningConfigurationCommand,
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  PutRegistryScanningConfigurationCommand,
  PutReplicationConfigurationCommand,
  SetRepositoryPolicyCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import { CreateKeyCommand, DisableKeyCommand, KMSClient, ListGrantsCommand } from "@aws-sdk/client-kms";
import { beforeEach, describe, expect, it } from "vitest";
import { type TestAws, testAws } from "../../test-aws.ts";

const repositoryName = "retail-forecast-train";
const arn = `arn:aws:ecr:ap-southeast-1:123456789012:repository/${repositoryName}`;
let test: TestAws;
let ecr: ECRClient;

beforeEach(() => {
  test = testAws();
  ecr = test.client(ECRClient);
});

const create = (options: object = {}) =>
  ecr.send(new CreateRepositoryCommand({ repositoryName, ...options }));
const manifest = (n: number) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { size: 10 },
    layers: [{ size: 1000 + n }],
  });
const push = (n: number, imageTag?: string) =>
  ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest(n), imageTag }));
const digestOf = (n: number) => `sha256:${createHash("sha256").update(manifest(n)).digest("hex")}`;

describe("repositories", () => {
  it("say where images are pushed to, and go with what they carry", async () => {
    const { repository } = await create({ tags: [{ Key: "Project", Value: "retail" }] });
    expect(repository).toMatchObject({
      repositoryArn: arn,
      registryId: "123456789012",
      repositoryUri: `123456789012.dkr.ecr.ap-southeast-1.amazonaws.com/${repositoryName}`,
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: "AES256" },
    });
    await expect(create()).rejects.toMatchObject({ name: "RepositoryAlreadyExistsException" });
    const tags = () => ecr.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect((await tags()).tags).toEqual([{ Key: "Project", Value: "retail" }]);
    await ecr.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ["Project"] }));
    expect((await tags()).tags).toEqual([]);
    expect(test.aws.inventory()).toMatchObject([{ type: "AWS::ECR::Repository", id: repositoryName }]);
    await ecr.send(new DeleteRepositoryCommand({ repositoryName }));
    expect(test.aws.inventory()).toEqual([]);
    const gone = ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
    await expect(gone).rejects.toMatchObject({
      name: "RepositoryNotFoundException",
      message: `The repository with name '${repositoryName}' does not exist in the registry with id '123456789012'`,
    });
  });

  it("are listed in pages", async () => {
    for (const name of ["cc", "aa", "bb"]) await create({ repositoryName: name });
    const first = await ecr.send(new DescribeRepositoriesCommand({ maxResults: 2 }));
    const rest = await ecr.send(new DescribeRepositoriesCommand({ nextToken: first.nextToken }));
    const names = [...(first.repositories ?? []), ...(rest.repositories ?? [])].map(
      (one) => one.repositoryName,
    );
    expect(names).toEqual(["aa", "bb", "cc"]);
    expect(rest.nextToken).toBeUndefined();
  });

  it("take grants under their key, and give them back", async () => {
    const kms = test.client(KMSClient);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata?.KeyId;
    const encryptionConfiguration = { encryptionType: "KMS", kmsKey: KeyMetadata?.Arn };
    const { repository } = await create({ encryptionConfiguration });
    expect(repository?.encryptionConfiguration).toEqual(encryptionConfiguration);
    const grants = async () => (await kms.send(new ListGrantsCommand({ KeyId }))).Grants;
    expect(await grants()).toMatchObject([{ GranteePrincipal: "ecr.ap-southeast-1.amazonaws.com" }]);
    await ecr.send(new DeleteRepositoryCommand({ repositoryName }));
    expect(await grants()).toEqual([]);
    await kms.send(new DisableKeyCommand({ KeyId }));
    await expect(create({ encryptionConfiguration })).rejects.toMatchObject({ name: "KmsException" });
  });

  it("neither take nor give images once their key is disabled", async () => {
    const kms = test.client(KMSClient);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await create({ encryptionConfiguration: { encryptionType: "KMS", kmsKey: KeyMetadata?.Arn } });
    await push(1, "v1");
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await expect(push(2)).rejects.toMatchObject({ name: "KmsException", kmsError: "DisabledException" });
    const got = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "v1" }] }));
    expect(got.failures).toMatchObject([{ failureCode: "KmsError" }]);
  });

  it("with images go only by force", async () => {
    await create();
    await push(1, "a");
    const early = ecr.send(new DeleteRepositoryCommand({ repositoryName }));
    await expect(early).rejects.toMatchObject({ name: "RepositoryNotEmptyException" });
    await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  });
});

describe("lifecycle policies", () => {
  const rule = (rulePriority: number, selection: object) => ({
    rulePriority,
    selection,
    action: { type: "expire" },
  });
  const untagged = {
    tagStatus: "untagged",
    countType: "sinceImagePushed",
    countUnit: "days",
    countNumber: 14,
  };
  const last = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 };
  const put = (rules: object[]) =>
    ecr.send(
      new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: JSON.stringify({ rules }) }),
    );

  beforeEach(() => create());

  it("are kept as they were put", async () => {
    const { lifecyclePolicyText } = await put([rule(1, untagged), rule(2, last)]);
    const get = () => ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
    expect((await get()).lifecyclePolicyText).toBe(lifecyclePolicyText);
    await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
    await expect(get()).rejects.toMatchObject({ name: "LifecyclePolicyNotFoundException" });
  });

  it.each<[string, unknown, string]>([
    ["no JSON", "{", "Could not map policyString into LifecyclePolicy."],
    ["no rules", {}, 'object has missing required properties (["rules"])'],
    [
      "an empty list",
      { rules: [] },
      "array is too short: must have at least 1 elements but instance has 0 elements",
    ],
    [
      "two rules of one priority",
      [rule(1, untagged), rule(1, last)],
      "Rules must have unique values for rulePriority.",
    ],
    [
      "a rule for any image before another one",
      [rule(1, last), rule(2, untagged)],
      "Rule for tagStatus=ANY must have the lowest priority per storage class",
    ],
    [
      "two rules for untagged images",
      [rule(1, untagged), rule(2, untagged)],
      "Only one rule can select Untagged images per storage class.",
    ],
    [
      "two rules for any image",
      [rule(1, last), rule(2, last)],
      "Only one rule can select Any images per storage class.",
    ],
    [
      "prefixes and patterns of tags at once",
      [rule(1, { ...last, tagStatus: "tagged", tagPrefixList: ["v"], tagPatternList: ["v*"] })],
      "Must specify only one of tagPrefixList and tagPatternList.",
    ],
    [
      "days for a number of images",
      [rule(1, { ...last, countUnit: "days" })],
      "instance failed to match exactly one schema (matched 0 out of 4)",
    ],
    [
      "age without days",
      [rule(1, { ...untagged, countUnit: undefined })],
      "instance failed to match exactly one schema (matched 0 out of 4)",
    ],
    [
      "tagged without tags",
      [rule(1, { ...last, tagStatus: "tagged" })],
      "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.",
    ],
    [
      "tags of untagged images",
      [rule(1, { ...untagged, tagPrefixList: ["v"] })],
      "Must not specify tagPrefixList or tagPatternList when tagStatus=UNTAGGED.",
    ],
    [
      "five wildcards",
      [rule(1, { ...last, tagStatus: "tagged", tagPatternList: ["*a*b*c*d*"] })],
      "A tag pattern must not have more than 4 wildcards: *a*b*c*d*",
    ],
    [
      "null for no list",
      [rule(1, { ...untagged, tagPrefixList: null })],
      'instance type (null) does not match any allowed primitive type (allowed: ["array"])',
    ],
    [
      "a count of none",
      [rule(1, { ...last, countNumber: 0 })],
      "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
    ],
    [
      "an action that is none",
      [{ ...rule(1, last), action: { type: "delete" } }],
      'instance value ("delete") not found in enum (possible values: ["expire","transition"])',
    ],
    [
      "a storage class of what expires",
      [{ ...rule(1, last), action: { type: "expire", targetStorageClass: null } }],
      "instance failed to match exactly one schema (matched 0 out of 2)",
    ],
    [
      "a member that is not known",
      [{ ...rule(1, last), priority: 1 }],
      'object instance has properties which are not allowed by the schema: ["priority"]',
    ],
  ])("refuse %s", async (_what, policy, why) => {
    const document = Array.isArray(policy) ? { rules: policy } : policy;
    const text = typeof document === "string" ? document : JSON.stringify(document);
    // Less than 100 characters are refused before anybody reads them.
    const lifecyclePolicyText = text.padEnd(100);
    await expect(
      ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
    });
  });
});

describe("images", () => {
  beforeEach(() => create());

  it("are found by tag and by digest", async () => {
    await push(1, "v1");
    await push(1, "latest");
    await push(2, "latest");
    await push(3);
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: "v1" }, { imageTag: "latest" }] }),
    );
    expect(imageDetails).toMatchObject([
      { imageDigest: digestOf(1), imageTags: ["v1"], imageSizeInBytes: 1011 },
      { imageDigest: digestOf(2), imageTags: ["latest"] },
    ]);
    const imageIds = [{ imageDigest: digestOf(3) }, { imageTag: "never" }];
    const got = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    expect(got.images).toMatchObject([{ imageManifest: manifest(3) }]);
    expect(got.failures).toMatchObject([{ failureCode: "ImageNotFound", imageId: { imageTag: "never" } }]);
    const list = async (tagStatus?: "TAGGED" | "UNTAGGED") =>
      (await ecr.send(new ListImagesCommand({ repositoryName, filter: { tagStatus } }))).imageIds;
    expect(await list("UNTAGGED")).toEqual([{ imageDigest: digestOf(3) }]);
    expect(await list("TAGGED")).toHaveLength(2);
    expect(await list()).toHaveLength(3);
  });

  it("lose a tag first, and go with the last", async () => {
    await push(1, "a");
    await push(1, "b");
    const remove = (imageTag: string) =>
      ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    const count = async () =>
      (await ecr.send(new DescribeImagesCommand({ repositoryName }))).imageDetails?.length;
    await remove("a");
    expect(await count()).toBe(1);
    await remove("b");
    expect(await count()).toBe(0);
  });

  it("keep their tags where tags are immutable, but for the excluded ones", async () => {
    await ecr.send(
      new PutImageTagMutabilityCommand({
        repositoryName,
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "dev-*" }],
      }),
    );
    await push(1, "v1");
    await push(1, "dev-x");
    await expect(push(2, "v1")).rejects.toMatchObject({ name: "ImageTagAlreadyExistsException" });
    await expect(push(1, "v1")).rejects.toMatchObject({ name: "ImageAlreadyExistsException" });
    await push(2, "dev-x");
  });

  it("say of each why it was not found or cannot go", async () => {
    const parts = JSON.stringify({ schemaVersion: 2, manifests: [{ digest: digestOf(1), size: 1 }] });
    await push(1);
    await push(2, "two");
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest: parts, imageTag: "all" }));
    const { failures } = await ecr.send(
      new BatchDeleteImageCommand({
        repositoryName,
        imageIds: [
          {},
          { imageDigest: "sha256:xyz" },
          { imageTag: "two", imageDigest: digestOf(1) },
          { imageDigest: digestOf(1) },
        ],
      }),
    );
    expect(failures?.map(({ failureCode }) => failureCode)).toEqual([
      "MissingDigestAndTag",
      "InvalidImageDigest",
      "ImageTagDoesNotMatchDigest",
      "ImageReferencedByManifestList",
    ]);
  });
});

describe("settings of tags", () => {
  const filters = (filter: string) => [{ filterType: "WILDCARD" as const, filter }];

  it.each([
    [
      "filters without exclusion",
      { imageTagMutability: "IMMUTABLE", imageTagMutabilityExclusionFilters: filters("dev-*") },
    ],
    ["exclusion without filters", { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }],
    [
      "three wildcards",
      { imageTagMutability: "MUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: filters("*a*b*") },
    ],
  ])("refuse %s", async (_what, settings) => {
    await expect(create(settings)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(/^Invalid parameter at 'imageTagMutabilityExclusionFilters'/),
    });
  });
});

describe("quotas", () => {
  it("end the making of repositories and the pushing of images", async () => {
    test = testAws({ quotas: { "ecr:repositories": 1, "ecr:images-per-repository": 1 } });
    ecr = test.client(ECRClient);
    await create();
    await expect(create({ repositoryName: "second" })).rejects.toMatchObject({
      name: "LimitExceededException",
    });
    await push(1);
    await expect(push(2)).rejects.toMatchObject({ name: "LimitExceededException" });
  });
});

describe("registries", () => {
  it("copy pushes to the regions that their rules name", async () => {
    await create();
    const rules = [
      {
        destinations: [{ region: "ap-northeast-1", registryId: "123456789012" }],
        repositoryFilters: [{ filter: "retail-", filterType: "PREFIX_MATCH" as const }],
      },
    ];
    await ecr.send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules } }));
    const registry = await ecr.send(new DescribeRegistryCommand({}));
    expect(registry).toMatchObject({ registryId: "123456789012", replicationConfiguration: { rules } });
    await push(1, "v1");
    const tokyo = test.client(ECRClient, { region: "ap-northeast-1" });
    const { imageDetails } = await tokyo.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).toMatchObject([{ imageDigest: digestOf(1), imageTags: ["v1"] }]);
    const status = await ecr.send(
      new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageTag: "v1" } }),
    );
    expect(status.replicationStatuses).toMatchObject([{ region: "ap-northeast-1", status: "COMPLETE" }]);
    await ecr.send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }));
    await push(2, "v2");
    expect((await tokyo.send(new DescribeImagesCommand({ repositoryName }))).imageDetails).toHaveLength(1);
  });

  it("take copies from another account when their policy lets it in", async () => {
    await create();
    const destinations = [{ region: "ap-southeast-1", registryId: "210987654321" }];
    await ecr.send(
      new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [{ destinations }] } }),
    );
    const status = async (imageTag: string) =>
      (await ecr.send(new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageTag } })))
        .replicationStatuses;
    await push(1, "v1");
    expect(await status("v1")).toMatchObject([{ registryId: "210987654321", status: "FAILED" }]);
    const other = test.client(ECRClient, { account: "210987654321" });
    const policyText = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: ["ecr:CreateRepository", "ecr:ReplicateImage"],
          Resource: "arn:aws:ecr:ap-southeast-1:210987654321:repository/*",
        },
      ],
    });
    await other.send(new PutRegistryPolicyCommand({ policyText }));
    await push(2, "v2");
    expect(await status("v2")).toMatchObject([{ registryId: "210987654321", status: "COMPLETE" }]);
    const copies = await other.send(new DescribeImagesCommand({ repositoryName }));
    expect(copies.imageDetails).toMatchObject([{ registryId: "210987654321", imageTags: ["v2"] }]);
  });

  it("decide with the repository when images are scanned", async () => {
    await create();
    const repositoryFilters = [{ filter: "retail-*", filterType: "WILDCARD" as const }];
    await ecr.send(
      new PutRegistryScanningConfigurationCommand({
        scanType: "ENHANCED",
        rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters }],
      }),
    );
    const answer = await ecr.send(
      new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName, "nobody"] }),
    );
    expect(answer.scanningConfigurations).toMatchObject([
      { scanFrequency: "CONTINUOUS_SCAN", appliedScanFilters: repositoryFilters },
    ]);
    expect(answer.failures).toMatchObject([
      { repositoryName: "nobody", failureCode: "REPOSITORY_NOT_FOUND" },
    ]);
  });

  it("let Docker in", async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const [{ authorizationToken = "", proxyEndpoint } = {}] = authorizationData ?? [];
    expect(Buffer.from(authorizationToken, "base64").toString()).toMatch(/^AWS:.+/);
    expect(proxyEndpoint).toBe("https://123456789012.dkr.ecr.ap-southeast-1.amazonaws.com");
  });
});

describe("repository policies", () => {
  const pull = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::210987654321:root" },
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  };

  it("are kept when they are policies", async () => {
    await create();
    const get = () => ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
    await expect(get()).rejects.toMatchObject({ name: "RepositoryPolicyNotFoundException" });
    const policyText = JSON.stringify({ Version: "2012-10-17", Statement: [pull] });
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
    expect((await get()).policyText).toBe(policyText);
  });

  it.each([
    ["no JSON", "{"],
    ["a resource", { ...pull, Resource: "*" }],
    ["another service's action", { ...pull, Action: "s3:GetObject" }],
    ["a user that is not there", { ...pull, Principal: { AWS: "arn:aws:iam::123456789012:user/none" } }],
  ])("refuse %s", async (_what, statement) => {
    await create();
    const policyText =
      typeof statement === "string"
        ? statement
        : JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await expect(
      ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText })),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
    });
  });
});
