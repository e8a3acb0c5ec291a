import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import type { Engine, EngineProduct } from "./engine.ts";
import { withoutMissingConfig } from "./environment.ts";
import { lockedVersions } from "./lock-file.ts";
import { DEFAULT_REGISTRY, formatAddress } from "./provider-address.ts";
import { type HeldProvider, providersIn } from "./provider-mirror-contents.ts";

export interface PluginOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly engine: Pick<Engine, "product">;
  /** The project's cache folder; our configuration is `terraform.rc` in it. */
  readonly cacheDir: string;
  /** The environment's lock file. A mirror is passed over for a provider whose locked version it does not hold. */
  readonly lockFile?: string;
  /** @default the user's */
  readonly home?: string;
  /** Folders whose subfolders may be mirrors. @default the usual roots for optional software */
  readonly softwareRoots?: readonly string[];
}

/** A folder that holds providers, and which of them are to be taken from it. */
export interface PluginMirror {
  readonly folder: string;
  readonly foundBy: "TF_PLUGIN_MIRROR" | "implied" | "software root";
  readonly providers: readonly HeldProvider[];
}

export interface PluginSources {
  /** The CLI configuration for every run of the engine; undefined when its own defaults do. */
  readonly cliConfigFile?: string;
  /** The mirrors that `cliConfigFile` names; empty when the user's own configuration decides. */
  readonly mirrors: readonly PluginMirror[];
  /** The environment with `TF_CLI_CONFIG_FILE` set, or taken away when it names a file that does not exist. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Decides where providers come from. The user's own CLI configuration wins when it says so itself (`provider_installation`); else mirrors are found by convention
 * and written, with whatever else the user configured, to a configuration of our own. Providers that no mirror holds come from their registry.
 */
export async function configurePlugins(options: PluginOptions): Promise<PluginSources> {
  const { cacheDir, engine } = options;
  const env = withoutMissingConfig(options.env);
  const own = await userConfig(env, engine.product, options.home ?? homedir());
  if (own?.choosesSources && !env.TF_PLUGIN_MIRROR)
    return { cliConfigFile: own.file, mirrors: [], env: pointed(env, own.file) };

  const mirrors = await findMirrors({ ...options, env });
  // What the engine finds by itself needs no configuration of ours.
  if (mirrors.every(({ foundBy }) => foundBy === "implied"))
    return { cliConfigFile: own?.file, mirrors, env: pointed(env, own?.file) };

  const file = join(cacheDir, "terraform.rc");
  const base = own && !own.choosesSources ? own.text : "";
  await mkdir(cacheDir, { recursive: true });
  await writeWhenChanged(file, cliConfiguration(mirrors, base));
  return { cliConfigFile: file, mirrors, env: pointed(env, file) };
}

/** Mirrors in the order in which they are asked: the one that the user named, the engine's own, then those under the software roots. */
export async function findMirrors(options: Omit<PluginOptions, "cacheDir">): Promise<PluginMirror[]> {
  const { env, engine, lockFile, home = homedir(), softwareRoots = usualRoots(home, env) } = options;
  const registry = DEFAULT_REGISTRY[engine.product];
  const named = (env.TF_PLUGIN_MIRROR ?? "").split(delimiter).filter(Boolean);
  const candidates: { folder: string; foundBy: PluginMirror["foundBy"] }[] = [
    ...named.map((folder) => ({ folder, foundBy: "TF_PLUGIN_MIRROR" as const })),
    ...impliedFolders(home, env, engine.product).map((folder) => ({ folder, foundBy: "implied" as const })),
    ...(await mirrorsUnder(softwareRoots, registry)).map((folder) => ({
      folder,
      foundBy: "software root" as const,
    })),
  ];
  const locked = await lockedVersions(lockFile);
  const mirrors = await Promise.all(
    candidates.map(async ({ folder, foundBy }) => {
      const held = await providersIn(folder);
      return { folder, foundBy, providers: held.filter((provider) => isUsable(provider, locked)) };
    }),
  );
  const seen = new Set<string>();
  return mirrors.filter(
    ({ folder, providers }) => providers.length > 0 && !seen.has(folder) && seen.add(folder),
  );
}

function isUsable({ address, versions }: HeldProvider, locked: ReadonlyMap<string, string>): boolean {
  const wanted = locked.get(formatAddress(address));
  return wanted === undefined || versions.includes(wanted);
}

/** Where packages that are not part of the system are put by custom, on each system. */
function usualRoots(home: string, env: NodeJS.ProcessEnv): string[] {
  if (process.platform === "win32")
    return [env.ProgramData, env.ProgramFiles, env.LOCALAPPDATA].filter((root) => root !== undefined);
  const own = [join(home, ".local", "share"), join(home, ".local", "lib")];
  const shared = [
    "/opt",
    "/usr/local",
    "/usr/local/share",
    "/usr/local/lib",
    "/usr/share",
    "/usr/lib",
    "/srv",
    "/var/lib",
  ];
  return process.platform === "darwin"
    ? [...shared, "/opt/homebrew", "/opt/homebrew/share", ...own]
    : [...shared, ...own];
}

async function mirrorsUnder(roots: readonly string[], registry: string): Promise<string[]> {
  const folders = await Promise.all(
    roots.map(async (root) => (await names(root)).map((name) => join(root, name))),
  );
  const candidates = folders.flat();
  const isMirror = await Promise.all(candidates.map((folder) => isFolder(join(folder, registry))));
  return candidates.filter((_, index) => isMirror[index]);
}

/** The engine's implied local mirror directories: https://developer.hashicorp.com/terraform/cli/config/config-file, "Implied Local Mirror Directories". */
function impliedFolders(home: string, env: NodeJS.ProcessEnv, product: EngineProduct): string[] {
  const app = product === "tofu" ? "opentofu" : "terraform";
  if (process.platform === "win32") {
    const roaming = env.APPDATA ?? join(home, "AppData", "Roaming");
    return [join(roaming, "terraform.d", "plugins"), join(roaming, "HashiCorp", "Terraform", "plugins")];
  }
  const dot = join(home, ".terraform.d", "plugins");
  if (process.platform === "darwin") {
    const support = join("Library", "Application Support", "io.terraform", "plugins");
    return [dot, join(home, support), join("/", support)];
  }
  const dataHome = env.XDG_DATA_HOME || join(home, ".local", "share");
  const dataDirs = (env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":").filter(Boolean);
  return [
    dot,
    ...[dataHome, ...dataDirs].flatMap((folder) =>
      [app, "terraform"].map((name) => join(folder, name, "plugins")),
    ),
  ];
}

interface UserConfig {
  readonly file: string;
  readonly text: string;
  /** Whether it says where providers come from. */
  readonly choosesSources: boolean;
}

async function userConfig(
  env: NodeJS.ProcessEnv,
  product: EngineProduct,
  home: string,
): Promise<UserConfig | undefined> {
  for (const file of userConfigFiles(env, product, home)) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    return { file, text, choosesSources: /^\s*provider_installation\b/m.test(text) };
  }
  return undefined;
}

