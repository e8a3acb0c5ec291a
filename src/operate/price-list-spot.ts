import { type EC2Client, paginateDescribeSpotPriceHistory, type SpotPrice } from "@aws-sdk/client-ec2";
import type { Price } from "../facts/prices/price.ts";
import type { RefreshedPrices } from "./price-list.ts";
import { asUnavailable } from "./price-list-unavailable.ts";

export interface RefreshSpotProps {
  readonly region: string;
  /** Instance types, e.g. `m6i.large`. */
  readonly types: readonly string[];
  /** A client of that region. */
  readonly client: EC2Client;
  readonly now: Date;
}

const DAY = 86_400_000;
const DAYS = 7;

/**
 * What spot instances took in the last seven days, on average over that time and the region's zones: prices `ec2.spot.<type>`, an hour.
 * @throws PriceListUnavailable without credentials, permission or network
 */
export async function refreshSpotPrices(props: RefreshSpotProps): Promise<RefreshedPrices> {
  const changes = props.types.length ? await history(props) : [];
  const means = props.types.map((type) => ({
    type,
    usd: meanOverZones(
      changes.filter(({ InstanceType }) => InstanceType === type),
      props.now,
    ),
  }));
  return {
    prices: means.flatMap(({ type, usd }) => (usd === undefined ? [] : [spotPrice(type, usd, props)])),
    missing: means
      .filter(({ usd }) => usd === undefined)
      .map(({ type }) => ({
        id: `ec2.spot.${type}`,
        why: `nobody could have ${type} as spot instance in ${props.region} in the last ${DAYS} days`,
      })),
  };
}

function spotPrice(type: string, usd: number, { region, now }: RefreshSpotProps): Price {
  return {
    id: `ec2.spot.${type}`,
    what: `${type}, Linux, spot, average of ${DAYS} days`,
    region,
    unit: "hour",
    per: 1,
    usd,
    source: "EC2 spot price history",
    date: now.toISOString().slice(0, 10),
  };
}

async function history({ client, types, now }: RefreshSpotProps): Promise<readonly SpotPrice[]> {
  const changes: SpotPrice[] = [];
  const pages = paginateDescribeSpotPriceHistory(
    { client },
    {
      InstanceTypes: types.map((type) => type as NonNullable<SpotPrice["InstanceType"]>),
      ProductDescriptions: ["Linux/UNIX"],
      StartTime: new Date(now.getTime() - DAYS * DAY),
      EndTime: now,
    },
  );
  try {
    for await (const { SpotPriceHistory = [] } of pages) changes.push(...SpotPriceHistory);
  } catch (error) {
    throw asUnavailable(error, "ec2:DescribeSpotPriceHistory");
  }
  return changes;
}

function meanOverZones(changes: readonly SpotPrice[], now: Date): number | undefined {
  const zones = new Set(changes.map(({ AvailabilityZone }) => AvailabilityZone));
  const means = [...zones]
    .map((zone) =>
      meanOverTime(
        changes.filter(({ AvailabilityZone }) => AvailabilityZone === zone),
        now,
      ),
    )
    .filter((mean) => mean !== undefined);
  if (!means.length) return undefined;
  return Number((means.reduce((sum, mean) => sum + mean, 0) / means.length).toFixed(6));
}

/** A price holds until the next change; the change before the first day is told too, and counts from that day on. */
function meanOverTime(changes: readonly SpotPrice[], now: Date): number | undefined {
  const begin = now.getTime() - DAYS * DAY;
  const steps = changes
    .map(({ Timestamp, SpotPrice }) => ({
      at: Math.max(begin, Timestamp?.getTime() ?? begin),
      usd: Number(SpotPrice),
    }))
    .filter(({ usd }) => usd > 0)
    .sort((a, b) => a.at - b.at);
  const first = steps[0];
  if (!first) return undefined;
  const lasted = now.getTime() - first.at;
  if (lasted <= 0) return first.usd;
  const paid = steps.reduce(
    (sum, { at, usd }, index) => sum + usd * ((steps[index + 1]?.at ?? now.getTime()) - at),
    0,
  );
  return paid / lasted;
}
