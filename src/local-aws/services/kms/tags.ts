import {
  LimitExceededException,
  ListResourceTagsCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findKeyById, mustBeCustomers, mustBeOwn, mustNotBePendingDeletion } from "./find-key.ts";
import { page } from "./pages.ts";

/** Source: "Tagging AWS resources", the AWS General Reference, 2026. */
const mostTags = 50;

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource = operation(TagResourceCommand, ({ KeyId, Tags }, ctx) => {
  const key = mustBeCustomers(findKeyById(KeyId, ctx), "TagResource", ctx);
  mustNotBePendingDeletion(key);
  const added = tagMap(Tags);
  if (new Set([...key.tags.keys(), ...added.keys()]).size > mostTags)
    throw exception(LimitExceededException, `A key has at most ${mostTags} tags.`);
  for (const [name, value] of added) key.tags.set(name, value);
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
