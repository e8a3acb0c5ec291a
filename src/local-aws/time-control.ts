import type { LocalAws } from "./local-aws.ts";
import { type AwsTime, requireAwsTime } from "./schedule.ts";

/** What a control client gets to see of the time that AWS takes. */
export interface TimeReport {
  readonly awsTime: AwsTime;
  /** What is under way, the earliest first. */
  readonly waiting: readonly {
    readonly transition: string;
    /** Seconds here, not on AWS. */
    readonly dueInSeconds: number;
    readonly account: string;
    readonly region: string;
    /** What it will happen to. */
    readonly payload: unknown;
  }[];
}

export function timeReport(aws: LocalAws): TimeReport {
  aws.passTime();
  const now = aws.now();
  const waiting = aws.schedule.waiting(now).map(({ at, transition, account, region, payload }) => ({
    transition,
    dueInSeconds: Math.max(0, (at - now.getTime()) / 1000),
    account,
    region,
    payload,
  }));
  return { awsTime: aws.schedule.awsTime, waiting };
}

/** Takes `{"awsTime": "x60"}`, or `x60` by itself. @throws Error that says what may stand there */
export function changeTime(aws: LocalAws, body: string): TimeReport {
  const bare = /^[a-z]\w*$/.test(body.trim());
  const { awsTime } = (bare ? { awsTime: body.trim() } : JSON.parse(body || "{}")) as { awsTime?: unknown };
  const wanted = requireAwsTime(String(awsTime));
  aws.passTime();
  aws.schedule.awsTime = wanted;
  return timeReport(aws);
}
