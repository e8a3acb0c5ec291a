import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { environments } from "../envs/index.ts";
import { type Settings, schemaOf, type VariableName, variableNames } from "../variables.ts";
import { aboutOf } from "./about.ts";
import { crossRules } from "./cross-rules.ts";
import { converted, hcl, shapeOf, terraformType, unwrapped } from "./terraform-type.ts";
import { type Warning, warningsOf } from "./warnings.ts";

/** One thing that is wrong with the settings. */
export interface Problem {
  /** The variable, as the settings name it. */
  readonly variable: string;
  /** Where inside its value: attribute names and list indexes. */
  readonly path?: readonly (string | number)[];
  /** What was given there, as HCL; `nothing` when it is missing. */
  readonly received: string;
  /** What is allowed. */
  readonly expected: string;
  /** What to do, as an order. */
  readonly fix: string;
}

export type CheckedSettings =
  | { readonly settings: Settings; readonly warnings: readonly Warning[]; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly settings?: undefined; readonly warnings?: undefined };

export interface CheckOptions {
  /** The day against which Kubernetes versions have ended or not. */
  readonly today: Date;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Checks and completes the values that were given for an environment (from terraform.tfvars, `TF_VAR_…` and `--var`, already merged).
 * Values are converted as Terraform converts them; `null` means the default, as for Terraform. All problems are reported at once.
 */
export function checkSettings(environment: string, values: Values, { today }: CheckOptions): CheckedSettings {
  const problems = unknownVariables(values);
  const complete = withDefaults(environment, values);
  const valid: Partial<Record<VariableName, unknown>> = {};
  for (const name of variableNames) {
    const schema = schemaOf(name);
    const value = converted(schema, complete[name]);
    const result = schema.safeParse(value);
    if (result.success) valid[name] = result.data;
    else problems.push(...result.error.issues.flatMap((issue) => problemsOf(name, schema, value, issue)));
  }
  problems.push(...notItsFolder(environment, valid), ...crossProblems(valid, today));
  if (problems.length > 0) return { problems };
  const settings = valid as Settings;
  return { settings, warnings: warningsOf(settings, today) };
}

/** Own values over the environment's presets over the schema's defaults, which the schema fills in itself. */
function withDefaults(environment: string, values: Values): Values {
  const presets: Values = { ...environments[environment]?.defaults };
  const complete: Record<string, unknown> = {};
  for (const name of variableNames) {
    const schema = schemaOf(name);
    const given = values[name];
    // Only where null is itself a value ("no spot group") does it win over a preset.
    const isGiven =
      given !== undefined &&
      (given !== null || (schema.def.type === "default" && schema.safeParse(null).success));
    complete[name] = isGiven ? given : presets[name];
  }
  for (const name of variableNames) {
    const { computedDefault } = aboutOf(schemaOf(name));
    if (complete[name] !== undefined || !computedDefault) continue;
    complete[name] = computedDefault.from({
      ...complete,
      region: complete.region ?? schemaOf("region").parse(undefined),
    });
  }
  return complete;
}

function unknownVariables(values: Values): Problem[] {
  return Object.keys(values)
    .filter((name) => !(variableNames as string[]).includes(name))
    .map((name) => ({
      variable: name,
      received: hcl(values[name]),
      expected: "a variable of infra/variables.ts",
      fix: `${nearest(name, variableNames)} Otherwise remove it.`,
    }));
}

function notItsFolder(environment: string, { environment: given }: { environment?: unknown }): Problem[] {
  if (given === undefined || given === environment) return [];
  const other = Object.hasOwn(environments, String(given)) ? `, or run the command for ${given}` : "";
  return [
    {
      variable: "environment",
      received: hcl(given),
      expected: `"${environment}", the name of the folder that these settings are for`,
      fix: `Write environment = "${environment}"${other}.`,
    },
  ];
}

function crossProblems(valid: Partial<Record<VariableName, unknown>>, today: Date): Problem[] {
  return crossRules
    .filter(({ variable, needs }) => [variable, ...needs].every((name) => valid[name] !== undefined))
    .flatMap(({ variable, check }) =>
      check(valid as Settings, today).map(({ expected, fix, path }) => ({
        variable,
        ...(path ? { path } : {}),
        received: hcl(valueAt(valid[variable], path ?? [])),
        expected,
        fix,
      })),
    );
}

/** One of zod's issues in our words; our own rules bring theirs along. */
function problemsOf(name: string, schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.filter((key) => typeof key !== "symbol");
  const at = valueAt(value, path);
  const where = path.length > 0 ? { path } : {};
  const received = at === undefined ? "nothing" : hcl(at);
  if (issue.code === "custom" && issue.params) {
    const { expected, fix } = issue.params as { expected: string; fix: string };
    return [{ variable: name, ...where, received, expected, fix }];
  }
  const about = aboutOf(schema);
  const example = `${name} = ${hcl(about.example)}`;
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeOf(unwrapped(schemaAt(schema, path))));
    return issue.keys.map((key) => ({
      variable: name,
      path: [...path, key],
      received: hcl(valueAt(at, [key])),
      expected: `only ${known.join(", ")}`,
      fix: `${nearest(key, known)} Otherwise remove it.`,
    }));
  }
  const expected =
    path.length > 0 ? terraformType(schemaAt(schema, path)) : `${terraformType(schema)}: ${about.rule}`;
  const verb = at === undefined ? "Add it" : "Write it";
  return [{ variable: name, ...where, received, expected, fix: `${verb}, for example ${example}.` }];
}

function nearest(name: string, known: readonly string[]): string {
  const candidate = closest(name, [...known]);
  // Farther than half of the name is no longer a slip of the fingers.
  return distance(name, candidate) <= Math.max(name.length, candidate.length) / 2
    ? `Did you mean "${candidate}"?`
    : `Known names: ${known.join(", ")}.`;
}

function schemaAt(schema: z.ZodType, path: readonly (string | number)[]): z.ZodType {
  return path.reduce<z.ZodType>((outer, key) => {
    const inner = unwrapped(outer);
    if (inner.def.type === "array") return (inner as z.ZodArray<z.ZodType>).element;
    return inner.def.type === "object" ? (shapeOf(inner)[String(key)] ?? inner) : inner;
  }, schema);
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (outer, key) => (outer as Record<string | number, unknown> | null | undefined)?.[key],
    value,
  );
}
