import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { attributeLines } from "./attribute-lines.ts";
import { type HclProblem, literal, type ParsedHcl, parseHcl, saidOf } from "./hcl.ts";

export interface VariableSources {
  /** The environment's `terraform.tfvars`. Files that Terraform would load too (`terraform.tfvars.json`, `*.auto.tfvars[.json]`) are taken from its folder. */
  readonly file?: string;
  /** What is read where there is no `file`, such as an example: as nobody chose its values, everything else wins over them. */
  readonly standIn?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Values of `--var`, each `name=value`, in the order given. */
  readonly overrides?: readonly string[];
  /** Names that exist. As in Terraform, a `TF_VAR_` variable that none of them has is ignored; without this list all are taken. */
  readonly declared?: readonly string[];
  /** @default parseHcl */
  readonly parse?: (text: string) => Promise<ParsedHcl>;
  /** @default the file system's */
  readonly read?: (file: string) => Promise<string>;
}

/** Where the value of a variable comes from. */
export interface VariableOrigin {
  readonly source: "file" | "TF_VAR_" | "--var";
  readonly file?: string;
  /** Counts from one; absent for JSON files. */
  readonly line?: number;
}

/** A text that could not be read as variables. */
export interface VariableProblem {
  readonly source: "file" | "TF_VAR_" | "--var";
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly variable?: string;
  readonly received: string;
  readonly expected: string;
  readonly fix: string;
}

export interface Variables {
  readonly values: Readonly<Record<string, unknown>>;
  /** Undefined for a variable that nothing sets. */
  origin(name: string): VariableOrigin | undefined;
  readonly problems: readonly VariableProblem[];
}

type Parse = NonNullable<VariableSources["parse"]>;
type Read = NonNullable<VariableSources["read"]>;

interface Assignment {
  readonly name: string;
  readonly value: unknown;
  readonly origin: VariableOrigin;
}

interface Reading {
  readonly assignments: readonly Assignment[];
  readonly problems: readonly VariableProblem[];
}

/**
 * Reads variables in Terraform's order, later ones winning: `TF_VAR_…`, `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars[.json]` by name,
 * `--var`. (https://developer.hashicorp.com/terraform/language/values/variables, "Variable Definition Precedence".) A `file` that does not exist throws ENOENT; one that cannot be read is a problem.
 */
export async function readVariables({
  file,
  standIn,
  env,
  overrides = [],
  declared,
  parse = parseHcl,
  read = (path) => readFile(path, "utf8"),
}: VariableSources): Promise<Variables> {
  const files = [...(file === undefined ? [] : [file]), ...(await besides(file ?? standIn))];
  const readings = await Promise.all([
    ...(file === undefined && standIn !== undefined ? [readFileOf(standIn, parse, read)] : []),
    readEnvironment(env, declared, parse),
    ...files.map((each) => readFileOf(each, parse, read)),
    readOverrides(overrides, parse),
  ]);
  const assignments = new Map(
    readings.flatMap((reading) => reading.assignments).map((each) => [each.name, each]),
  );
  return {
    values: Object.fromEntries([...assignments.values()].map(({ name, value }) => [name, value])),
    origin: (name) => assignments.get(name)?.origin,
    problems: readings.flatMap((reading) => reading.problems),
  };
}

/** The files that Terraform would load too from the folder of this one, in its order. */
async function besides(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const folder = dirname(file);
  const names = await readdir(folder);
  const json = names.filter((name) => name === "terraform.tfvars.json");
  const auto = names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name)).sort();
  return [...json, ...auto].map((name) => join(folder, name)).filter((path) => path !== file);
}

async function readFileOf(file: string, parse: Parse, read: Read): Promise<Reading> {
  let text: string;
  try {
    text = (await read(file)).replace(/^\uFEFF/, "");
  } catch (error) {
    return { assignments: [], problems: [unreadable(file, error)] };
  }
  return file.endsWith(".json") ? readJson(file, text) : readHcl(file, text, parse);
}

/** @throws the error itself where it does not say that the file may not or cannot be read */
function unreadable(file: string, error: unknown): VariableProblem {
  const problem = { source: "file" as const, file, expected: "a file that can be read" };
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EISDIR") {
    const fix = `Move the folder ${file} away, and write the settings to a file of that name.`;
    return { ...problem, received: "a folder", fix };
  }
  if (code === "EACCES" || code === "EPERM") {
    const fix = `Let yourself read it: chmod u+r ${file}, or have its owner do so.`;
    return { ...problem, received: `a file that may not be read (${code})`, fix };
  }
  throw error;
}

async function readHcl(file: string, text: string, parse: Parse): Promise<Reading> {
  if (text.trim() === "") return { assignments: [], problems: [] };
  const parsed = await parse(text);
  if (parsed.problems) return { assignments: [], problems: mistakesOf(file, text, parsed.problems) };
  const lines = attributeLines(text);
  return combine(
    Object.entries(parsed.body).map(([name, value]) =>
      assign(name, value, { source: "file", file, line: lines.get(name) }),
    ),
  );
}

