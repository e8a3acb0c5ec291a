import {
  ListTagsForResourceCommand,
  type Tag,
  TagResourceCommand,
  TooManyTagsException,
  UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findRepositoryByArn } from "./find-repository.ts";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation(ListTagsForResourceCommand, ({ resourceArn }, ctx) => ({
  tags: [...findRepositoryByArn(resourceArn, ctx).tags].map(([Key, Value]) => ({ Key, Value })),
}));

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_TagResource.html */
export const tagResource = operation(TagResourceCommand, ({ resourceArn, tags }, ctx) => {
  const repository = findRepositoryByArn(resourceArn, ctx);
  const added = tagMap(tags);
  refuseTooMany(new Map([...repository.tags, ...added]));
  for (const [key, value] of added) repository.tags.set(key, value);
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UntagResource.html */
export const untagResource = operation(UntagResourceCommand, ({ resourceArn, tagKeys = [] }, ctx) => {
  const repository = findRepositoryByArn(resourceArn, ctx);
  for (const key of tagKeys) repository.tags.delete(key);
  return {};
});

export function tagMap(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Tags of one repository. Source: TooManyTagsException in the ECR API reference, 2026. */
const mostTags = 50;

/** @param tags what the repository would have @throws TooManyTagsException */
function refuseTooMany(tags: ReadonlyMap<string, string>): void {
  if (tags.size > mostTags)
    throw exception(
      TooManyTagsException,
      `The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is ${mostTags}.`,
    );
}
