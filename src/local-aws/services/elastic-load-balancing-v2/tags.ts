import { AddTagsCommand, DescribeTagsCommand, type Tag } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { findLoadBalancer, findTargetGroup } from "./find.ts";
import { loadBalancingSlot } from "./state.ts";

export const tagMap = (tags: readonly Tag[] = []): Map<string, string> =>
  new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value]));

export const addTags = operation(AddTagsCommand, ({ ResourceArns = [], Tags = [] }, ctx) => {
  for (const tags of ResourceArns.map((arn) => tagsOf(arn, ctx)))
    for (const { Key = "", Value = "" } of Tags) tags.set(Key, Value);
  return {};
});

export const describeTags = operation(DescribeTagsCommand, ({ ResourceArns = [] }, ctx) => ({
  TagDescriptions: ResourceArns.map((ResourceArn) => ({
    ResourceArn,
    Tags: [...tagsOf(ResourceArn, ctx)].map(([Key, Value]) => ({ Key, Value })),
  })),
}));

function tagsOf(arn: string, ctx: Context): Map<string, string> {
  const listener = ctx.state(loadBalancingSlot).listeners.get(arn);
  if (listener) return listener.tags;
  return (arn.includes(":targetgroup/") ? findTargetGroup(arn, ctx) : findLoadBalancer(arn, ctx)).tags;
}
