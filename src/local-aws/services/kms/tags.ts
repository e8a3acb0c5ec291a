import {
  ListResourceTagsCommand,
  type Tag,
  TagException,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findKeyById, mustBeCustomers, mustBeOwn, mustNotBePendingDeletion } from "./find-key.ts";
import { page } from "./pages.ts";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource = operation(TagResourceCommand, ({ KeyId, Tags }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "TagResource", ctx);
  mustNotBePendingDeletion(key);
  for (const [name, value] of checkedTags(Tags)) key.tags.set(name, value);
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

/** @throws TagException when two tags have the same key */
export function checkedTags(tags: readonly Tag[] = []): Map<string, string> {
  const byKey = new Map(tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
  if (byKey.size < tags.length) throw exception(TagException, "Duplicate tag keys");
  return byKey;
}
