import {
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { operation } from "../../operation.ts";
import { requireLogGroup } from "./find.ts";
import type { LogGroup } from "./state.ts";

export const listTagsForResource = operation(ListTagsForResourceCommand, ({ resourceArn }, ctx) => ({
  tags: tagsOf(requireLogGroup(ctx, resourceArn)),
}));

export const tagResource = operation(TagResourceCommand, ({ resourceArn, tags }, ctx) =>
  setTags(requireLogGroup(ctx, resourceArn), tags),
);

export const untagResource = operation(UntagResourceCommand, ({ resourceArn, tagKeys }, ctx) =>
  removeTags(requireLogGroup(ctx, resourceArn), tagKeys),
);

// The three older operations name the group instead of its ARN.

export const listTagsLogGroup = operation(ListTagsLogGroupCommand, ({ logGroupName }, ctx) => ({
  tags: tagsOf(requireLogGroup(ctx, logGroupName)),
}));

export const tagLogGroup = operation(TagLogGroupCommand, ({ logGroupName, tags }, ctx) =>
  setTags(requireLogGroup(ctx, logGroupName), tags),
);

export const untagLogGroup = operation(UntagLogGroupCommand, ({ logGroupName, tags }, ctx) =>
  removeTags(requireLogGroup(ctx, logGroupName), tags),
);

function tagsOf({ tags }: LogGroup): Record<string, string> {
  return Object.fromEntries(tags);
}

function setTags(group: LogGroup, tags: Record<string, string> = {}): Record<string, never> {
  for (const [key, value] of Object.entries(tags)) group.tags.set(key, value);
  return {};
}

function removeTags(group: LogGroup, keys: readonly string[] = []): Record<string, never> {
  for (const key of keys) group.tags.delete(key);
  return {};
}
