import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Engine, findEngine } from "../../terraform/engine.ts";
import { EngineNotFound } from "../../terraform/errors.ts";
import { configurePlugins } from "../../terraform/plugin-mirror.ts";
import { type Invocation, printJson } from "../command.ts";

/** Where the AWS provider comes from, and in which versions as far as that is known before an init. */
async function providerSource(
  engine: Engine,
  { io, project }: Pick<Invocation, "io" | "project">,
): Promise<string> {
  const { mirrors, cliConfigFile } = await configurePlugins({
    env: io.env,
    cacheDir: project.cacheDir,
    engine,
  });
  const held = mirrors.flatMap(({ folder, providers }) =>
    providers
      .filter(({ address }) => address.type === "aws")
      .map(({ versions }) => `${versions.join(", ")} (${folder})`),
  );
  if (held.length > 0) return held.join("; ");
  return cliConfigFile && mirrors.length === 0 ? `as ${cliConfigFile} says` : "from its registry";
}

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
    engine: engine ? `${engine.product} ${engine.version} (${engine.path})` : "none found",
    provider: engine ? await providerSource(engine, { io, project }) : "unknown without an engine",
    platform: `${process.platform} ${process.arch}`,
  };
  if (options.json) printJson(io, versions);
  else screen.say(...Object.entries(versions).map(([name, value]) => `${name.padEnd(9)} ${value}`));
  return undefined;
}
