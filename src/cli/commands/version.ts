import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Engine, findEngine } from "../../terraform/engine.ts";
import { PINNED_VERSION } from "../../terraform/engine-download.ts";
import { EngineNotFound } from "../../terraform/errors.ts";
import { configurePlugins } from "../../terraform/plugin-mirror.ts";
import { type Invocation, printJson } from "../command.ts";

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cacheDir: string;
  readonly download?: () => Promise<never>;
}

/** The versions of the engine and of the provider, as far as they are known before an init. */
async function engineVersions(surroundings: Surroundings): Promise<{ engine: string; provider: string }> {
  const engine = await findEngine(surroundings).catch((error: unknown) => {
    if (error instanceof EngineNotFound) return undefined;
    throw error;
  });
  if (!engine) return { engine: "none found", provider: "unknown without an engine" };
  return {
    engine: `${engine.product} ${engine.version} (${engine.path})`,
    provider: await providerSource(engine, surroundings),
  };
}

/** Where the AWS provider comes from, and in which versions. */
async function providerSource(engine: Engine, { env, cacheDir }: Surroundings): Promise<string> {
  const { mirrors, cliConfigFile } = await configurePlugins({ env, cacheDir, engine });
  const held = mirrors.flatMap(({ folder, providers }) =>
    providers
      .filter(({ address }) => address.type === "aws")
      .map(({ versions }) => `${versions.join(", ")} (${folder})`),
  );
  if (held.length > 0) return held.join("; ");
  return cliConfigFile && mirrors.length === 0 ? `as ${cliConfigFile} says` : "from its registry";
}

/** Looks again with a scratch folder for a cache where the project's own may not be written: a bug report may be about just that. */
async function withoutCache<T>(
  { env, cacheDir }: Surroundings,
  look: (surroundings: Surroundings) => Promise<T>,
) {
  const scratch = await mkdtemp(join(tmpdir(), "infra-version-"));
  try {
    return await look({
      // An engine that was downloaded before still counts.
      env: {
        ...env,
        PATH: [env.PATH, join(cacheDir, "terraform", PINNED_VERSION)].filter(Boolean).join(delimiter),
      },
      cacheDir: scratch,
      download: () => Promise.reject(new Error(`not tried, as ${cacheDir} cannot be written`)),
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The versions that a bug report needs. */
export default async function version({ io, project, screen, options }: Invocation): Promise<undefined> {
  const { version: own } = JSON.parse(await readFile(join(project.root, "package.json"), "utf8"));
  const surroundings = { env: io.env, cacheDir: project.cacheDir };
  const found = await engineVersions(surroundings).catch((error: NodeJS.ErrnoException) => {
    if (!["EACCES", "EPERM", "EROFS"].includes(error.code ?? "")) throw error;
    return withoutCache(surroundings, engineVersions);
  });
  const versions = {
    infra: own as string,
    node: process.versions.node,
    ...found,
    platform: `${process.platform} ${process.arch}`,
  };
  if (options.json) printJson(io, versions);
  else screen.say(...Object.entries(versions).map(([name, value]) => `${name.padEnd(9)} ${value}`));
  return undefined;
}
