import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Behaviour } from "../../src/local-aws/behaviour-arguments.ts";
import {
  connectLocalAws,
  type LocalAwsServer,
  localAwsEnvironment,
  stopLocalAws,
} from "../../src/local-aws/daemon.ts";
import type { Diagnostic } from "../../src/terraform/diagnostic.ts";
import { findEngine } from "../../src/terraform/engine.ts";
import { EngineFailed } from "../../src/terraform/errors.ts";
import { configurePlugins } from "../../src/terraform/plugin-mirror.ts";
import { Workspace } from "../../src/terraform/workspace.ts";

const root = resolve(import.meta.dirname, "..", "..");
export const account = "123456789012";
export const region = "ap-southeast-1";

/** What the engine printed of one resource that failed. */
export type Refusal = Pick<Diagnostic, "address" | "summary" | "detail">;

/** Any configuration, applied by the real engine and provider to an embedded AWS of its own. */
export class RehearsedConfiguration {
  readonly #folder: string;
  #server: LocalAwsServer | undefined;
  #workspace: Workspace | undefined;

  constructor() {
    mkdirSync(join(root, ".cache"), { recursive: true });
    this.#folder = mkdtempSync(join(root, ".cache", "end-to-end-"));
  }

  async start(behaviour: Behaviour = {}): Promise<this> {
    this.#server = await connectLocalAws({
      stateDir: join(this.#folder, "aws"),
      bundle: join(root, "dist", "local-aws.mjs"),
      idleExitSeconds: 600,
      behaviour,
    });
    const engine = await findEngine({ env: process.env, cacheDir: join(root, ".cache") });
    const aws = localAwsEnvironment(this.#server, account, region, process.env);
    const { env } = await configurePlugins({ env: aws, cacheDir: this.#folder, engine });
    this.#workspace = new Workspace({ engine, directory: join(this.#folder, "work"), env });
    return this;
  }

  /** What an SDK client needs to reach the same AWS, as any account's administrator. */
  client(accessKeyId = account) {
    const { endpoint } = this.#server as LocalAwsServer;
    return { endpoint, region, credentials: { accessKeyId, secretAccessKey: "local" }, maxAttempts: 1 };
  }

  /** Plans and applies, the state kept in a file; what was refused comes back. */
  async apply(configuration: object, targets: readonly string[] = []): Promise<readonly Refusal[]> {
    const workspace = this.#workspace as Workspace;
    await workspace.write(configuration);
    await workspace.init();
    const { planFile } = await workspace.plan({ extra: targets.map((one) => `-target=${one}`) });
    return refusals(() => workspace.apply({ planFile }));
  }

  async destroy(): Promise<readonly Refusal[]> {
    const workspace = this.#workspace as Workspace;
    const { planFile } = await workspace.plan({ destroy: true });
    return refusals(() => workspace.apply({ planFile }));
  }

  async remove(): Promise<void> {
    await stopLocalAws(join(this.#folder, "aws"));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function refusals(work: () => Promise<unknown>): Promise<readonly Refusal[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof EngineFailed)
      return error.diagnostics.filter(({ severity }) => severity === "error");
    throw error;
  }
}
