import { mkdir, readFile, realpath, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { writeFileAtomically } from "./atomic-file.ts";
import { downloadEngine, PINNED_VERSION } from "./engine-download.ts";
import { engineEnvironment } from "./environment.ts";
import { EngineNotFound, type EngineSearch } from "./errors.ts";
import { atLeast } from "./version.ts";

export type EngineProduct = "terraform" | "tofu";

/** A program that plans and applies. */
export interface Engine {
  readonly product: EngineProduct;
  /** Such as `1.11.4`. */
  readonly version: string;
  /** Absolute path of the executable. */
  readonly path: string;
  readonly source: "INFRA_TERRAFORM" | "PATH" | "download";
}

export interface FindEngineOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The project's cache folder; a download goes to `terraform/` in it. */
  readonly cacheDir: string;
  /** Told before something slow, such as a download. */
  readonly onProgress?: (message: string) => void;
  /** @default downloadEngine */
  readonly download?: typeof downloadEngine;
}

/** The oldest releases that have what we use: S3 native locking without a warning, and `-json` everywhere. */
const OLDEST: Readonly<Record<EngineProduct, string>> = { terraform: "1.11.0", tofu: "1.10.0" };

/** No engine is this small, in bytes. */
const SHIM_BYTES = 1_000_000;

/** How long `version -json` may take, in milliseconds: a wrapper that waits for an answer is no engine. */
const VERSION_TIMEOUT_MS = 20_000;

/**
 * Finds Terraform or OpenTofu: the one that `INFRA_TERRAFORM` names, else the first new enough one on PATH, else an earlier download,
 * else a download now.
 * @throws EngineNotFound
 */
export async function findEngine(options: FindEngineOptions): Promise<Engine> {
  const { env, cacheDir, onProgress, download = downloadEngine } = options;
  const searched: EngineSearch[] = [];
  const versions = new VersionCache(join(cacheDir, "terraform", "versions.json"), env);

  const named = env.INFRA_TERRAFORM;
  if (named) {
    const engine = await tryEngine(await resolveNamed(named, env), "INFRA_TERRAFORM", versions, searched);
    if (engine) return engine;
    throw new EngineNotFound(searched, [`Correct INFRA_TERRAFORM, or unset it to look on PATH. ${WANTED}`]);
  }
  for (const program of ["terraform", "tofu"]) {
    const candidates = await onPath(program, env);
    if (candidates.length === 0) searched.push({ what: program, where: "on PATH", outcome: "not there" });
    for (const path of candidates) {
      const engine = await tryEngine(path, "PATH", versions, searched);
      if (engine) return engine;
    }
  }
  return downloaded(join(cacheDir, "terraform"), { download, onProgress, searched, versions });
}

const WANTED = `Terraform ${short(OLDEST.terraform)} or newer, or OpenTofu ${short(OLDEST.tofu)} or newer, is needed.`;

interface DownloadAttempt {
  readonly download: typeof downloadEngine;
  readonly onProgress: FindEngineOptions["onProgress"];
  readonly searched: EngineSearch[];
  readonly versions: VersionCache;
}

async function downloaded(folder: string, attempt: DownloadAttempt): Promise<Engine> {
  const { download, onProgress, searched, versions } = attempt;
  const where = join(folder, PINNED_VERSION, executable("terraform"));
  if (await isFile(where)) {
    const engine = await tryEngine(where, "download", versions, searched);
    if (engine) return engine;
  }
  onProgress?.(`Neither terraform nor tofu is on PATH: downloading Terraform ${PINNED_VERSION}`);
  try {
    await download({ version: PINNED_VERSION, path: where });
  } catch (error) {
    const outcome = error instanceof Error ? error.message : String(error);
    searched.push({
      what: `Terraform ${PINNED_VERSION}`,
      where: "download from releases.hashicorp.com",
      outcome,
    });
    throw new EngineNotFound(searched, remedies(where));
  }
  const engine = await tryEngine(where, "download", versions, searched);
  if (engine) return engine;
  throw new EngineNotFound(searched, remedies(where));
}

