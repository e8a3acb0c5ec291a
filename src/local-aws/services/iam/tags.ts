import type { Tag } from "@aws-sdk/client-iam";
import { page } from "./pages.ts";
import { checkTagCount } from "./quotas.ts";

type Tags = Map<string, string>;

/** Tags as they come in. Keys of IAM's tags are unique whatever their case: a tag replaces its namesake. */
export function tagMap(tags: readonly Tag[] = []): Tags {
  const map: Tags = new Map();
  setTags(map, tags);
  return map;
}

function setTags(map: Tags, tags: readonly Tag[] = []): void {
  for (const { Key = "", Value = "" } of tags) {
    const lower = Key.toLowerCase();
    for (const known of map.keys()) if (known !== Key && known.toLowerCase() === lower) map.delete(known);
    map.set(Key, Value);
  }
}

/** Adds to the tags of what exists. @throws LimitExceededException when they would be too many */
export function addTags(map: Tags, tags: readonly Tag[] = []): void {
  const changed = new Map(map);
  setTags(changed, tags);
  checkTagCount(changed.size);
  setTags(map, tags);
}

export function removeTags(map: Tags, keys: readonly string[] = []): void {
  for (const key of keys) map.delete(key);
}

export function tagList(map: Tags): { Key: string; Value: string }[] {
  return [...map].map(([Key, Value]) => ({ Key, Value }));
}

/** One page of a resource's tags, as the `List…Tags` operations answer. */
export function tagPage(map: Tags, input: { readonly Marker?: string; readonly MaxItems?: number }) {
  const { items, page: about } = page(tagList(map), ({ Key }) => Key, input);
  return { Tags: items, ...about };
}
