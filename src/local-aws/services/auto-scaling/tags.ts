import {
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  type Filter,
  type Tag,
  type TagDescription,
} from "@aws-sdk/client-auto-scaling";
import { operation } from "../../operation.ts";
import { findGroup, page, validationError } from "./find.ts";
import { autoScalingSlot, type GroupRecord } from "./state.ts";

export const createOrUpdateTags = operation(CreateOrUpdateTagsCommand, ({ Tags = [] }, ctx) => {
  const groups = Tags.map(({ ResourceId }) => findGroup(ResourceId, ctx));
  Tags.forEach((tag, i) => {
    setTag(groups[i] as GroupRecord, tag);
  });
  return {};
});

export const deleteTags = operation(DeleteTagsCommand, ({ Tags = [] }, ctx) => {
  for (const { ResourceId, Key = "", Value } of Tags) {
    const { tags } = findGroup(ResourceId, ctx);
    // A tag that names a value goes only when it has that value.
    if (Value === undefined || tags.get(Key)?.Value === Value) tags.delete(Key);
  }
  return {};
});

export const describeTags = operation(DescribeTagsCommand, (input, ctx) => {
  const all = [...ctx.state(autoScalingSlot).groups.values()].flatMap(({ tags }) => [...tags.values()]);
  const { items, NextToken } = page(
    all.filter((tag) => (input.Filters ?? []).every((filter) => passes(tag, filter))),
    input,
  );
  return { Tags: items, NextToken };
});

/** Sets a tag; one that the group has gets the new value. */
export function setTag(group: GroupRecord, { Key = "", Value = "", PropagateAtLaunch = false }: Tag): void {
  group.tags.set(Key, {
    ResourceId: group.AutoScalingGroupName,
    ResourceType: "auto-scaling-group",
    Key,
    Value,
    PropagateAtLaunch,
  });
}

const fields: Readonly<Record<string, (tag: TagDescription) => string | undefined>> = {
  "auto-scaling-group": ({ ResourceId }) => ResourceId,
  key: ({ Key }) => Key,
  value: ({ Value }) => Value,
  "propagate-at-launch": ({ PropagateAtLaunch }) => String(PropagateAtLaunch),
};

/** @throws ServiceError `ValidationError` on a filter that there is not. */
function passes(tag: TagDescription, { Name = "", Values = [] }: Filter): boolean {
  const field = Object.hasOwn(fields, Name) ? fields[Name] : undefined;
  if (!field)
    throw validationError(
      `Filter type ${Name} is not correct. Allowed Filter types are: ${Object.keys(fields).join(", ")}`,
    );
  return Values.includes(field(tag) ?? "");
}
