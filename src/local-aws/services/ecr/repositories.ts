import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type Repository as DescribedRepository,
  DescribeRepositoriesCommand,
  ImageTagMutability,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  RepositoryAlreadyExistsException,
  RepositoryNotEmptyException,
} from "@aws-sdk/client-ecr";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type InputOf, operation } from "../../operation.ts";
import { findRepository } from "./find-repository.ts";
import { limitExceeded } from "./limits.ts";
import { page } from "./pages.ts";
import { registryOperation } from "./registry-operation.ts";
import { releaseKey, takeKey } from "./repository-key.ts";
import { ecrSlot, type Repository } from "./state.ts";
import { checkMutability } from "./tag-mutability.ts";
import { tagMap } from "./tags.ts";

type CreateInput = InputOf<typeof CreateRepositoryCommand>;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const createRepository = operation(CreateRepositoryCommand, (input, ctx) => {
  const { repositories } = ctx.state(ecrSlot);
  const { repositoryName: name = "" } = input;
  if (repositories.has(name))
    throw exception(
      RepositoryAlreadyExistsException,
      `The repository with name '${name}' already exists in the registry with id '${ctx.account}'`,
    );
  if (repositories.size >= ctx.quota("ecr:repositories")) throw limitExceeded();
  checkMutability(input);
  const repository = newRepository(name, input, ctx);
  repositories.set(name, repository);
  return { repository: describe(repository, ctx) };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export const describeRepositories = registryOperation(DescribeRepositoriesCommand, (input, ctx) => {
  const { repositoryNames } = input;
  if (repositoryNames) {
    const found = repositoryNames.map((repositoryName) => findRepository({ repositoryName }, ctx));
    return { repositories: found.map((repository) => describe(repository, ctx)) };
  }
  const { items, nextToken } = page(ctx.state(ecrSlot).repositories.values(), ({ name }) => name, input);
  return { repositories: items.map((repository) => describe(repository, ctx)), nextToken };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html */
export const deleteRepository = registryOperation(DeleteRepositoryCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  if (repository.images.size > 0 && !input.force)
    throw exception(
      RepositoryNotEmptyException,
      `The repository with name '${repository.name}' in registry with id '${ctx.account}' cannot be deleted because it still contains images`,
    );
  ctx.state(ecrSlot).repositories.delete(repository.name);
  releaseKey(repository, ctx);
  return { repository: describe(repository, ctx) };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageTagMutability.html */
export const putImageTagMutability = registryOperation(PutImageTagMutabilityCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  checkMutability(input);
  repository.mutability = input.imageTagMutability ?? ImageTagMutability.MUTABLE;
  repository.exclusions = input.imageTagMutabilityExclusionFilters;
  return {
    registryId: ctx.account,
    repositoryName: repository.name,
    imageTagMutability: repository.mutability,
    imageTagMutabilityExclusionFilters: repository.exclusions,
  };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageScanningConfiguration.html */
export const putImageScanningConfiguration = registryOperation(
  PutImageScanningConfigurationCommand,
  (input, ctx) => {
    const repository = findRepository(input, ctx);
    repository.scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false;
    return {
      registryId: ctx.account,
      repositoryName: repository.name,
      imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    };
  },
);

/** A repository as it was asked for; also what replication makes where there is none yet. */
export function newRepository(name: string, input: Partial<CreateInput>, ctx: Context): Repository {
  const repositoryArn = arn(ctx, "ecr", `repository/${name}`);
  return {
    name,
    arn: repositoryArn,
    uri: `${registryHost(ctx)}/${name}`,
    created: ctx.now(),
    ...takeKey(input.encryptionConfiguration, repositoryArn, ctx),
    mutability: input.imageTagMutability ?? ImageTagMutability.MUTABLE,
    exclusions: input.imageTagMutabilityExclusionFilters,
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    tags: tagMap(input.tags),
    images: new Map(),
    imageTags: new Map(),
  };
}

/** Where a registry's images are pushed to. */
export function registryHost({ account, region }: Context): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

function describe(repository: Repository, ctx: Context): DescribedRepository {
  return {
    repositoryArn: repository.arn,
    registryId: ctx.account,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: repository.created,
    imageTagMutability: repository.mutability,
    imageTagMutabilityExclusionFilters: repository.exclusions,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  };
}