function remedies(where: string): string[] {
  return [
    `Install one so that it is on PATH. ${WANTED}`,
    "  macOS: brew install terraform   Windows: winget install Hashicorp.Terraform",
    "  others: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install",
    "Set INFRA_TERRAFORM to the path of an executable that is elsewhere.",
    `Put the executable of Terraform ${PINNED_VERSION} at ${where}.`,
    "Behind a proxy, set HTTPS_PROXY and try again.",
  ];
}

async function tryEngine(
  path: string,
  source: Engine["source"],
  versions: VersionCache,
  searched: EngineSearch[],
): Promise<Engine | undefined> {
  const where = source === "INFRA_TERRAFORM" ? `${path} (INFRA_TERRAFORM)` : path;
  const result = await versions.of(path);
  if ("reason" in result) {
    searched.push({ what: "an engine", where, outcome: result.reason });
    return undefined;
  }
  const { product, version } = result;
  if (atLeast(version, OLDEST[product])) return { product, version, path, source };
  searched.push({ what: `${product} ${version}`, where, outcome: `older than ${short(OLDEST[product])}` });
  return undefined;
}

type Identified = { readonly product: EngineProduct; readonly version: string };

/** Remembers what each executable is, since asking costs a process start. A changed or replaced file is asked again. */
class VersionCache {
  readonly #file: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(file: string, env: NodeJS.ProcessEnv) {
    this.#file = file;
    this.#env = env;
  }

  async of(path: string): Promise<Identified | { readonly reason: string }> {
    const file = await fileIdentity(path);
    if (file === undefined) return { reason: "not there" };
    // Version managers put a small script in front of several versions and choose anew on every run.
    if (file.isShim) return identify(path, this.#env);
    const known = await this.#read();
    const remembered = known[file.key];
    if (remembered) return remembered;
    const identified = await identify(path, this.#env);
    if ("version" in identified) await this.#remember({ ...known, [file.key]: identified });
    return identified;
  }

  async #read(): Promise<Record<string, Identified>> {
    try {
      return JSON.parse(await readFile(this.#file, "utf8"));
    } catch {
      // Absent or damaged: it is a cache.
      return {};
    }
  }

  async #remember(known: Record<string, Identified>): Promise<void> {
    await mkdir(join(this.#file, ".."), { recursive: true });
    await writeFileAtomically(this.#file, `${JSON.stringify(known, null, 2)}\n`);
  }
}

async function identify(path: string, env: NodeJS.ProcessEnv): Promise<Identified | { reason: string }> {
  const options = {
    env: engineEnvironment(env),
    extendEnv: false,
    reject: false,
    timeout: VERSION_TIMEOUT_MS,
  } as const;
  const { stdout, stderr, failed, shortMessage } = await execa(path, ["version", "-json"], {
    ...options,
    stdin: "ignore",
  });
  if (failed) return { reason: stderr.trim().split("\n")[0] || shortMessage || "it does not run" };
  try {
    const answer: Record<string, unknown> = JSON.parse(stdout);
    const version = answer.terraform_version;
    if (typeof version !== "string") return { reason: "`version -json` names no version" };
    // OpenTofu keeps the name terraform_version, and never says whether a newer release exists; Terraform always does.
    return { product: "terraform_outdated" in answer ? "terraform" : "tofu", version };
  } catch {
    return { reason: "`version -json` prints no JSON" };
  }
}

async function fileIdentity(path: string): Promise<{ key: string; isShim: boolean } | undefined> {
  try {
    const real = await realpath(path);
    const { mtimeMs, size } = await stat(real);
    return { key: `${real} ${mtimeMs} ${size}`, isShim: size < SHIM_BYTES };
  } catch {
    return undefined;
  }
}

async function resolveNamed(named: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (/[\\/]/.test(named)) return named;
  return (await onPath(named, env))[0] ?? named;
}

async function onPath(program: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter(Boolean);
  const paths = [...new Set(folders)].map((folder) => join(folder, executable(program)));
  const there = await Promise.all(paths.map(isFile));
  return paths.filter((_, index) => there[index]);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function executable(program: string): string {
  return process.platform === "win32" ? `${program}.exe` : program;
}

function short(version: string): string {
  return version.replace(/\.0$/, "");
}
