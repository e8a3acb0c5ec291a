import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..", "..");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The CLI as a user runs it, with a cache folder of its own. */
export class Infra {
  readonly cacheDir: string;
  /** Further variables. The CI that runs the tests stays outside: in CI nothing is applied without a plan. */
  readonly env: NodeJS.ProcessEnv = { CI: undefined };

  constructor() {
    mkdirSync(join(root, ".cache"), { recursive: true });
    this.cacheDir = mkdtempSync(join(root, ".cache", "end-to-end-"));
  }

  run(...args: string[]): Promise<Finished> {
    const child = spawn(process.execPath, [join(root, "bin", "infra.mjs"), ...args], {
      env: {
        ...process.env,
        INFRA_CACHE_DIR: this.cacheDir,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        ...this.env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    return new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })));
  }

  /** A command with `--json`, its answer parsed. @throws Error with everything it printed when it fails. */
  async json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run(...args, "--json");
    if (code !== 0) throw new Error(`infra ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    return JSON.parse(stdout) as T;
  }

  async remove(): Promise<void> {
    await this.run("local", "stop");
    rmSync(this.cacheDir, { recursive: true, force: true });
  }
}
