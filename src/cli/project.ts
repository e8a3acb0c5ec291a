import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export type Target = "aws" | "local";

/** Where things are: the sources of this project and the cache that belongs to it. */
export interface Project {
  readonly root: string;
  readonly cacheDir: string;
  /** State of the embedded AWS between commands. */
  readonly localAwsDir: string;
  /** The embedded AWS as a program of its own. */
  readonly localAwsBundle: string;
  workingDir(target: Target, environment: string): string;
  environmentDir(environment: string): string;
}

/** Finds the project around this file, in the bundle (`dist/`) as in the sources (`src/cli/`). */
export function findProject(env: NodeJS.ProcessEnv): Project {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, "package.json")) && dirname(root) !== root) root = dirname(root);
  const cacheDir = resolve(env.INFRA_CACHE_DIR || join(root, ".cache"));
  return {
    root,
    cacheDir,
    localAwsDir: join(cacheDir, "local-aws"),
    localAwsBundle: join(root, "dist", "local-aws.mjs"),
    workingDir: (target, environment) => join(cacheDir, "work", target, environment),
    environmentDir: (environment) => join(root, "infra", "envs", environment),
  };
}
