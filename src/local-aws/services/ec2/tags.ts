import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  type ResourceType,
  type Tag,
  type TagSpecification,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { invalidValue } from "./errors.ts";
import { type FilterFields, matching, page } from "./listing.ts";
import { everyKind, kindOfId } from "./resource-kinds.ts";
import { ec2Slot, find, type Tagged } from "./state.ts";

export const createTags = operation(CreateTagsCommand, ({ Resources = [], Tags = [] }, ctx) => {
  const records = taggedRecords(ctx, Resources);
  for (const record of records) requireTagRoom(record, Tags);
  for (const record of records) setTags(record, Tags);
  return {};
});

export const deleteTags = operation(DeleteTagsCommand, ({ Resources = [], Tags }, ctx) => {
  for (const record of taggedRecords(ctx, Resources)) {
    // Without a value the key alone decides; without keys all tags go.
    const goes = (tag: Tag) =>
      !Tags?.length ||
      Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value));
    record.Tags = (record.Tags ?? []).filter((tag) => !goes(tag));
  }
  return {};
});

export const describeTags = operation(DescribeTagsCommand, (input, ctx) => {
  const found = page(matching(everyTag(ctx), input.Filters, tagFields), input, ({ id }) => id);
  const Tags = found.page.map(({ Tags: _own, id: _id, ...description }) => description);
  return { Tags, NextToken: found.NextToken };
});

/** Sets tags on a record; a key that is there gets the new value. */
export function setTags(record: Tagged, tags: readonly Tag[]): void {
  const merged = new Map(record.Tags?.map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of tags) merged.set(Key, Value ?? "");
  record.Tags = [...merged].map(([Key, Value]) => ({ Key, Value }));
}

/** Tags per resource; those that AWS sets itself do not count. Source: EC2 user guide, tag restrictions, read 2026-11. */
const mostTags = 50;

function requireTagRoom({ Tags: own = [] }: Tagged, tags: readonly Tag[]): void {
  const keys = new Set([...own, ...tags].map(({ Key = "" }) => Key).filter((key) => !key.startsWith("aws:")));
  if (keys.size > mostTags)
    throw new ServiceError("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
}

/** The tags that a creating request asks for on a resource of this type. */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  type: ResourceType,
): Tag[] {
  const record: Tagged = { Tags: [] };
  for (const { ResourceType: for_, Tags = [] } of specifications ?? []) {
    if (for_ === type) setTags(record, Tags);
    else throw invalidValue(`'${for_}' is not a valid taggable resource type for this operation.`);
  }
  return record.Tags ?? [];
}

function taggedRecords(ctx: Context, ids: readonly string[]): Tagged[] {
  return ids.map((id) => {
    const kind = kindOfId(id);
    if (!kind) throw new ServiceError("InvalidID", `The ID '${id}' is not valid`);
    return find(ctx, kind, id);
  });
}

interface TagDescription extends Tagged {
  readonly id: string;
  readonly ResourceId: string;
  readonly ResourceType: ResourceType;
  readonly Key: string;
  readonly Value: string;
}

function* everyTag(ctx: Context): Iterable<TagDescription> {
  const state = ctx.state(ec2Slot);
  for (const { records, type } of everyKind)
    for (const [ResourceId, { Tags = [] }] of records(state))
      for (const tag of Tags) {
        const { Key = "", Value = "" } = tag;
        yield { id: `${ResourceId} ${Key}`, ResourceId, ResourceType: type, Key, Value, Tags: [tag] };
      }
}

const tagFields: FilterFields<TagDescription> = {
  key: ({ Key }) => Key,
  "resource-id": ({ ResourceId }) => ResourceId,
  "resource-type": ({ ResourceType: type }) => type,
  value: ({ Value }) => Value,
};
