import { invalid } from "./find.ts";

/**
 * One page of a list that is in the order of its keys, smallest or greatest first. The token holds the last key that was
 * shown: what is created or deleted between two pages neither repeats nor hides anything else.
 */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  { nextToken, limit = 50, descending = false }: { nextToken?: string; limit?: number; descending?: boolean },
): { items: T[]; nextToken?: string } {
  const after = nextToken === undefined ? undefined : readToken(nextToken);
  const isBefore = (a: string, b: string): boolean => (descending ? a > b : a < b);
  const rest: { item: T; key: string }[] = [];
  for (const item of all) {
    const key = keyOf(item);
    if (after === undefined || isBefore(after, key)) rest.push({ item, key });
  }
  rest.sort((a, b) => (isBefore(a.key, b.key) ? -1 : 1));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextToken: last && rest.length > shown.length ? writeToken(last.key) : undefined,
  };
}

function writeToken(key: string): string {
  return Buffer.from(key).toString("base64");
}

function readToken(token: string): string {
  const key = Buffer.from(token, "base64").toString();
  if (writeToken(key) !== token) throw invalid("The specified nextToken is invalid.");
  return key;
}
