import {
  DescribeManagedPrefixListsCommand,
  DescribePrefixListsCommand,
  GetManagedPrefixListEntriesCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type FilterFields, type ListingInput, matching, page } from "./listing.ts";
import type { Tagged } from "./state.ts";

/** One of AWS's own lists of addresses. */
export interface PrefixList extends Tagged {
  readonly id: string;
  readonly name: string;
  readonly cidrs: readonly string[];
  /** Gateway endpoints route to these. */
  readonly gateway: boolean;
}

/**
 * What AWS's lists hold, by the end of their names: addresses of these services in some region, so real in form only.
 * Source: names in the VPC user guide (working-with-aws-managed-prefix-lists), read 2026-11.
 */
const contents: Readonly<Record<string, { cidrs: readonly string[]; gateway?: true; global?: true }>> = {
  s3: { cidrs: ["3.5.146.0/23", "3.5.148.0/22", "52.219.32.0/21", "52.219.40.0/22"], gateway: true },
  dynamodb: { cidrs: ["52.94.11.0/24", "52.119.228.0/22"], gateway: true },
  "ec2-instance-connect": { cidrs: ["3.0.5.32/29"] },
  "route53-healthchecks": { cidrs: ["54.251.31.128/26", "54.255.254.192/26"] },
  "vpc-lattice": { cidrs: ["169.254.171.0/24"] },
  "cloudfront.origin-facing": { cidrs: ["13.124.199.0/24", "130.176.0.0/18"], global: true },
};

/** AWS's lists in a region. */
export function prefixLists(region: string): PrefixList[] {
  return Object.entries(contents).map(([service, { cidrs, gateway = false, global }]) => {
    const name = `com.amazonaws.${global ? "global" : region}.${service}`;
    return { id: prefixListId(name), name, cidrs, gateway };
  });
}

/** The list of that id. @throws ServiceError `InvalidPrefixListID.NotFound` */
export function findPrefixList(ctx: Context, id: string): PrefixList {
  const list = prefixLists(ctx.region).find((one) => one.id === id);
  if (list) return list;
  throw new ServiceError("InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`);
}

/** The services that have gateway endpoints. */
export const describePrefixLists = operation(DescribePrefixListsCommand, (input, ctx) => {
  const found = select(ctx, input.PrefixListIds, input, ({ gateway }) => gateway);
  const PrefixLists = found.page.map(({ id, name, cidrs }) => ({
    PrefixListId: id,
    PrefixListName: name,
    Cidrs: [...cidrs],
  }));
  return { PrefixLists, NextToken: found.NextToken };
});

export const describeManagedPrefixLists = operation(DescribeManagedPrefixListsCommand, (input, ctx) => {
  const found = select(ctx, input.PrefixListIds, input);
  const PrefixLists = found.page.map(({ id, name }) => ({
    PrefixListId: id,
    PrefixListName: name,
    PrefixListArn: `arn:aws:ec2:${ctx.region}:aws:prefix-list/${id}`,
    AddressFamily: "IPv4",
    State: "create-complete" as const,
    OwnerId: "AWS",
    Tags: [],
  }));
  return { PrefixLists, NextToken: found.NextToken };
});

export const getManagedPrefixListEntries = operation(GetManagedPrefixListEntriesCommand, (input, ctx) => {
  const all = findPrefixList(ctx, input.PrefixListId ?? "").cidrs.map((Cidr) => ({ Cidr }));
  const found = page(all, input, ({ Cidr }) => Cidr);
  return { Entries: found.page, NextToken: found.NextToken };
});

function select(
  ctx: Context,
  ids: readonly string[] | undefined,
  input: ListingInput,
  include: (list: PrefixList) => boolean = () => true,
) {
  const all = ids?.length
    ? ids.map((id) => findPrefixList(ctx, id))
    : prefixLists(ctx.region).filter(include);
  return page(matching(all, input.Filters, fields), input, ({ id }) => id);
}

/** Eight hexadecimal digits that depend on the name only (FNV-1a): a region's list is the same in every account. */
function prefixListId(name: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `pl-${hash.toString(16).padStart(8, "0")}`;
}

const fields: FilterFields<PrefixList> = {
  "owner-id": () => "AWS",
  "prefix-list-id": ({ id }) => id,
  "prefix-list-name": ({ name }) => name,
};
