/**
 * Milliseconds since 1970 of a date as policies write it: ISO 8601, from which all but the year may be left out (without a zone: UTC),
 * or seconds since 1970. NaN for what is neither; infinite where JavaScript's dates end.
 */
export function dateOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) < 2 ** 63 ? Number(text) * 1000 : Number.NaN;
  const { year, zone, ...rest } = isoPattern.exec(text)?.groups ?? {};
  if (year === undefined) return Number.NaN;
  const { month = "1", day = "1", hours = "0", minutes = "0", seconds = "0", fraction = "" } = rest;
  const [m, d, h, min, s] = [month, day, hours, minutes, seconds].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 23 || min > 59 || s > 59) return Number.NaN;
  if (Math.abs(Number(year)) > 270_000) return Number(year) * Number.POSITIVE_INFINITY;
  const date = new Date(0).setUTCFullYear(Number(year), m - 1, d);
  return date + h * 3_600_000 + min * 60_000 + s * 1000 + Number(`0.${fraction || 0}`) * 1000 - offset(zone);
}

const isoPattern =
  /^(?<year>-?\d+)(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:t(?:(?<hours>\d{1,2})(?::(?<minutes>\d{1,2})(?::(?<seconds>\d{1,2})(?:\.(?<fraction>\d{1,9}))?)?)?(?<zone>z|[+-]\d{2}(?::?\d{2})?)?)?)?$/i;

/** Milliseconds by which a zone such as `+02:00` is ahead of UTC. */
function offset(zone = ""): number {
  const {
    sign,
    hours = "0",
    minutes = "0",
  } = /^(?<sign>[+-])(?<hours>\d{2}):?(?<minutes>\d{2})?$/.exec(zone)?.groups ?? {};
  const ahead = Number(hours) * 3_600_000 + Number(minutes) * 60_000;
  return sign === "-" ? -ahead : ahead;
}
