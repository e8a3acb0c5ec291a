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

  it.each([
    ["two rules of one priority", [rule(1, untagged), rule(1, last)]],
    ["a rule for any image before another one", [rule(1, last), rule(2, untagged)]],
    ["days for a number of images", [rule(1, { ...last, countUnit: "days" })]],
    ["age without days", [rule(1, { ...untagged, countUnit: undefined })]],
    ["tagged without tags", [rule(1, { ...last, tagStatus: "tagged" })]],
    ["tags of untagged images", [rule(1, { ...untagged, tagPrefixList: ["v"] })]],
    ["a count of none", [rule(1, { ...last, countNumber: 0 })]],
    ["an action that is none", [{ ...rule(1, last), action: { type: "delete" } }]],
    ["no rule", []],
  ])("refuse %s", async (_what, rules) => {
    await expect(put(rules)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        /^Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation/,
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
  it("are kept when they are policies", async () => {
    await create();
    const get = () => ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
    await expect(get()).rejects.toMatchObject({ name: "RepositoryPolicyNotFoundException" });
    const pull = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:root" },
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    };
    const policyText = JSON.stringify({ Version: "2012-10-17", Statement: [pull] });
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
    expect((await get()).policyText).toBe(policyText);
    const broken = ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: "{" }));
    await expect(broken).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});
