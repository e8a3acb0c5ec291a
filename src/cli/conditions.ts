import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readJournal } from "../local-aws/faults/journal.ts";
import { parseFaults, printFaults } from "../local-aws/faults/language.ts";
import { FaultLanguageError, type FaultProblem } from "../local-aws/faults/problem.ts";
import { quotas } from "../local-aws/quota-table.ts";
import { parseQuotas, type QuotaOverrides } from "../local-aws/quotas.ts";
import { type AwsTime, parseAwsTime } from "../local-aws/schedule.ts";
import type { Options } from "./command.ts";
import { type Problem, UserError } from "./errors.ts";

/** Under what conditions a rehearsal takes place. */
export interface Conditions {
  /** @default the embedded AWS does not wait */
  readonly awsTime?: AwsTime;
  /** Text of the language of faults. @default a good day */
  readonly faults?: string;
  readonly quotas: QuotaOverrides;
  /** How often apply and destroy are tried on a bad day. */
  readonly attempts: number;
  /** The one policy of the role that deploys, as JSON. @default the account's administrator deploys */
  readonly deployer?: string;
}

/** The role that deploys when its policy is given. */
export const DEPLOYER = "deployer";

/** Reads the options that say so. @throws UserError with everything that is wrong with them, before anything is started */
export function readConditions(options: Options): Conditions {
  const problems: Problem[] = [];
  const awsTime = options.awsTime === undefined ? undefined : parseAwsTime(options.awsTime);
  if (options.awsTime !== undefined && awsTime === undefined) problems.push(badTime(options.awsTime));
  const faults = options.faults === undefined ? undefined : readFaults(options.faults, problems);
  const quotas = readQuotas(options.quota ?? [], problems);
  const attempts = readAttempts(options.attempts, problems);
  const deployer = options.deployer === undefined ? undefined : readPolicy(options.deployer, problems);
  if (problems.length > 0) {
    const count = problems.length === 1 ? "One thing" : `${problems.length} things`;
    throw new UserError(`${count} cannot be rehearsed. Nothing was started.`, { problems });
  }
  return { awsTime, faults, quotas, attempts, deployer };
}

/** What is wrong with a speed of AWS's time. */
export function badTime(received: string): Problem {
  const [, factor] = /^x?(\d+(?:\.\d+)?)x?$/.exec(received) ?? [];
  const fix =
    factor && Number(factor) > 0
      ? `x${factor} is ${factor} times as fast as AWS`
      : "x60: a minute of AWS takes a second";
  return { subject: "--aws-time", received, expected: "real, off, or x and a factor", fix };
}

/** The rules of faults that an argument means: a text, a preset, `@` and a file, or the path of a file. */
export function readFaults(argument: string, problems: Problem[]): string {
  const file = argument.startsWith("@") ? argument.slice(1) : existsSync(argument) ? argument : undefined;
  const text = file === undefined ? argument : readText("--faults", file, problems);
  if (text === undefined) return "";
  try {
    const { replay } = parseFaults(text);
    if (replay === undefined) return text;
    readJournal(replay);
    // A server that runs already has another working directory.
    return printFaults({ rules: [], replay: resolve(replay) });
  } catch (error) {
    if (error instanceof FaultLanguageError) problems.push(...faultProblems(error, file));
    else
      problems.push({
        subject: "--faults",
        where: file,
        received: (error as Error).message,
        expected: "a journal of faults (faults.jsonl)",
      });
  }
  return text;
}

/** What is wrong with a text of faults, in the user's terms. */
export const faultProblems = (
  { problems }: { readonly problems: readonly FaultProblem[] },
  file?: string,
): Problem[] =>
  problems.map(({ line, column, received, expected, nearest }) => ({
    subject: "--faults",
    where:
      file === undefined
        ? `character ${column}${line > 1 ? ` of line ${line}` : ""}`
        : `${file}:${line}:${column}`,
    received,
    expected,
    fix: nearest
      ? `did you mean ${nearest}?`
      : "see src/local-aws/faults/language.md; the preset bad-day is a good start",
  }));

function readQuotas(pairs: readonly string[], problems: Problem[]): QuotaOverrides {
  const wrong = pairs.flatMap((pair): Problem[] => {
    try {
      parseQuotas([pair]);
      return [];
    } catch (error) {
      const [fix = ""] = (error as Error).message.split("\n");
      return [{ subject: "--quota", received: pair, expected: quotaExpected(pair), fix }];
    }
  });
  problems.push(...wrong);
  return wrong.length > 0 ? {} : parseQuotas(pairs);
}

/** Names of the service that was meant, or of all where none is. */
function quotaExpected(pair: string): string {
  const [name = ""] = pair.split("=", 1);
  const all = Object.keys(quotas);
  if (all.includes(name)) return `${name}=<whole number>`;
  const ofService = all.filter((one) => one.startsWith(`${name.split(":", 1)[0]}:`));
  return `<name>=<whole number>, with a name of: ${(ofService.length > 0 ? ofService : all).join(", ")}`;
}

const DEFAULT_ATTEMPTS = 10;

function readAttempts(text: string | undefined, problems: Problem[]): number {
  if (text === undefined) return DEFAULT_ATTEMPTS;
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  problems.push({
    subject: "--attempts",
    received: text,
    expected: "a whole number from 1 to 999",
    fix: `leave it out for ${DEFAULT_ATTEMPTS}`,
  });
  return DEFAULT_ATTEMPTS;
}

/** A policy document: what IAM has to say of it, IAM says. */
function readPolicy(file: string, problems: Problem[]): string | undefined {
  const text = readText("--deployer", file, problems);
  if (text === undefined) return undefined;
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === "object" && policy !== null && "Statement" in policy) return JSON.stringify(policy);
    problems.push({ ...notPolicy(file), received: "JSON without a Statement" });
  } catch (error) {
    problems.push({
      ...notPolicy(file),
      received: `no JSON: ${(error as Error).message}`.replaceAll(/\s+/g, " "),
    });
  }
  return undefined;
}

const notPolicy = (file: string): Problem => ({
  subject: "--deployer",
  where: file,
  expected: "an IAM policy document in JSON, with Version and Statement",
  fix: 'begin with {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}, which is enough, and narrow it to the actions that --json lists',
});

function readText(subject: string, file: string, problems: Problem[]): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const received =
      (error as NodeJS.ErrnoException).code === "ENOENT"
        ? `${file}, which is not there`
        : (error as Error).message;
    problems.push({ subject, received, expected: "a file that can be read" });
    return undefined;
  }
}