/** What the parser refuses, up to the first mistake that throws it off: what it says of the lines after that is seldom true. */
function mistakesOf(file: string, text: string, problems: readonly HclProblem[]): VariableProblem[] {
  const inOrder = [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
  const first = inOrder.findIndex(({ summary }) => summary !== ATTRIBUTE_REDEFINED);
  const kept = first < 0 ? inOrder : inOrder.slice(0, first + 1);
  const following = problems.length - kept.length;
  return kept.map((problem, index) => {
    const { line, column } = problem;
    const more = index === first && following > 0 ? ` (and ${following} more that follow from it)` : "";
    return {
      source: "file",
      file,
      line,
      column,
      received: text.split(/\r?\n/)[line - 1]?.trim() || "the end of the file",
      expected: `HCL that parses: ${saidOf(problem, basename(file))}${more}`,
      fix: `Correct ${basename(file)} at line ${line}, column ${column}.`,
    };
  });
}

/** The one complaint that leaves the parser on its feet. */
const ATTRIBUTE_REDEFINED = "Attribute redefined";

function readJson(file: string, text: string): Reading {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || Array.isArray(body))
      throw new SyntaxError("not an object");
    const assignments = Object.entries(body).map(([name, value]) => ({
      name,
      value,
      origin: { source: "file" as const, file },
    }));
    return { assignments, problems: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const expected = "a JSON object, one property per variable";
    return {
      assignments: [],
      problems: [{ source: "file", file, received: reason, expected, fix: `Correct ${basename(file)}.` }],
    };
  }
}

async function readEnvironment(
  env: NodeJS.ProcessEnv,
  declared: readonly string[] | undefined,
  parse: Parse,
): Promise<Reading> {
  const given = Object.entries(env).flatMap(([key, value]) => {
    const name = key.startsWith("TF_VAR_") ? key.slice("TF_VAR_".length) : "";
    return name && value !== undefined && (declared?.includes(name) ?? true) ? [{ name, value }] : [];
  });
  return combine(
    await Promise.all(given.map(({ name, value }) => readText(name, value, { source: "TF_VAR_" }, parse))),
  );
}

async function readOverrides(overrides: readonly string[], parse: Parse): Promise<Reading> {
  const readings = overrides.map((override): Reading | Promise<Reading> => {
    const equals = override.indexOf("=");
    const name = override.slice(0, Math.max(equals, 0)).trim();
    if (name) return readText(name, override.slice(equals + 1), { source: "--var" }, parse);
    const fix = "Write --var name=value, with quotes around what the shell would split.";
    return {
      assignments: [],
      problems: [{ source: "--var", received: override, expected: "name=value", fix }],
    };
  });
  return combine(await Promise.all(readings));
}

/**
 * A value given as text. Lists and objects are HCL expressions, as in Terraform; anything else stays text, since only the variable's type
 * says whether `012345678901` is a number. `null` takes a value away.
 */
async function readText(name: string, text: string, origin: VariableOrigin, parse: Parse): Promise<Reading> {
  if (text.trim() === "null") return { assignments: [{ name, value: null, origin }], problems: [] };
  if (!/^\s*[[{]/.test(text)) return { assignments: [{ name, value: text, origin }], problems: [] };
  const parsed = await parse(`value = ${text.trim()}\n`);
  if (!parsed.problems) return assign(name, parsed.body.value, origin);
  const { source } = origin;
  const [problem] = parsed.problems;
  const said = problem ? saidOf(problem, name) : "it does not parse";
  const expected = `a list or an object in HCL: ${said}`;
  const fix = 'Quote it for the shell, e.g. --var \'names=["a", "b"]\'.';
  return { assignments: [], problems: [{ source, variable: name, received: text, expected, fix }] };
}

function assign(name: string, value: unknown, origin: VariableOrigin): Reading {
  const problem = { ...origin, variable: name };
  if (origin.source === "file" && origin.line === undefined) {
    const [received, expected] = [`${name} { … }`, "an argument, name = value"];
    return { assignments: [], problems: [{ ...problem, received, expected, fix: `Write ${name} = { … }.` }] };
  }
  const result = literal(value);
  if ("value" in result) return { assignments: [{ name, value: result.value, origin }], problems: [] };
  const expected = "a literal value: variables, functions and templates have no meaning here";
  const fix = 'Write the value itself; "$${" gives a literal "${".';
  return { assignments: [], problems: [{ ...problem, received: result.expression, expected, fix }] };
}

function combine(readings: readonly Reading[]): Reading {
  return {
    assignments: readings.flatMap(({ assignments }) => assignments),
    problems: readings.flatMap(({ problems }) => problems),
  };
}
