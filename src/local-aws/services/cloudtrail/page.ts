import { InvalidNextTokenException } from "@aws-sdk/client-cloudtrail";
import { exception } from "../../errors.ts";

/** Trails on one page: an account has a few, AWS lists many at once. */
const size = 100;

/** One page of a list in the order of its ARNs. The token holds the last ARN that was shown. */
export function page<T extends { readonly arn: string }>(
  all: readonly T[],
  { NextToken }: { readonly NextToken?: string },
): { items: T[]; NextToken?: string } {
  const after = NextToken === undefined ? "" : Buffer.from(NextToken, "base64").toString();
  if (NextToken !== undefined && !after.startsWith("arn:"))
    throw exception(InvalidNextTokenException, "The specified NextToken is invalid.");
  const rest = all.filter(({ arn }) => arn > after).sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return {
    items,
    NextToken: last && rest.length > size ? Buffer.from(last.arn).toString("base64") : undefined,
  };
}
