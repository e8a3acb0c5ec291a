import {
  AddTagsCommand,
  CloudTrailARNInvalidException,
  ListTagsCommand,
  RemoveTagsCommand,
  ResourceNotFoundException,
  type Tag,
  TagsLimitExceededException,
} from "@aws-sdk/client-cloudtrail";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { cloudTrailSlot, type Trail } from "./state.ts";
import { isTrailArn } from "./trail-name.ts";

export const addTags = operation(AddTagsCommand, ({ ResourceId, TagsList = [] }, ctx) => {
  const { tags } = taggedTrail(ctx, ResourceId);
  const added = tagMap(TagsList);
  refuseTooMany(new Map([...tags, ...added]));
  for (const [key, value] of added) tags.set(key, value);
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

/** Tags of one trail. Source: "Quotas in AWS CloudTrail", November 2026. */
const mostTags = 50;

/** @param tags what the trail would have @throws TagsLimitExceededException */
function refuseTooMany(tags: ReadonlyMap<string, string>): void {
  if (tags.size > mostTags)
    throw exception(
      TagsLimitExceededException,
      `The number of tags per trail has exceeded the permitted amount. Currently, the limit is ${mostTags}.`,
    );
}

function taggedTrail(ctx: Context, arn = ""): Trail {
  if (!isTrailArn(arn))
    throw exception(CloudTrailARNInvalidException, `${arn} is not a valid ARN of a trail`);
  const trail = ctx.state(cloudTrailSlot).trails.get(arn);
  if (!trail) throw exception(ResourceNotFoundException, `The trail ${arn} does not exist`);
  return trail;
}
