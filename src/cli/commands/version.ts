import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findEngine } from "../../terraform/engine.ts";
import { EngineNotFound } from "../../terraform/errors.ts";
import { type Invocation, printJson } from "../command.ts";

/** The versions that a bug report needs. */
export default async function version({ io, project, screen, options }: Invocation): Promise<undefined> {
  const { version: own } = JSON.parse(await readFile(join(project.root, "package.json"), "utf8"));
  const engine = await findEngine({ env: io.env, cacheDir: project.cacheDir }).catch((error: unknown) => {
    if (error instanceof EngineNotFound) return undefined;
    throw error;
  });
  const versions = {
    infra: own as string,
    node: process.versions.node,
    engine: engine ? `${engine.product} ${engine.version}` : "none found",
    platform: `${process.platform} ${process.arch}`,
  };
  if (options.json) printJson(io, versions);
  else screen.say(...Object.entries(versions).map(([name, value]) => `${name.padEnd(9)} ${value}`));
  return undefined;
}
