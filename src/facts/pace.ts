/** How fast AWS's time passes on the embedded AWS: seconds of AWS for one second there; `off` is no waiting at all. */
export type AwsTime = "off" | "real" | `x${number}`;

/** At which pace something is done: an account's, or one of the embedded AWS. */
export type Pace = "aws" | AwsTime;

/** Seconds of AWS that pass in one second. */
export function speedOf(awsTime: AwsTime): number {
  if (awsTime === "off") return Number.POSITIVE_INFINITY;
  return awsTime === "real" ? 1 : Number(awsTime.slice(1));
}
