import {
  ListResourceTagsCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import { operation } from "../../operation.ts";
import { findKeyById, mustBeCustomers, mustBeOwn, mustNotBePendingDeletion } from "./find-key.ts";
import { page } from "./pages.ts";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource = operation(TagResourceCommand, ({ KeyId, Tags }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "TagResource", ctx);
  mustNotBePendingDeletion(key);
  for (const [name, value] of tagMap(Tags)) key.tags.set(name, value);
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html */
export const untagResource = operation(UntagResourceCommand, ({ KeyId, TagKeys = [] }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "UntagResource", ctx);
  mustNotBePendingDeletion(key);
  for (const name of TagKeys) key.tags.delete(name);
  return {};
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export const listResourceTags = operation(ListResourceTagsCommand, ({ KeyId, ...input }, ctx) => {
  const tags = [...mustBeOwn(findKeyById(KeyId, ctx), "ListResourceTags", ctx).tags];
  const { items, more } = page(tags, ([name]) => name, input);
  return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...more };
});

export function tagMap(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
}
