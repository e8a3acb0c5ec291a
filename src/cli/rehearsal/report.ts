import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { allowedActions, denials, type ReportedDenial } from "../../local-aws/control-client.ts";
import { calls, faultReport } from "../../local-aws/daemon.ts";
import { type Conditions, DEPLOYER } from "../conditions.ts";
import type { Stop } from "../stops.ts";

/** What a rehearsal went through, as data. */
export interface RehearsalReport {
  /** Requests that reached the embedded AWS, and how many of them a client sent once more. */
  readonly calls: number;
  readonly retries: number;
  /** How many requests were refused with which code, the most frequent first. */
  readonly errors: Readonly<Record<string, number>>;
  /** What was asked for. */
  readonly conditions: Omit<Conditions, "deployer">;
  /** How many faults of each kind befell the requests. */
  readonly faults: Readonly<Record<string, number>>;
  readonly seed?: number;
  /** The argument of `--faults` that brings exactly these faults again. */
  readonly replay?: string;
  /** How many tries each stage took. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Every end of an apply or a destroy, in order. */
  readonly stops: readonly Stop[];
  /** Requests that IAM said no to, equal ones together. */
  readonly denials: readonly DenialCount[];
  /** With a deployer of its own: what it was allowed and did, by which its policy can be narrowed. */
  readonly allowed?: readonly string[];
  /** Seconds of each stage, in order. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** A rehearsal that ended early, with what it went through until then. */
export class RehearsalFailed extends Error {
  override readonly name = "RehearsalFailed";
  readonly report: RehearsalReport;

  constructor(cause: unknown, report: RehearsalReport) {
    super("The rehearsal failed.", { cause });
    this.report = report;
  }
}

/** Equal denials, and how many there were. */
export interface DenialCount
  extends Pick<
    ReportedDenial,
    "caller" | "action" | "resource" | "decision" | "by" | "policy" | "statement"
  > {
  readonly count: number;
}

/** The part of a report that only the rehearsal itself knows. */
export type Course = Pick<RehearsalReport, "attempts" | "stops" | "seconds">;

export interface ReportSource {
  readonly endpoint: string;
  /** Folder for journals of faults that outlive their rehearsal. */
  readonly journals: string;
  readonly conditions: Conditions;
}

/** Asks the endpoint, while it still runs, for what it went through, and brings the journal of its faults to safety. */
export async function rehearsalReport(
  { endpoint, journals, conditions }: ReportSource,
  course: Course,
): Promise<RehearsalReport> {
  const [counts, faults, denied] = await Promise.all([
    calls(endpoint),
    faultReport(endpoint),
    denials(endpoint),
  ]);
  const injected = Object.values(faults.injected).some((count) => count > 0);
  const journal = faults.journal && injected ? await keepJournal(faults.journal, journals) : undefined;
  const { deployer, ...rest } = conditions;
  const allowed = deployer === undefined ? undefined : await actionsOfDeployer(endpoint);
  return {
    calls: counts.calls,
    retries: counts.retries,
    errors: Object.fromEntries(Object.entries(counts.errorsByCode).sort(([, a], [, b]) => b - a)),
    conditions: rest,
    faults: faults.injected,
    seed: faults.seed,
    ...(journal && { replay: /[\s,;#]/.test(journal) ? `replay="${journal}"` : `replay=${journal}` }),
    ...course,
    denials: counted(denied),
    ...(allowed && { allowed }),
  };
}

async function actionsOfDeployer(endpoint: string): Promise<string[]> {
  const byCaller = await allowedActions(endpoint);
  const own = Object.entries(byCaller).filter(([caller]) => caller.includes(`:assumed-role/${DEPLOYER}/`));
  return [...new Set(own.flatMap(([, actions]) => Object.keys(actions)))].sort();
}

const KEPT_JOURNALS = 50;

async function keepJournal(file: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const old = (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).sort();
  const surplus = old.slice(0, Math.max(0, old.length - KEPT_JOURNALS + 1));
  await Promise.all(surplus.map((name) => rm(join(folder, name), { force: true })));
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const kept = join(folder, `${time}.${process.pid}.jsonl`);
  await copyFile(file, kept);
  return kept;
}

/** Equal denials as one, in the order in which they first came. */
export function counted(all: readonly ReportedDenial[]): DenialCount[] {
  const found = new Map<string, DenialCount>();
  for (const { caller, action, resource, decision, by, policy, statement } of all) {
    const denial = { caller, action, resource, decision, by, policy, statement };
    const key = JSON.stringify(denial);
    found.set(key, { ...denial, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}
