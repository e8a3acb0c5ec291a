import { PaginationTokenExpiredException } from "@aws-sdk/client-resource-groups-tagging-api";
import { exception } from "../../errors.ts";

/** Source: API reference of GetResources, ResourcesPerPage, read 2026-11. */
const usualPage = 50;

/** One page of a list in its order; an empty token says that there is no more, and asks for the first. @throws PaginationTokenExpiredException */
export function page<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  token: string | undefined,
  size = usualPage,
): { readonly items: T[]; readonly PaginationToken: string } {
  const toToken = (item: T) => Buffer.from(idOf(item)).toString("base64");
  const start = token ? 1 + all.findIndex((item) => toToken(item) === token) : 0;
  if (token && start === 0)
    throw exception(PaginationTokenExpiredException, "The pagination token is not valid any more.");
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  const more = last !== undefined && start + items.length < all.length;
  return { items, PaginationToken: more ? toToken(last) : "" };
}
