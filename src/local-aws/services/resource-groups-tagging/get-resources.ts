import {
  GetResourcesCommand,
  InvalidParameterException,
  type TagFilter,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { page } from "./page.ts";
import { type TaggedThing, taggedThings } from "./tagged-resources.ts";

/** @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html read 2026-11 */
export const getResources = operation(GetResourcesCommand, (input, ctx) => {
  const { TagFilters = [], ResourceTypeFilters = [], ResourceARNList, ResourcesPerPage, TagsPerPage } = input;
  if (ResourceARNList && (TagFilters.length > 0 || ResourceTypeFilters.length > 0 || ResourcesPerPage))
    throw exception(
      InvalidParameterException,
      "ResourceARNList cannot be used together with TagFilters, ResourceTypeFilters or ResourcesPerPage.",
    );
  if (ResourcesPerPage && TagsPerPage)
    throw exception(InvalidParameterException, "Use either ResourcesPerPage or TagsPerPage, not both.");
  const found = taggedThings(ctx).filter(
    (thing) =>
      (!ResourceARNList || ResourceARNList.includes(thing.arn)) &&
      TagFilters.every((filter) => carries(thing, filter)) &&
      (ResourceTypeFilters.length === 0 || ResourceTypeFilters.some((type) => isOf(thing, type))),
  );
  const { items, PaginationToken } = page(found, ({ arn }) => arn, input.PaginationToken, ResourcesPerPage);
  const ResourceTagMappingList = items.map(({ arn, tags }) => ({
    ResourceARN: arn,
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
  }));
  return { PaginationToken, ResourceTagMappingList };
});

/** A key without values asks for any value. */
function carries({ tags }: TaggedThing, { Key = "", Values = [] }: TagFilter): boolean {
  const value = tags.get(Key);
  return value !== undefined && (Values.length === 0 || Values.includes(value));
}

/** Whether an ARN is of a `service` or a `service:type`. */
function isOf({ arn }: TaggedThing, filter: string): boolean {
  const [, , service = "", , , ...rest] = arn.split(":");
  const [type = ""] = rest.join(":").split(/[/:]/);
  return filter === service || filter === `${service}:${type}`;
}
