import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { attributeLines } from "./attribute-lines.ts";
import { literal, type ParsedHcl, parseHcl } from "./hcl.ts";

export interface VariableSources {
  /** The environment's `terraform.tfvars`. Files that Terraform would load too (`terraform.tfvars.json`, `*.auto.tfvars[.json]`) are taken from its folder. */
  readonly file?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Values of `--var`, each `name=value`, in the order given. */
  readonly overrides?: readonly string[];
  /** Names that exist. As in Terraform, a `TF_VAR_` variable that none of them has is ignored; without this list all are taken. */
  readonly declared?: readonly string[];
  /** @default parseHcl */
  readonly parse?: (text: string) => Promise<ParsedHcl>;
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
 * `--var`. (https://developer.hashicorp.com/terraform/language/values/variables, "Variable Definition Precedence".) A `file` that does not exist throws ENOENT.
 */
export async function readVariables({
  file,
  env,
  overrides = [],
  declared,
  parse = parseHcl,
}: VariableSources): Promise<Variables> {
  const readings = await Promise.all([
    readEnvironment(env, declared, parse),
    ...(await variableFiles(file)).map((each) => readFileOf(each, parse)),
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

async function variableFiles(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const folder = dirname(file);
  const names = await readdir(folder);
  const json = names.filter((name) => name === "terraform.tfvars.json");
  const auto = names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name)).sort();
  return [file, ...[...json, ...auto].map((name) => join(folder, name)).filter((path) => path !== file)];
}

async function readFileOf(file: string, parse: Parse): Promise<Reading> {
  const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  return file.endsWith(".json") ? readJson(file, text) : readHcl(file, text, parse);
}

async function readHcl(file: string, text: string, parse: Parse): Promise<Reading> {
  if (text.trim() === "") return { assignments: [], problems: [] };
  const parsed = await parse(text);
  if (parsed.problems) {
    const problems = parsed.problems.map(({ line, column, summary, detail }) => ({
      source: "file" as const,
      file,
      line,
      column,
      received: text.split(/\r?\n/)[line - 1]?.trim() || "the end of the file",
      expected: `HCL that parses: ${[summary, detail].filter(Boolean).join(". ")}`,
      fix: `Correct ${basename(file)} at line ${line}, column ${column}.`,
    }));
    return { assignments: [], problems };
  }
  const lines = attributeLines(text);
  return combine(
    Object.entries(parsed.body).map(([name, value]) =>
      assign(name, value, { source: "file", file, line: lines.get(name) }),
    ),
  );
}

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
  const [{ summary, detail } = { summary: "it does not parse", detail: "" }] = parsed.problems;
  const expected = `a list or an object in HCL: ${[summary, detail].filter(Boolean).join(". ")}`;
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
