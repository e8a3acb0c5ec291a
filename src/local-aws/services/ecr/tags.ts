import {
  ListTagsForResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import { operation } from "../../operation.ts";
import { findRepositoryByArn } from "./find-repository.ts";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation(ListTagsForResourceCommand, ({ resourceArn }, ctx) => ({
  tags: [...findRepositoryByArn(resourceArn, ctx).tags].map(([Key, Value]) => ({ Key, Value })),
}));

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_TagResource.html */
export const tagResource = operation(TagResourceCommand, ({ resourceArn, tags }, ctx) => {
  const repository = findRepositoryByArn(resourceArn, ctx);
  for (const [key, value] of tagMap(tags)) repository.tags.set(key, value);
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
