import { GetTagKeysCommand, GetTagValuesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { operation } from "../../operation.ts";
import { page } from "./page.ts";
import { taggedThings } from "./tagged-resources.ts";

/** @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetTagKeys.html read 2026-11 */
export const getTagKeys = operation(GetTagKeysCommand, (input, ctx) => {
  const keys = new Set(taggedThings(ctx).flatMap(({ tags }) => [...tags.keys()]));
  const { items, PaginationToken } = page([...keys].sort(), (key) => key, input.PaginationToken);
  return { TagKeys: items, PaginationToken };
});

/** @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetTagValues.html read 2026-11 */
export const getTagValues = operation(GetTagValuesCommand, (input, ctx) => {
  const values = new Set(taggedThings(ctx).flatMap(({ tags }) => tags.get(input.Key ?? "") ?? []));
  const { items, PaginationToken } = page([...values].sort(), (value) => value, input.PaginationToken);
  return { TagValues: items, PaginationToken };
});
