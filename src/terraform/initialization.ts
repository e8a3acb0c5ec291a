import { createHash } from "node:crypto";
import { copyFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import type { Engine } from "./engine.ts";
import { EngineFailed } from "./errors.ts";
import { InitMarker, type InitRecord } from "./init-marker.ts";
import { readIfThere } from "./lock-file.ts";
import type { LockFile } from "./workspace-options.ts";

interface InitializationOptions {
  readonly engine: Engine;
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly lockFile?: LockFile;
}

type RunInit = (args: readonly string[], onStart: (pid: number) => Promise<void>) => Promise<unknown>;

/** Keeps a working directory initialized, with as few runs of `init` as possible. */
export class Initialization {
  readonly #options: InitializationOptions;
  readonly #marker: InitMarker;
  /** The engine's lock file, in the working directory. */
  readonly #lock: string;

  constructor(options: InitializationOptions) {
    this.#options = options;
    this.#marker = new InitMarker(options.directory);
    this.#lock = join(options.directory, ".terraform.lock.hcl");
  }

  async ensure(upgrade: boolean, run: RunInit): Promise<{ skipped: boolean }> {
    if (!upgrade && (await this.#isCurrent())) return { skipped: true };
    const inherited = await this.#marker.begin();
    // Another process may have done the work while we waited for it.
    if (!upgrade && inherited && (await this.#matches(inherited))) {
      await this.#marker.end(inherited);
      return { skipped: true };
    }
    await this.#init(upgrade, run);
    return { skipped: false };
  }

  async #init(upgrade: boolean, run: RunInit): Promise<void> {
    const { lockFile } = this.#options;
    if (lockFile && (await readIfThere(lockFile.path)) !== undefined)
      await copyFile(lockFile.path, this.#lock);
    // The configuration is generated and the state never local, so a changed backend means another state, not a migration.
    const args = [
      "init",
      "-json",
      "-no-color",
      "-input=false",
      "-reconfigure",
      ...(upgrade ? ["-upgrade"] : []),
    ];
    try {
      await run(args, (pid) => this.#marker.runs(pid));
    } catch (error) {
      const failedByItself = error instanceof EngineFailed && !error.interrupted && !error.signal;
      await (failedByItself ? this.#marker.end() : this.#marker.abandon());
      throw error;
    }
    let record: InitRecord | undefined;
    try {
      await this.#writeBack();
      record = await this.#newRecord();
    } finally {
      await this.#marker.end(record);
    }
  }

  async #writeBack(): Promise<void> {
    const { lockFile } = this.#options;
    if (!lockFile?.writeBack) return;
    const selected = await readIfThere(this.#lock);
    if (selected !== undefined && selected !== (await readIfThere(lockFile.path)))
      await writeFileAtomically(lockFile.path, selected);
  }

  async #newRecord(): Promise<InitRecord> {
    const lock = sha256((await readIfThere(this.#lock)) ?? "");
    return { digest: await this.#digest(), lock, providers: await this.#providerFolders() };
  }

  async #isCurrent(): Promise<boolean> {
    const record = await this.#marker.finished();
    return record !== undefined && (await this.#matches(record));
  }

  async #matches(record: InitRecord): Promise<boolean> {
    const lock = sha256((await readIfThere(this.#lock)) ?? "");
    if (record.lock !== lock || record.digest !== (await this.#digest())) return false;
    return (await Promise.all(record.providers.map(isThere))).every(Boolean);
  }

  /** Of everything that init depends on: backend, providers and modules of the configuration, the user's lock file, where plugins come from, the engine. */
  async #digest(): Promise<string> {
    const { engine, directory, env, lockFile } = this.#options;
    const configuration = JSON.parse((await readIfThere(join(directory, "cdk.tf.json"))) ?? "{}");
    const userLock = lockFile && (await readIfThere(lockFile.path));
    const cliConfiguration = env.TF_CLI_CONFIG_FILE && (await readIfThere(env.TF_CLI_CONFIG_FILE));
    const parts = {
      engine: [engine.product, engine.version, engine.path],
      terraform: configuration.terraform,
      modules: configuration.module,
      userLock,
      cliConfiguration,
      pluginCache: env.TF_PLUGIN_CACHE_DIR,
      initArguments: [env.TF_CLI_ARGS, env.TF_CLI_ARGS_init],
    };
    return sha256(JSON.stringify(parts));
  }

  async #providerFolders(): Promise<string[]> {
    const root = join(this.#options.directory, ".terraform", "providers");
    const depth = 5; // host / namespace / type / version / platform
    let folders = [root];
    for (let level = 0; level < depth; level += 1) {
      const next = await Promise.all(
        folders.map(async (folder) =>
          (await readdir(folder).catch(() => [])).map((name) => join(folder, name)),
        ),
      );
      folders = next.flat();
    }
    return folders;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
