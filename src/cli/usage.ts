import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Usage } from "../review/cost/estimate.ts";
import { type Assumption, assumptions } from "../review/cost/usage.ts";
import { attributeLines } from "../terraform/attribute-lines.ts";
import { saidOf } from "../terraform/hcl.ts";
import { HclCache } from "../terraform/hcl-cache.ts";
import { type Problem, UserError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import type { Project } from "./project.ts";

const FILE = "usage.tfvars";

export interface UsageRequest {
  readonly environment: string;
  readonly project: Project;
  /** Values of `--usage`, each `name=value`. @default none */
  readonly overrides?: readonly string[];
}

export interface CheckedUsage {
  readonly usage: Usage;
  /** The file that was read, from the project's root; absent where the environment has none. */
  readonly file?: string;
}

/**
 * What is assumed of an environment's use: its usage.tfvars, and `--usage` over that.
 * @throws UserError with every problem at once, each with file and line
 */
export async function readUsage({
  environment,
  project,
  overrides = [],
}: UsageRequest): Promise<CheckedUsage> {
  const path = join(project.environmentDir(environment), FILE);
  const given = [...(existsSync(path) ? await fromFile(path, project) : []), ...fromOptions(overrides)];
  const problems = given.flatMap((one) => ("subject" in one ? [one] : problemsOf(one)));
  if (problems.length > 0) {
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    throw new UserError(`The assumptions on the use of ${environment} have ${count}.`, { problems });
  }
  const values = given.flatMap((one) => ("name" in one ? [[one.name, Number(one.value)] as const] : []));
  return {
    usage: Object.fromEntries(values),
    ...(existsSync(path) ? { file: relative(project.root, path) } : {}),
  };
}

interface Given {
  readonly name: string;
  readonly value: unknown;
  readonly where: string;
}

async function fromFile(path: string, project: Project): Promise<(Given | Problem)[]> {
  const file = relative(project.root, path);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (!["EISDIR", "EACCES", "EPERM"].includes(error.code ?? "")) throw error;
    return unreadable(file, error.code);
  });
  if (typeof text !== "string") return [text];
  const hcl = new HclCache(join(project.cacheDir, "hcl.json"));
  const { body, problems } = text.trim() === "" ? { body: {} } : await hcl.parse(text);
  if (problems) {
    return problems.slice(0, 1).map((problem) => ({
      subject: FILE,
      where: `${file}:${problem.line}:${problem.column}`,
      received: text.split(/\r?\n/)[problem.line - 1]?.trim() || "the end of the file",
      expected: `HCL that parses: ${saidOf(problem, FILE)}`,
      fix: "Write one name = number a line; comments begin with #.",
    }));
  }
  await hcl.save();
  const lines = attributeLines(text);
  return Object.entries(body)
    .map(([name, value]) => ({ name, value, line: lines.get(name) ?? 0 }))
    .sort((a, b) => a.line - b.line)
    .map(({ name, value, line }) => ({ name, value, where: line === 0 ? file : `${file}:${line}` }));
}

function unreadable(file: string, code: string | undefined): Problem {
  const folder = code === "EISDIR";
  return {
    subject: FILE,
    where: file,
    received: folder ? "a folder" : `a file that may not be read (${code})`,
    expected: "a file that can be read",
    fix: folder ? "Move the folder away." : `Let yourself read it: chmod u+r ${file}`,
  };
}

function fromOptions(overrides: readonly string[]): (Given | Problem)[] {
  return overrides.map((override) => {
    const equals = override.indexOf("=");
    const name = override.slice(0, Math.max(0, equals)).trim();
    if (name) return { name, value: override.slice(equals + 1).trim(), where: "--usage" };
    return {
      subject: "--usage",
      received: override,
      expected: "name=value",
      fix: "For example --usage nat_gb=500",
    };
  });
}

function problemsOf({ name, value, where }: Given): Problem[] {
  const assumption = assumptions.find((one) => one.name === name);
  if (!assumption) return [unknownName(name, where)];
  const number =
    typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : Number.NaN;
  const most = highest(assumption);
  if (Number.isFinite(number) && number >= assumption.min && number <= most) return [];
  return [
    {
      subject: name,
      where,
      received: typeof value === "string" ? value || "nothing" : JSON.stringify(value),
      expected:
        `a number of ${assumption.unit}, ` +
        (most === Number.POSITIVE_INFINITY ? `${assumption.min} or more` : `${assumption.min} to ${most}`),
      fix: `${assumption.default === undefined ? "Correct it" : `Write ${name} = ${assumption.default}`}, or leave it out. ${assumption.what}`,
    },
  ];
}

/** What a slider reaches is no limit; a hundred percent is. */
function highest({ unit, max }: Assumption): number {
  return unit.startsWith("%") ? max : Number.POSITIVE_INFINITY;
}

function unknownName(name: string, where: string): Problem {
  const names = assumptions.map((one) => one.name);
  const meant = nearest(name, names);
  return {
    subject: name,
    where,
    received: name,
    expected: "the name of an assumption",
    fix: meant ? `Did you mean "${meant}"?` : `There are: ${names.join(", ")}.`,
  };
}
