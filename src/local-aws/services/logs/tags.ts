import {
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  TooManyTagsException,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { exception } from "../../errors.ts";
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
  const added = Object.entries(tags);
  refuseTooMany(new Map([...group.tags, ...added]), group.name);
  for (const [key, value] of added) group.tags.set(key, value);
  return {};
}

/** Tags of one group. Source: TagResource in the CloudWatch Logs API reference, November 2026. */
const mostTags = 50;

/** @param tags what the group would have @throws TooManyTagsException */
export function refuseTooMany(tags: ReadonlyMap<string, string>, resourceName: string): void {
  if (tags.size > mostTags)
    throw exception(TooManyTagsException, `A resource can have no more than ${mostTags} tags.`, {
      resourceName,
    });
}

function removeTags(group: LogGroup, keys: readonly string[] = []): Record<string, never> {
  for (const key of keys) group.tags.delete(key);
  return {};
}
