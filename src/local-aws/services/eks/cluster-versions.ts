import {
  type ClusterVersionInformation,
  DescribeClusterVersionsCommand,
  InvalidParameterException,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { calendar, type OfferedVersion } from "./calendar.ts";
import { page } from "./page.ts";

type Support = "STANDARD_SUPPORT" | "EXTENDED_SUPPORT" | "UNSUPPORTED";

/** The version of a cluster that names none: the newest but one in standard support. */
export function defaultVersion(now: Date): OfferedVersion {
  const standard = calendar.filter((entry) => supportOf(entry, now) === "STANDARD_SUPPORT");
  return (standard[1] ?? standard[0] ?? calendar[0]) as OfferedVersion;
}

/** The calendar's entry of a version that a cluster can have today. @throws InvalidParameterException */
export function offeredVersion(version: string, ctx: Context): OfferedVersion {
  const entry = calendar.find((one) => one.version === version);
  if (!entry || supportOf(entry, ctx.now()) === "UNSUPPORTED")
    throw exception(InvalidParameterException, `unsupported Kubernetes version ${version}`);
  return entry;
}

/** The number behind the point: EKS updates one minor version at a time. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

export const describeClusterVersions = operation(DescribeClusterVersionsCommand, (input, ctx) => {
  const now = ctx.now();
  const wanted = input.versionStatus ?? input.status?.toUpperCase().replace("-", "_");
  const byDefault = defaultVersion(now).version;
  const found = calendar
    .map((entry) => describeVersion(entry, now, byDefault))
    .filter(
      ({ clusterVersion, versionStatus, defaultVersion: isDefault }) =>
        (!input.clusterVersions?.length || input.clusterVersions.includes(clusterVersion ?? "")) &&
        (wanted === undefined || versionStatus === wanted) &&
        (!input.defaultOnly || isDefault) &&
        (input.includeAll || input.clusterVersions?.length || wanted || versionStatus !== "UNSUPPORTED"),
    );
  const { items, nextToken } = page(found, input);
  return { clusterVersions: items, nextToken };
});

function describeVersion(entry: OfferedVersion, now: Date, byDefault: string): ClusterVersionInformation {
  const support = supportOf(entry, now);
  return {
    clusterVersion: entry.version,
    clusterType: "eks",
    defaultPlatformVersion: entry.platformVersion,
    defaultVersion: entry.version === byDefault,
    releaseDate: new Date(entry.released),
    endOfStandardSupportDate: new Date(entry.standardEnds),
    endOfExtendedSupportDate: new Date(entry.extendedEnds),
    status: support.toLowerCase().replace("_support", "-support") as ClusterVersionInformation["status"],
    versionStatus: support,
    kubernetesPatchVersion: entry.nodeRelease.split("-")[0],
  };
}

/** A day on which support ends is the first one without it. */
function supportOf({ standardEnds, extendedEnds }: OfferedVersion, now: Date): Support {
  if (now < new Date(standardEnds)) return "STANDARD_SUPPORT";
  return now < new Date(extendedEnds) ? "EXTENDED_SUPPORT" : "UNSUPPORTED";
}
