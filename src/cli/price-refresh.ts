import { EC2Client } from "@aws-sdk/client-ec2";
import { priceItems } from "../facts/prices/index.ts";
import type { Price } from "../facts/prices/price.ts";
import { clientOptions } from "../operate/access.ts";
import { type MissingPrice, priceListClient, refreshPrices } from "../operate/price-list.ts";
import { refreshSpotPrices } from "../operate/price-list-spot.ts";
import { PriceListUnavailable } from "../operate/price-list-unavailable.ts";
import { type CostInputs, priceLookups } from "../review/cost/estimate.ts";
import type { Invocation } from "./command.ts";
import { keepPrices } from "./costing.ts";
import { UserError } from "./errors.ts";

/** What AWS's price list answered in a region. */
export interface RefreshedRegion {
  readonly region: string;
  readonly prices: readonly Price[];
  readonly missing: readonly MissingPrice[];
}

/**
 * Asks AWS for every price that an estimate needs, and keeps the answers for later commands.
 * @throws UserError without credentials, permission or network
 */
export async function refreshNeededPrices(
  inputs: CostInputs,
  { project, io }: Pick<Invocation, "project" | "io">,
): Promise<RefreshedRegion[]> {
  const ids = new Map<string, string[]>();
  for (const { id, region } of priceLookups(inputs)) ids.set(region, [...(ids.get(region) ?? []), id]);
  const now = new Date(io.now());
  try {
    const refreshed: RefreshedRegion[] = [];
    for (const [region, wanted] of ids) {
      const answer = await askRegion(region, wanted, now);
      await keepPrices(project, region, answer.prices);
      refreshed.push({ region, ...answer });
    }
    return refreshed;
  } catch (error) {
    if (error instanceof Error && error.name === "NotImplemented") throw noPricesThere(error);
    if (!(error instanceof PriceListUnavailable)) throw error;
    const { message, received, expected, fix } = error;
    throw new UserError(message, { problems: [{ subject: "--refresh", received, expected, fix }] });
  }
}

/** `infra local start` sets AWS_ENDPOINT_URL for the whole shell. */
function noPricesThere({ message }: Error): UserError {
  const expected = "AWS's own endpoints";
  const fix =
    "unset AWS_ENDPOINT_URL and use credentials of an account, or go on with the prices that are here";
  return new UserError("The embedded AWS knows no prices.", {
    problems: [{ subject: "AWS_ENDPOINT_URL", received: message, expected, fix }],
  });
}

async function askRegion(region: string, ids: readonly string[], now: Date) {
  const items = priceItems.filter(({ id }) => ids.includes(id));
  const date = now.toISOString().slice(0, 10);
  const listed = await refreshPrices({ region, items, client: priceListClient(), date });
  const types = ids.flatMap((id) => /^ec2\.spot\.(.+)$/.exec(id)?.[1] ?? []);
  const spot = await refreshSpotPrices({
    region,
    types,
    client: new EC2Client(clientOptions({ region })),
    now,
  });
  return { prices: [...listed.prices, ...spot.prices], missing: [...listed.missing, ...spot.missing] };
}
