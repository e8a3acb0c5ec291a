import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { environments } from "../../infra/envs/index.ts";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import { type Settings, variableNames } from "../../infra/variables.ts";
import { HclCache } from "../terraform/hcl-cache.ts";
import { readVariables } from "../terraform/tfvars.ts";
import { type Problem, UserError } from "./errors.ts";
import type { Io } from "./io.ts";
import { nearest } from "./nearest.ts";
import type { Project, Target } from "./project.ts";

export interface SettingsRequest {
  readonly environment: string;
  readonly target: Target;
  readonly project: Project;
  readonly io: Io;
  /** Values of `--var`, each `name=value`. */
  readonly overrides: readonly string[];
}

export interface CheckedSettings {
  readonly settings: Settings;
  /** Whole sentences: what works, but its owner should know of. */
  readonly warnings: readonly string[];
}

/**
 * The settings of an environment, from terraform.tfvars, `TF_VAR_…` and `--var`.
 *
 * @throws UserError with every problem at once, each with file and line
 */
export async function readSettings(request: SettingsRequest): Promise<CheckedSettings> {
  const { environment, project, io, overrides } = request;
  checkEnvironment(environment);
  const { file, standIn } = tfvarsFile(request);
  const hcl = new HclCache(join(project.cacheDir, "hcl.json"));
  const parse = (text: string) => hcl.parse(text);
  const sources = { file, standIn, env: io.env, overrides, declared: variableNames, parse };
  const variables = await readVariables(sources);
  const nothingRead = !file && !standIn && variables.problems.length === 0;
  if (nothingRead && variables.values.account_id === undefined) throw missingTfvars(request);
  const unread = variables.problems.map(
    ({ source, variable, file, line, column, received, expected, fix }): Problem => ({
      subject: variable ?? (file ? relative(project.root, file) : source),
      where: place({ source, file, line, column }, variable, project),
      received,
      expected,
      fix,
    }),
  );
  const checked = checkSettings(environment, variables.values, { today: new Date(io.now()) });
  // A value that does not parse is missing, too: only say so once.
  const silent = new Set(variables.problems.map(({ variable }) => variable));
  const wrong = (checked.problems ?? [])
    .filter(
      ({ variable, received }) => !(unread.length > 0 && (silent.has(variable) || received === "nothing")),
    )
    .map(({ variable, path = [], received, expected, fix }): Problem => {
      const origin = variables.origin(variable);
      return {
        subject: [variable, ...path].join("."),
        where: origin ? place(origin, variable, project) : undefined,
        received,
        expected,
        fix,
      };
    });
  if (!checked.settings || unread.length > 0) throw badSettings(environment, [...unread, ...wrong]);
  await hcl.save();
  return {
    settings: checked.settings,
    warnings: [
      ...(standIn
        ? [`There is no terraform.tfvars yet, so ${relative(project.root, standIn)} is used.`]
        : []),
      ...checked.warnings.map(({ variable, message }) => `${variable}: ${message}`),
    ],
  };
}

/** @throws UserError that names the environments there are */
export function checkEnvironment(environment: string): void {
  const known = Object.keys(environments);
  if (known.includes(environment)) return;
  const meant = nearest(environment, known);
  throw new UserError(`There is no environment "${environment}".`, {
    problems: [
      {
        subject: "env",
        received: environment,
        expected: `one of ${known.join(", ")}`,
        fix: meant
          ? `did you mean "${meant}"?`
          : "add a folder to infra/envs and a line to infra/envs/index.ts",
      },
    ],
  });
}

/** terraform.tfvars; on the embedded AWS the example stands in for one that is missing. */
function tfvarsFile({ environment, target, project }: SettingsRequest): { file?: string; standIn?: string } {
  const folder = project.environmentDir(environment);
  const file = join(folder, "terraform.tfvars");
  if (existsSync(file)) return { file };
  if (target === "aws") return {};
  const example = join(folder, "terraform.tfvars.example");
  return existsSync(example) ? { standIn: example } : {};
}

function missingTfvars({ environment, project, io }: SettingsRequest): UserError {
  const folder = relative(project.root, project.environmentDir(environment));
  return new UserError(
    `The settings of ${environment} are missing: there is no ${folder}/terraform.tfvars.`,
    {
      next: [
        "Copy the example and put in your account:",
        `  cp ${folder}/terraform.tfvars.example ${folder}/terraform.tfvars`,
        "In CI, TF_VAR_account_id=… in the environment or --var account_id=… serves as well.",
        `Or go without an account: add ${io.env.INFRA_MAKE ? "LOCAL=1" : "--local"}, or watch infra rehearse ${environment}`,
      ],
    },
  );
}

function badSettings(environment: string, problems: readonly Problem[]): UserError {
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  return new UserError(`The settings of ${environment} have ${count}. Nothing was written or called.`, {
    problems,
  });
}

interface Place {
  readonly source: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

function place(
  { source, file, line, column }: Place,
  variable: string | undefined,
  project: Project,
): string | undefined {
  if (file)
    return [relative(project.root, file), line, column].filter((part) => part !== undefined).join(":");
  if (source === "TF_VAR_") return `environment variable TF_VAR_${variable ?? ""}`;
  // Without a name, the source is all that the heading has to say already.
  return variable === undefined ? undefined : source;
}
