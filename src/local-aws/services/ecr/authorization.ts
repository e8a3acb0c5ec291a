import type { Tag } from "@aws-sdk/client-ecr";
import { arn, type Context } from "../../context.ts";
import type { ResourcePolicy } from "../../iam/access.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import type { RepositoryInput } from "./find-repository.ts";
import { ecrSlot } from "./state.ts";
import { tagMap } from "./tags.ts";

interface TagsInput {
  readonly tags?: readonly Tag[];
}

const ofRepository: AccessRule = ({ registryId, repositoryName = "" }: RepositoryInput, ctx) => [
  onRepository(ctx, registryId || ctx.account, repositoryName),
];

const ofNewRepository: AccessRule = (input: RepositoryInput & TagsInput, ctx) => {
  const question = {
    ...onRepository(ctx, ctx.account, input.repositoryName ?? ""),
    requestTags: tagsIn(input),
  };
  return question.requestTags ? [question, { ...question, action: "ecr:TagResource" }] : [question];
};

/** All repositories, where none is named. */
const ofRepositories: AccessRule = (
  { registryId, repositoryNames = ["*"] }: { registryId?: string; repositoryNames?: readonly string[] },
  ctx,
) => repositoryNames.map((name) => onRepository(ctx, registryId || ctx.account, name));

const ofTags: AccessRule = (input: TagsInput & { resourceArn?: string }, ctx) => {
  const [, , , , account = "", resource = ""] = (input.resourceArn ?? "").split(":");
  const question = onRepository(ctx, account || ctx.account, resource.replace("repository/", ""));
  return [{ ...question, requestTags: tagsIn(input) }];
};

/**
 * What concerns the whole registry, and the token for Docker, knows no resources. Source: Service Authorization Reference,
 * "Amazon Elastic Container Registry", November 2026.
 */
export const ecrAuthorization: Authorization = {
  prefix: "ecr",
  rules: {
    CreateRepository: ofNewRepository,
    DescribeRepositories: ofRepositories,
    BatchGetRepositoryScanningConfiguration: ofRepositories,
    ListTagsForResource: ofTags,
    TagResource: ofTags,
    UntagResource: ofTags,
    ...Object.fromEntries(
      [
        "DeleteRepository",
        "PutImageTagMutability",
        "PutImageScanningConfiguration",
        "PutLifecyclePolicy",
        "GetLifecyclePolicy",
        "DeleteLifecyclePolicy",
        "SetRepositoryPolicy",
        "GetRepositoryPolicy",
        "DeleteRepositoryPolicy",
        "PutImage",
        "BatchGetImage",
        "BatchDeleteImage",
        "ListImages",
        "DescribeImages",
        "StartImageScan",
        "DescribeImageScanFindings",
        "DescribeImageReplicationStatus",
      ].map((operation) => [operation, ofRepository]),
    ),
  },
};

function onRepository(ctx: Context, account: string, name: string): AccessQuestion {
  const there = ctx.in({ account });
  const repository = there.state(ecrSlot).repositories.get(name);
  const resourceTags = repository && Object.fromEntries(repository.tags);
  return {
    resource: arn(there, "ecr", `repository/${name}`),
    resourceAccount: account,
    resourceTags,
    resourcePolicy: policyOn(there, name, repository?.policy),
  };
}

/** The registry's policy speaks about every repository in it, beside the repository's own. */
function policyOn(ctx: Context, name: string, own: string | undefined): ResourcePolicy | undefined {
  const { policy: ofRegistry } = ctx.state(ecrSlot);
  if (own !== undefined && ofRegistry !== undefined)
    return { kind: "optional", name: `repository policy of ${name}`, document: joined(own, ofRegistry) };
  if (own !== undefined) return { kind: "optional", name: `repository policy of ${name}`, document: own };
  return ofRegistry === undefined
    ? undefined
    : { kind: "optional", name: `registry policy of ${ctx.account}`, document: ofRegistry };
}

function joined(...documents: readonly string[]): string {
  const parsed = documents.map((document) => JSON.parse(document) as { Statement: unknown });
  return JSON.stringify({ ...parsed[0], Statement: parsed.flatMap(({ Statement }) => Statement) });
}

function tagsIn({ tags = [] }: TagsInput): Record<string, string> | undefined {
  return tags.length > 0 ? Object.fromEntries(tagMap(tags)) : undefined;
}
