import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  PutImageCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { beforeEach, describe, expect, it } from "vitest";
import { document, makeUser } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const repositoryName = "train";
const repositories = "arn:aws:ecr:ap-southeast-1:123456789012:repository";
const imageManifest = JSON.stringify({ schemaVersion: 2, layers: [] });
let test: TestAws;
let admin: ECRClient;

beforeEach(async () => {
  test = testAws();
  admin = test.client(ECRClient);
  await admin.send(new CreateRepositoryCommand({ repositoryName, tags: [{ Key: "team", Value: "ml" }] }));
  await admin.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: "v1" }));
});

const clientOf = async (...may: Record<string, unknown>[]) =>
  test.client(ECRClient, { as: await makeUser(test, "dev", { may }) });
const pull = (client: ECRClient, registryId?: string) =>
  client.send(new BatchGetImageCommand({ registryId, repositoryName, imageIds: [{ imageTag: "v1" }] }));
const denied = (action: string, resource: string) => ({
  name: "AccessDeniedException",
  message: expect.stringContaining(
    `is not authorized to perform: ${action} on resource: ${resource} because`,
  ),
});

describe("permissions for repositories", () => {
  it("are given repository by repository; the token for Docker and lists are not", async () => {
    const dev = await clientOf({ Action: "ecr:*", Resource: `${repositories}/${repositoryName}` });
    await pull(dev);
    await expect(dev.send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject(
      denied("ecr:GetAuthorizationToken", "*"),
    );
    await expect(dev.send(new DescribeRepositoriesCommand({}))).rejects.toMatchObject(
      denied("ecr:DescribeRepositories", `${repositories}/*`),
    );
    await dev.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
  });

  it("can rest on tags, which a new repository needs leave for", async () => {
    const dev = await clientOf(
      { Action: "ecr:CreateRepository", Resource: "*" },
      {
        Action: "ecr:BatchGetImage",
        Resource: "*",
        Condition: { StringEquals: { "ecr:ResourceTag/team": "ml" } },
      },
    );
    await pull(dev);
    const tags = [{ Key: "team", Value: "ml" }];
    await expect(
      dev.send(new CreateRepositoryCommand({ repositoryName: "serve", tags })),
    ).rejects.toMatchObject(denied("ecr:TagResource", `${repositories}/serve`));
  });

  it("come from the repository's policy as well, and are taken by it", async () => {
    const dev = await clientOf({ Action: "ecr:PutImage", Resource: "*" });
    await expect(pull(dev)).rejects.toMatchObject({ name: "AccessDeniedException" });
    const Principal = { AWS: "arn:aws:iam::123456789012:user/dev" };
    const policyText = document(
      { Principal, Action: "ecr:BatchGetImage" },
      { Effect: "Deny", Principal, Action: "ecr:PutImage" },
    );
    await admin.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
    await pull(dev);
    await expect(
      dev.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: "v2" })),
    ).rejects.toMatchObject({ message: expect.stringContaining("explicit deny in a resource-based policy") });
  });

  it("reach other accounts by the repository's policy only", async () => {
    const other = test.client(ECRClient, { account: "210987654321" });
    await expect(pull(other, "123456789012")).rejects.toMatchObject(
      denied("ecr:BatchGetImage", `${repositories}/${repositoryName}`),
    );
    const policyText = document({
      Principal: { AWS: "arn:aws:iam::210987654321:root" },
      Action: "ecr:BatchGetImage",
    });
    await admin.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
    expect((await pull(other, "123456789012")).images).toMatchObject([
      { registryId: "123456789012", imageManifest },
    ]);
  });

  it("include the key's for whoever makes a repository under it", async () => {
    const { KeyMetadata } = await test.client(KMSClient).send(new CreateKeyCommand({}));
    const dev = await clientOf({ Action: "ecr:CreateRepository", Resource: "*" });
    await expect(
      dev.send(
        new CreateRepositoryCommand({
          repositoryName: "serve",
          encryptionConfiguration: { encryptionType: "KMS", kmsKey: KeyMetadata?.Arn },
        }),
      ),
    ).rejects.toMatchObject({ name: "KmsException", kmsError: "AccessDeniedException" });
  });
});
