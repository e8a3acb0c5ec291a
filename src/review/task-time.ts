import { awsTimeOf, quickSeconds } from "../facts/aws-times.ts";
import { type Pace, speedOf } from "../facts/pace.ts";
import { type Polling, quickHereSeconds, waitOf } from "../facts/waits.ts";
import type { Attributes } from "./rules/rule.ts";

/** Seconds: typical, and at the fast and the slow end of what was seen. */
export interface Times {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** What is done to one resource in one go. */
export type Step = "create" | "update" | "retag" | "delete";

/**
 * How long one step takes: on an account what public logs say, on the embedded AWS the provider's own waits and AWS's at its pace. An update
 * may be several of AWS's, one after the other (`kinds`, see `update-kinds.ts`).
 */
export function timesOf(
  type: string,
  step: Step,
  attributes: Attributes,
  pace: Pace,
  kinds: readonly string[] = [],
): Times {
  if (step === "retag") return same(pace === "aws" ? quickSeconds : quickHereSeconds);
  if (kinds.length > 0) return kinds.map((kind) => timesOfOne(type, step, kind, pace)).reduce(sum);
  return timesOfOne(type, step, variantOf(type, attributes), pace);
}

function timesOfOne(
  type: string,
  step: Exclude<Step, "retag">,
  variant: string | undefined,
  pace: Pace,
): Times {
  const fact = awsTimeOf(type, step, variant);
  if (pace === "aws") return fact ?? same(quickSeconds);
  const { providerSeconds = 0, randomSeconds = 0, polling } = waitOf(type, step) ?? {};
  const awsSeconds = fact?.spentBy === "aws" ? fact.seconds / speedOf(pace) : 0;
  const noticed = awsSeconds > 0 || polling ? noticedAfter(awsSeconds, polling) : 0;
  const low = quickHereSeconds + providerSeconds + noticed;
  return { low, seconds: low + randomSeconds / 2, high: low + randomSeconds };
}

/** One type takes different times for an add-on's name, or an endpoint's type. */
function variantOf(type: string, { addon_name: addon, vpc_endpoint_type: endpoint }: Attributes) {
  // An endpoint that names no type is a gateway.
  return (addon ?? endpoint ?? (type === "aws_vpc_endpoint" ? "Gateway" : undefined)) as string | undefined;
}

function sum(a: Times, b: Times): Times {
  return { seconds: a.seconds + b.seconds, low: a.low + b.low, high: a.high + b.high };
}

const same = (seconds: number): Times => ({ seconds, low: seconds, high: seconds });

const LONGEST_PAUSE = 10;

/** When the provider has noticed what is so after that many seconds: its `retry.StateChangeConf` asks, pauses, and doubles its pause. */
export function noticedAfter(
  seconds: number,
  { delaySeconds = 0, atLeastSeconds = 0, inARow = 1 }: Polling = {},
): number {
  let at = delaySeconds;
  // The pause after the first question is none, the one after that 0.2 s.
  let pause = 0.1;
  for (let heard = 0, first = true; ; first = false) {
    if (at >= seconds) heard++;
    if (heard === inARow) return at;
    if (heard === 0) {
      if (!first) pause = Math.min(pause * 2, LONGEST_PAUSE);
      pause = Math.max(pause, atLeastSeconds);
    }
    at += first && atLeastSeconds === 0 ? 0 : pause;
  }
}
