import { catalogOf } from "./faults/injector.ts";
import { parseFaults } from "./faults/language.ts";
import { parseQuotas, type QuotaOverrides } from "./quotas.ts";
import { type AwsTime, requireAwsTime } from "./schedule.ts";
import type { Service } from "./service.ts";

/** What the command line of a server may say of its behaviour, as text. */
export interface BehaviourFlags {
  readonly seed?: string;
  readonly "aws-time"?: string;
  readonly faults?: string;
  readonly quota?: string[];
  readonly permissive?: boolean;
}

/** What kind of AWS a server is to be. */
export interface ReadBehaviour {
  readonly seed?: number;
  readonly awsTime: AwsTime;
  readonly quotas: QuotaOverrides;
  readonly strict: boolean;
  /** A text of the language of faults that can be read. */
  readonly faults: string;
}

/** Reads a server's flags. @throws Error that says everything that is wrong with them, one flag after the other */
export function readBehaviour(flags: BehaviourFlags, services: readonly Service[]): ReadBehaviour {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const { faults = "", permissive = false } = flags;
  const seed = attempt(() => readSeed(flags.seed));
  const awsTime = attempt(() => requireAwsTime(flags["aws-time"] ?? "off"));
  const quotas = attempt(() => parseQuotas(flags.quota ?? []));
  attempt(() => parseFaults(faults, catalogOf(services)));
  if (problems.length > 0 || !awsTime || !quotas) throw new Error(problems.join("\n"));
  return { seed, awsTime, quotas, strict: !permissive, faults };
}

function readSeed(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,15}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new Error(`The seed "${text}" is not a whole number from 0.`);
}