function userConfigFiles(env: NodeJS.ProcessEnv, product: EngineProduct, home: string): string[] {
  if (env.TF_CLI_CONFIG_FILE) return [env.TF_CLI_CONFIG_FILE];
  const tofu = product === "tofu";
  if (process.platform === "win32") {
    const roaming = env.APPDATA ?? join(home, "AppData", "Roaming");
    return [...(tofu ? ["tofu.rc"] : []), "terraform.rc"].map((name) => join(roaming, name));
  }
  const xdg = join(env.XDG_CONFIG_HOME || join(home, ".config"), "opentofu", "tofurc");
  return [...(tofu ? [join(home, ".tofurc"), xdg] : []), join(home, ".terraformrc")];
}

function pointed(env: NodeJS.ProcessEnv, file: string | undefined): NodeJS.ProcessEnv {
  return file === undefined ? env : { ...env, TF_CLI_CONFIG_FILE: file };
}

function cliConfiguration(mirrors: readonly PluginMirror[], base: string): string {
  const addresses = (providers: readonly HeldProvider[]) =>
    JSON.stringify(providers.map(({ address }) => formatAddress(address)));
  const blocks = mirrors.map(
    ({ folder, providers }) =>
      `  filesystem_mirror {\n    path    = ${JSON.stringify(folder)}\n    include = ${addresses(providers)}\n  }\n`,
  );
  const mirrored = [
    ...new Map(
      mirrors.flatMap(({ providers }) => providers).map((held) => [formatAddress(held.address), held]),
    ).values(),
  ];
  const direct = `  direct {\n    exclude = ${addresses(mirrored)}\n  }\n`;
  const head =
    "# Written anew by infra whenever it looks for plugin mirrors; edit your own CLI configuration instead.\n";
  return `${head}${base && `${base.trimEnd()}\n`}provider_installation {\n${blocks.join("")}${direct}}\n`;
}

async function writeWhenChanged(file: string, content: string): Promise<void> {
  const before = await readFile(file, "utf8").catch(() => undefined);
  // Readable by its owner only, since the user's part may hold credentials.
  if (before !== content) await writeFileAtomically(file, content, 0o600);
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
