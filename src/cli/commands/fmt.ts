import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { findEngine } from "../../terraform/engine.ts";
import { EngineFailed } from "../../terraform/errors.ts";
import { formatTfvars } from "../../terraform/format-tfvars.ts";
import { type Invocation, printJson } from "../command.ts";
import { type Problem, UserError } from "../errors.ts";
import type { Project } from "../project.ts";
import { checkEnvironment } from "../settings.ts";
import { runTool } from "../tools.ts";

/** Formats TypeScript with biome and tfvars with the engine; with `--check` only says what is not formatted. */
export default async function fmt(invocation: Invocation): Promise<number> {
  const { io, screen, project, args, options } = invocation;
  const [environment] = args;
  if (environment !== undefined) checkEnvironment(environment);
  const check = options.check === true;
  const sources = await runTool(project, "biome", [
    "format",
    ...(check ? [] : ["--write"]),
    "--colors=off",
    ".",
  ]);
  const tfvars = await formatAllTfvars(invocation, environment, check);
  const ok = sources.ok && (!check || tfvars.length === 0);
  if (options.json) printJson(io, { ok, sources: sources.ok, tfvars });
  else {
    const { paint } = screen.look;
    if (!sources.ok) screen.say(sources.output.trim());
    for (const file of tfvars)
      screen.say(
        check ? `  ${paint("red", "✗")} ${file} is not formatted` : `  ${paint("green", "✓")} ${file}`,
      );
    if (ok) screen.say(`  ${paint("green", "✓")} formatted`);
  }
  return ok ? 0 : 1;
}

/** Paths of the tfvars that were not formatted. */
async function formatAllTfvars(
  { io, project }: Invocation,
  environment: string | undefined,
  check: boolean,
): Promise<string[]> {
  const engine = await findEngine({ env: io.env, cacheDir: project.cacheDir });
  const changed: string[] = [];
  const problems: Problem[] = [];
  for (const file of await tfvarsFiles(project, environment)) {
    const text = await readFile(file, "utf8");
    try {
      const formatted = await formatTfvars(engine, text, io.env);
      if (formatted === text) continue;
      changed.push(relative(project.root, file));
      if (!check) await writeFile(file, formatted);
    } catch (error) {
      if (!(error instanceof EngineFailed)) throw error;
      problems.push({ subject: relative(project.root, file), received: error.output.trim() });
    }
  }
  if (problems.length > 0) throw new UserError("Some files do not parse.", { problems });
  return changed;
}

async function tfvarsFiles(project: Project, environment: string | undefined): Promise<string[]> {
  const folder =
    environment === undefined ? join(project.root, "infra", "envs") : project.environmentDir(environment);
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((entry) => /\.tfvars(\.example)?$/.test(entry))
    .sort()
    .map((entry) => join(folder, entry));
}
