import type { QuotaOverrides } from "./quotas.ts";
import type { AwsTime } from "./schedule.ts";

/** What kind of AWS a server is from its start. */
export interface Behaviour {
  readonly awsTime?: AwsTime;
  /** Text of the fault language. */
  readonly faults?: string;
  readonly quotas?: QuotaOverrides;
  /** Makes ids and faults repeatable. */
  readonly seed?: number;
}

/** As arguments of the server, which `behaviour.ts` reads. */
export function behaviourArguments({ awsTime, faults, quotas = {}, seed }: Behaviour): string[] {
  return [
    ...(awsTime ? ["--aws-time", awsTime] : []),
    ...(faults ? ["--faults", faults] : []),
    ...(seed === undefined ? [] : ["--seed", String(seed)]),
    ...Object.entries(quotas).flatMap(([name, value]) => ["--quota", `${name}=${value}`]),
  ];
}
