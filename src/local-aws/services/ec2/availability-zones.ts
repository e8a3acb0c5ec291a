import {
  type AvailabilityZone,
  DescribeAvailabilityZonesCommand,
  DescribeRegionsCommand,
  type Region,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { badParameter, invalidValue } from "./errors.ts";
import { type FilterFields, matching } from "./listing.ts";
import { regionTable } from "./region-table.ts";
import type { Tagged } from "./state.ts";

/** A zone of the region that a request goes to. */
export interface Zone {
  /** `ap-southeast-1a` */
  readonly name: string;
  /** `apse1-az1` */
  readonly id: string;
}

/** The zones of a region; a region that is not in the table has three. */
export function zonesOf(region: string): Zone[] {
  const { code, zones } = regionTable[region] ?? { code: region, zones: { a: 1, b: 2, c: 3 } };
  return Object.entries(zones).map(([letter, number]) => ({
    name: region + letter,
    id: `${code}-az${number}`,
  }));
}

/** The zone of that name or id; the first one when neither is given. @throws ServiceError `InvalidParameterValue` */
export function findZone(ctx: Context, name: string | undefined, id?: string): Zone {
  const zones = zonesOf(ctx.region);
  const zone = zones.find((one) => (id ? one.id === id : name ? one.name === name : true));
  if (zone) return zone;
  const names = zones.map((one) => (id ? one.id : one.name)).join(", ");
  throw badParameter(
    id ? "availabilityZoneId" : "availabilityZone",
    id ?? name,
    `Subnets can currently only be created in the following availability zones: ${names}.`,
  );
}

export const describeAvailabilityZones = operation(DescribeAvailabilityZonesCommand, (input, ctx) => {
  const all = zonesOf(ctx.region).map((zone) => describeZone(ctx.region, zone));
  requireKnown(
    "availability zone",
    input.ZoneNames,
    all.map(({ ZoneName }) => ZoneName),
  );
  requireKnown(
    "availability zone ID",
    input.ZoneIds,
    all.map(({ ZoneId }) => ZoneId),
  );
  const asked = all.filter(
    ({ ZoneName = "", ZoneId = "" }) =>
      (!input.ZoneNames?.length || input.ZoneNames.includes(ZoneName)) &&
      (!input.ZoneIds?.length || input.ZoneIds.includes(ZoneId)),
  );
  return { AvailabilityZones: matching(asked, input.Filters, zoneFields) };
});

function describeZone(region: string, { name, id }: Zone): AvailabilityZone & Tagged {
  return {
    State: "available",
    OptInStatus: "opt-in-not-required",
    Messages: [],
    RegionName: region,
    ZoneName: name,
    ZoneId: id,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    ZoneType: "availability-zone",
  };
}

function requireKnown(
  what: string,
  asked: readonly string[] | undefined,
  known: readonly (string | undefined)[],
): void {
  const unknown = asked?.find((one) => !known.includes(one));
  if (unknown) throw invalidValue(`Invalid ${what}: [${unknown}]`);
}

const zoneFields: FilterFields<AvailabilityZone & Tagged> = {
  "group-name": ({ GroupName }) => GroupName,
  message: () => [],
  "opt-in-status": ({ OptInStatus }) => OptInStatus,
  "parent-zone-id": () => [],
  "parent-zone-name": () => [],
  "region-name": ({ RegionName }) => RegionName,
  state: ({ State }) => State,
  "zone-id": ({ ZoneId }) => ZoneId,
  "zone-name": ({ ZoneName }) => ZoneName,
  "zone-type": ({ ZoneType }) => ZoneType,
};

/** Opted in are the regions that need no asking. */
export const describeRegions = operation(DescribeRegionsCommand, (input) => {
  requireKnown("region", input.RegionNames, Object.keys(regionTable));
  const all = Object.entries(regionTable)
    .filter(([name, { optIn }]) =>
      input.RegionNames?.length ? input.RegionNames.includes(name) : input.AllRegions || !optIn,
    )
    .map(([name, { optIn }]): Region & Tagged => ({
      RegionName: name,
      Endpoint: `ec2.${name}.amazonaws.com`,
      OptInStatus: optIn ? "not-opted-in" : "opt-in-not-required",
    }));
  return { Regions: matching(all, input.Filters, regionFields) };
});

const regionFields: FilterFields<Region & Tagged> = {
  endpoint: ({ Endpoint }) => Endpoint,
  "opt-in-status": ({ OptInStatus }) => OptInStatus,
  "region-name": ({ RegionName }) => RegionName,
};
