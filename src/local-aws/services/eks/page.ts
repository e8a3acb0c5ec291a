import { InvalidParameterException } from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";

interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** EKS hands out at most 100 things at a time. */
const largestPage = 100;

/** The part of a list that a request asks for, and the token for the next one. @throws InvalidParameterException on a foreign token. */
export function page<T>(
  all: readonly T[],
  { maxResults = largestPage, nextToken }: PageRequest,
): { items: T[]; nextToken: string | undefined } {
  const start = nextToken === undefined ? 0 : startOf(nextToken);
  const end = start + maxResults;
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(`from:${end}`).toString("base64url") : undefined,
  };
}

function startOf(token: string): number {
  const start = /^from:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (start === undefined) throw exception(InvalidParameterException, "Invalid nextToken");
  return Number(start);
}
