import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { check } from "./check.ts";
import { copyOf, type Deployed, deployedIn } from "./deployed.ts";
import { Sandbox } from "./sandbox.ts";
import type { Outcome, Scenario } from "./scenario.ts";

/** One run of a scenario. */
export interface Job {
  readonly scenario: Scenario;
  /** Counts from 0. */
  readonly moment: number;
}

export interface CampaignOptions {
  readonly jobs: readonly Job[];
  /** A failure happens again with the seed that is printed. */
  readonly seed: number;
  readonly parallel: number;
  /** Where the sandboxes are; those of what failed stay. */
  readonly folder: string;
  /** A folder for the deployed dev, where others may have put one. @default one of this campaign's own */
  readonly deployed?: string;
  readonly onOutcome?: (outcome: Outcome, done: number) => void;
}

/** Longer than any scenario takes: what is not over by then hangs, in milliseconds. */
const PATIENCE_MS = 12 * 60_000;

/** Every moment of the scenarios, or the named one alone. */
export function jobsOf(scenarios: readonly Scenario[], only?: number): Job[] {
  return scenarios.flatMap((scenario) =>
    Array.from({ length: scenario.moments ?? 1 }, (_, moment) => ({ scenario, moment })).filter(
      ({ moment }) => only === undefined || moment === only,
    ),
  );
}

/** Runs the scenarios, several at a time: most of an apply is waiting. */
export async function campaign(options: CampaignOptions): Promise<Outcome[]> {
  const { jobs, parallel, folder, onOutcome } = options;
  const { deployed = join(folder, "deployed") } = options;
  const needsDeployed = jobs.some(({ scenario }) => scenario.from === "deployed");
  const deploying = needsDeployed ? deployedIn(deployed) : undefined;
  // What fails there fails where it is awaited.
  deploying?.catch(() => undefined);
  // Those that need nothing deployed go first, while dev is being deployed for the others.
  const waiting = [...jobs].sort((a, b) => rank(a) - rank(b));
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const original = job.scenario.from === "deployed" ? await deploying : undefined;
      const outcome = await runOne(job, options, original);
      outcomes.push(outcome);
      onOutcome?.(outcome, outcomes.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return outcomes;
}

const rank = ({ scenario }: Job): number => (scenario.from === "nothing" ? 0 : 1);

async function runOne(
  { scenario, moment }: Job,
  { folder, seed }: CampaignOptions,
  original?: Deployed,
): Promise<Outcome> {
  const began = performance.now();
  const cacheDir = join(folder, `${scenario.id}-${moment}`);
  // Another for each moment, and the same whichever others run.
  const own = seed * 1000 + moment;
  const sandbox = original ? copyOf(original.cacheDir, cacheDir, own) : new Sandbox(cacheDir, own);
  const seconds = () => (performance.now() - began) / 1000;
  const base = { id: scenario.id, moment, seed };
  let outcome: Outcome;
  try {
    const note = (await inTime(scenario.run(sandbox, moment))) ?? "";
    const found = await inTime(check(sandbox, scenario, original?.treasure));
    outcome = { ...base, ...found, note, seconds: seconds() };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    outcome = { ...base, problems: [problem], lost: [], duplicated: [], note: "", seconds: seconds() };
  }
  const failed = outcome.problems.length + outcome.lost.length + outcome.duplicated.length > 0;
  await sandbox.close({ keep: failed }).catch(() => undefined);
  return outcome;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const controller = new AbortController();
  const late = sleep(PATIENCE_MS, undefined, { signal: controller.signal }).then(() => {
    throw new Error(`no end within ${PATIENCE_MS / 60_000} minutes`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    controller.abort();
  }
}
