import { InvalidParameterException } from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";

interface PageInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** One page of a list in the order of its keys; the token holds the last key that was shown. */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  { maxResults = 100, nextToken }: PageInput,
) {
  const after = nextToken === undefined ? undefined : readToken(nextToken);
  const rest = [...all]
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const shown = rest.slice(0, maxResults);
  const last = rest.length > shown.length ? shown.at(-1) : undefined;
  return { items: shown.map(({ item }) => item), nextToken: last && writeToken(last.key) };
}

function writeToken(key: string): string {
  return Buffer.from(key).toString("base64");
}

function readToken(token: string): string {
  const key = Buffer.from(token, "base64").toString();
  if (writeToken(key) !== token)
    throw exception(
      InvalidParameterException,
      "Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'",
    );
  return key;
}
