import {
  AddTagsCommand,
  CloudTrailARNInvalidException,
  ListTagsCommand,
  RemoveTagsCommand,
  ResourceNotFoundException,
  type Tag,
} from "@aws-sdk/client-cloudtrail";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { cloudTrailSlot, type Trail } from "./state.ts";

export const addTags = operation(AddTagsCommand, ({ ResourceId, TagsList = [] }, ctx) => {
  const { tags } = taggedTrail(ctx, ResourceId);
  for (const { Key = "", Value = "" } of TagsList) tags.set(Key, Value);
  return {};
});

export const removeTags = operation(RemoveTagsCommand, ({ ResourceId, TagsList = [] }, ctx) => {
  const { tags } = taggedTrail(ctx, ResourceId);
  for (const { Key = "" } of TagsList) tags.delete(Key);
  return {};
});

export const listTags = operation(ListTagsCommand, ({ ResourceIdList = [] }, ctx) => ({
  ResourceTagList: ResourceIdList.map((ResourceId) => ({
    ResourceId,
    TagsList: [...taggedTrail(ctx, ResourceId).tags].map(([Key, Value]) => ({ Key, Value })),
  })),
}));

export function tagMap(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

function taggedTrail(ctx: Context, arn = ""): Trail {
  if (!/^arn:aws:cloudtrail:[^:]+:\d{12}:trail\/.+/.test(arn))
    throw exception(CloudTrailARNInvalidException, `${arn} is not a valid ARN of a trail`);
  const trail = ctx.state(cloudTrailSlot).trails.get(arn);
  if (!trail) throw exception(ResourceNotFoundException, `The trail ${arn} does not exist`);
  return trail;
}
