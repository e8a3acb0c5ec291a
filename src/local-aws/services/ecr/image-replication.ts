import { DescribeImageReplicationStatusCommand, type ReplicationRule } from "@aws-sdk/client-ecr";
import { administratorOf } from "../../caller.ts";
import { arn, type Context } from "../../context.ts";
import { mayAccess, note } from "../../iam/authorize.ts";
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

/**
 * Copies a pushed image to where the registry's rules say; a repository that is not there yet is made. Another account's registry has
 * to let this account in by its policy: where it does not, the copy fails, and nobody is told but who asks for its status.
 */
export function replicateImage(
  repository: Repository,
  image: Image,
  tag: string | undefined,
  ctx: Context,
): void {
  for (const place of destinations(repository, ctx)) {
    const there = ctx.in(place);
    if (place.account !== ctx.account && !mayReplicate(ctx, there, repository)) continue;
    const { repositories } = there.state(ecrSlot);
    const copy = repositories.get(repository.name) ?? newRepository(repository.name, {}, there);
    repositories.set(copy.name, copy);
    copy.images.set(image.digest, image);
    if (tag !== undefined) copy.imageTags.set(tag, image.digest);
  }
}

/** Source: "Private registry permissions in Amazon ECR" in the user guide, 2026. */
function mayReplicate(ctx: Context, there: Context, { name }: Repository): boolean {
  const { policy, repositories } = there.state(ecrSlot);
  if (policy === undefined) return false;
  const acting = there.in({ caller: administratorOf(ctx.account, "") });
  const actions = ["ecr:ReplicateImage", ...(repositories.has(name) ? [] : ["ecr:CreateRepository"])];
  return actions.every((action) => {
    const question = {
      action,
      resource: arn(there, "ecr", `repository/${name}`),
      resourceAccount: there.account,
      resourcePolicy: {
        kind: "optional" as const,
        name: `registry policy of ${there.account}`,
        document: policy,
      },
    };
    const decision = mayAccess(acting, question);
    note(acting, question, decision);
    return decision.decision === "allowed";
  });
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
