import { ADDON_VERSIONS } from "./addon-versions.ts";
import { CALENDAR, CLUSTER_HOUR_USD, type SupportDates } from "./version-calendar.ts";

/** `ended` can no longer be created; `unknown` is a version that the calendar does not hold. */
export type SupportStatus = "standard" | "extended" | "ended" | "unknown";

export interface VersionSupport {
  readonly status: SupportStatus;
  /** Sentences for people; empty when there is nothing to know. */
  readonly warnings: readonly string[];
}

const DAY_MS = 86_400_000;
const WARN_DAYS = 90;
const HOURS_A_MONTH = 730;

/** The newest version but one in standard support on the day the calendar was verified: it changes only when the calendar does. */
export const DEFAULT_CLUSTER_VERSION = defaultVersion();

/** How AWS supports a Kubernetes version on a day, and what to know about that. */
export function kubernetesVersion(version: string, today: Date): VersionSupport {
  const dates = CALENDAR.versions.find((entry) => entry.version === version);
  if (dates === undefined) {
    return {
      status: "unknown",
      warnings: [`Kubernetes ${version} is not in the calendar of ${CALENDAR.verified}.`],
    };
  }
  if (daysUntil(dates.extendedEnds, today) <= 0) {
    return {
      status: "ended",
      warnings: [`EKS no longer offers ${version}: its support ended on ${dates.extendedEnds}.`],
    };
  }
  if (daysUntil(dates.standardEnds, today) <= 0)
    return { status: "extended", warnings: extendedWarnings(dates, today) };
  return { status: "standard", warnings: standardWarnings(dates, today) };
}

/** The versions that a cluster can be created with on a day, the newest first. */
export function offeredVersions(today: Date): string[] {
  return versionsIn(["standard", "extended"], today);
}

function standardWarnings(dates: SupportDates, today: Date): string[] {
  return [...supportWarnings(dates, today), ...addonWarnings(dates.version)];
}

function supportWarnings(dates: SupportDates, today: Date): string[] {
  const days = daysUntil(dates.standardEnds, today);
  if (days > WARN_DAYS) return [];
  const when = `${dates.estimated ? "about " : ""}${dates.standardEnds}, in ${plural(days, "day")}`;
  return [
    `Standard support of Kubernetes ${dates.version} ends on ${when}. Extended support then costs ${extendedCost()}.`,
  ];
}

function addonWarnings(version: string): string[] {
  if (Object.hasOwn(ADDON_VERSIONS, version)) return [];
  return [
    `Add-ons for Kubernetes ${version} are not pinned yet: EKS picks their versions when the cluster is made.`,
  ];
}

function extendedWarnings(dates: SupportDates, today: Date): string[] {
  const cost = `Kubernetes ${dates.version} is in extended support since ${dates.standardEnds}, which costs ${extendedCost()}.`;
  const days = daysUntil(dates.extendedEnds, today);
  if (days > WARN_DAYS) return [cost];
  return [
    cost,
    `It ends on ${dates.extendedEnds}, in ${plural(days, "day")}: AWS then upgrades the cluster by itself.`,
  ];
}

function extendedCost(): string {
  const monthly = (hourly: number) => `$${Math.round(hourly * HOURS_A_MONTH)}`;
  const { standard, extended } = CLUSTER_HOUR_USD;
  return (
    `${monthly(extended)} a month instead of ${monthly(standard)} ` +
    `($${extended.toFixed(2)} instead of $${standard.toFixed(2)} per cluster-hour)`
  );
}

function versionsIn(statuses: readonly SupportStatus[], today: Date): string[] {
  return CALENDAR.versions
    .map(({ version }) => version)
    .filter((version) => statuses.includes(kubernetesVersion(version, today).status));
}

function defaultVersion(): string {
  const standard = versionsIn(["standard"], new Date(CALENDAR.verified));
  const version = standard[1] ?? standard[0];
  if (version === undefined)
    throw new Error(`The calendar of ${CALENDAR.verified} holds no version in standard support.`);
  return version;
}

/** Whole days, counted from midnight to midnight in UTC. */
function daysUntil(day: string, today: Date): number {
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return (Date.parse(day) - midnight) / DAY_MS;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
