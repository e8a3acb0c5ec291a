import { DescribeImageReplicationStatusCommand, type ReplicationRule } from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { mustFindImage } from "./find-image.ts";
import { findRepository } from "./find-repository.ts";
import { registryOperation } from "./registry-operation.ts";
import { newRepository } from "./repositories.ts";
import { ecrSlot, type Image, type Repository } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageReplicationStatus.html */
export const describeImageReplicationStatus = registryOperation(
  DescribeImageReplicationStatusCommand,
  (input, ctx) => {
    const repository = findRepository(input, ctx);
    const { imageId = {} } = input;
    const { digest } = mustFindImage(imageId, repository, ctx);
    return {
      repositoryName: repository.name,
      imageId,
      replicationStatuses: destinations(repository, ctx).map((place) => {
        const there = ctx.in(place).state(ecrSlot).repositories.get(repository.name);
        const status = there?.images.has(digest) ? ("COMPLETE" as const) : ("FAILED" as const);
        return { region: place.region, registryId: place.account, status };
      }),
    };
  },
);

/** Copies a pushed image to where the registry's rules say; a repository that is not there yet is made. Other accounts are left out. */
export function replicateImage(
  repository: Repository,
  image: Image,
  tag: string | undefined,
  ctx: Context,
): void {
  for (const place of destinations(repository, ctx)) {
    if (place.account !== ctx.account) continue;
    const there = ctx.in(place);
    const { repositories } = there.state(ecrSlot);
    const copy = repositories.get(repository.name) ?? newRepository(repository.name, {}, there);
    repositories.set(copy.name, copy);
    copy.images.set(image.digest, image);
    if (tag !== undefined) copy.imageTags.set(tag, image.digest);
  }
}

function destinations({ name }: Repository, ctx: Context): { region: string; account: string }[] {
  return ctx
    .state(ecrSlot)
    .replicationRules.filter((rule) => covers(rule, name))
    .flatMap(({ destinations: places = [] }) => places)
    .map(({ region, registryId }) => ({ region: region ?? ctx.region, account: registryId ?? ctx.account }));
}

function covers({ repositoryFilters = [] }: ReplicationRule, name: string): boolean {
  return (
    repositoryFilters.length === 0 || repositoryFilters.some(({ filter = "" }) => name.startsWith(filter))
  );
}
