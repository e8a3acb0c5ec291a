import type { Filter } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { invalidValue } from "./errors.ts";
import type { Kind } from "./kind.ts";
import { ec2Slot, find, type Tagged } from "./state.ts";

type Scalar = string | number | boolean | undefined;

/** What a record has under a filter's name: one value or several, of which one has to match. */
export type FilterFields<T> = Readonly<Record<string, (record: T) => Scalar | readonly Scalar[]>>;

export interface ListingInput {
  readonly Filters?: readonly Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface Page<T> {
  readonly page: T[];
  readonly NextToken: string | undefined;
}

/**
 * The records that a `Describe…` asks for: those with the given ids (each must exist), else all; of them those that pass
 * every filter; of them one page.
 */
export function listing<T extends Tagged>(
  ctx: Context,
  kind: Kind<T>,
  ids: readonly string[] | undefined,
  input: ListingInput,
  fields: FilterFields<T>,
): Page<T> {
  const records: Iterable<T> = ids?.length
    ? [...new Set(ids)].map((id) => find(ctx, kind, id))
    : kind.records(ctx.state(ec2Slot)).values();
  return page(matching(records, input.Filters, fields), input, (record) => idOf(record, kind));
}

/** The records that pass all filters. @throws ServiceError `InvalidParameterValue` for a filter that there is not. */
export function matching<T extends Tagged>(
  records: Iterable<T>,
  filters: readonly Filter[] | undefined,
  fields: FilterFields<T>,
): T[] {
  if (!filters?.length) return [...records];
  const tests = filters.map((filter) => compile(filter, fields));
  const found: T[] = [];
  for (const record of records) if (tests.every((test) => test(record))) found.push(record);
  return found;
}

/**
 * One page of at most `MaxResults`. Pages go by id, and a token names the last id that was given out: what comes or goes
 * between two pages makes nothing else appear twice or not at all.
 */
export function page<T>(all: T[], { MaxResults, NextToken }: ListingInput, id: (item: T) => string): Page<T> {
  if (MaxResults === undefined && !NextToken) return { page: all, NextToken: undefined };
  const after = NextToken ? readToken(NextToken) : "";
  const rest = all.filter((item) => id(item) > after).sort((a, b) => (id(a) < id(b) ? -1 : 1));
  const items = rest.slice(0, MaxResults ?? 1000);
  const last = items.at(-1);
  return { page: items, NextToken: items.length < rest.length && last ? writeToken(id(last)) : undefined };
}

function idOf<T extends Tagged>(record: T, { idMember }: Kind<T>): string {
  return String(record[idMember]);
}

const tokenStart = "after:";

function writeToken(id: string): string {
  return Buffer.from(tokenStart + id).toString("base64url");
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith(tokenStart))
    throw new ServiceError("InvalidNextToken", "The specified NextToken is not valid.");
  return text.slice(tokenStart.length);
}

type Test<T> = (record: T) => boolean;

function compile<T extends Tagged>({ Name = "", Values = [] }: Filter, fields: FilterFields<T>): Test<T> {
  const accepts = matcher(Values);
  if (Name.startsWith("tag:")) {
    const key = Name.slice(4);
    return ({ Tags }) => Tags?.some((tag) => tag.Key === key && accepts(tag.Value ?? "")) ?? false;
  }
  if (Name === "tag-key") return ({ Tags }) => Tags?.some(({ Key }) => accepts(Key ?? "")) ?? false;
  if (Name === "tag-value") return ({ Tags }) => Tags?.some(({ Value }) => accepts(Value ?? "")) ?? false;
  const field = Object.hasOwn(fields, Name) ? fields[Name] : undefined;
  if (!field) throw invalidValue(`The filter '${Name}' is invalid`);
  return (record) => {
    const value = field(record);
    if (value === undefined) return false;
    if (typeof value !== "object") return accepts(String(value));
    return value.some((one) => one !== undefined && accepts(String(one)));
  };
}

/** Accepts a text that one of the values fits, where `*` stands for any text and `?` for any one character. */
function matcher(values: readonly string[]): (text: string) => boolean {
  if (!values.some((value) => /[*?\\]/.test(value))) {
    const exact = new Set(values);
    return (text) => exact.has(text);
  }
  const pattern = new RegExp(`^(?:${values.map(wildcards).join("|")})$`, "s");
  return (text) => pattern.test(text);
}

/** A backslash takes the meaning from the character behind it. */
function wildcards(value: string): string {
  return value.replace(/\\([*?\\])|([*?])|([.+^${}()|[\]\\/])/g, (_all, plain, wild, special) => {
    if (wild) return wild === "*" ? ".*" : ".";
    return `\\${plain ?? special}`;
  });
}
