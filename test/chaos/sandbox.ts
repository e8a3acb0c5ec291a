import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { stateBackend } from "../../infra/state-backend.ts";
import type { Behaviour } from "../../src/local-aws/behaviour-arguments.ts";
import { setTime } from "../../src/local-aws/control-client.ts";
import {
  connectLocalAws,
  findLocalAws,
  inventory,
  type LocalAwsServer,
  setFaults,
  stopLocalAws,
} from "../../src/local-aws/daemon.ts";
import { type AwsPlace, clientOptions } from "../../src/operate/access.ts";
import { StateStore } from "../../src/operate/state-store.ts";
import { randomFrom } from "./random.ts";
import { type Finished, noneWorksIn, Running } from "./running.ts";

/** The account and region of the embedded AWS: those of the settings' local target. */
const ACCOUNT = "123456789012";
const REGION = "ap-southeast-1";
/** A Terraform without its tool ends within this time, in milliseconds. */
const QUIET_MS = 180_000;
export const root = projectRoot();

/** A cache folder of its own, with its own embedded AWS: nothing that happens in one is seen in another. */
export class Sandbox {
  readonly cacheDir: string;
  readonly seed: number;
  /** From 0 to 1, the same for the same seed. */
  readonly random: () => number;
  readonly #said: string[] = [];
  #env: NodeJS.ProcessEnv = {};

  constructor(cacheDir: string, seed: number) {
    mkdirSync(cacheDir, { recursive: true });
    this.cacheDir = cacheDir;
    this.seed = seed;
    this.random = randomFrom(seed);
  }

  get stateDir(): string {
    return join(this.cacheDir, "local-aws");
  }

  /** Where Terraform works. */
  get directory(): string {
    return join(this.cacheDir, "work", "local", "dev");
  }

  /** Runs the CLI to its end, as a user types it: `run("apply", "dev", "--local", "--yes")`. */
  async run(...args: string[]): Promise<Finished> {
    return this.start(...args).ended;
  }

  /** A command with `--json`, its answer parsed. @throws Error with everything it printed when it fails */
  async json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run(...args, "--json");
    if (code !== 0) throw new Error(`infra ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** Starts the CLI, to be watched and killed. */
  start(...args: string[]): Running {
    const running = new Running(
      { args: [join(root, "bin", "infra.mjs"), ...args], env: this.env },
      join(this.directory, "logs"),
    );
    void running.ended.then(({ code, stdout, stderr }) =>
      this.#said.push(`$ infra ${args.join(" ")}\n${stdout}${stderr}[exit code ${code}]\n`),
    );
    return running;
  }

  /** The environment of the commands; `CI` and the like of whoever runs this stay outside. */
  get env(): NodeJS.ProcessEnv {
    const { CI: _ci, FORCE_COLOR: _color, ...env } = process.env;
    return { ...env, INFRA_CACHE_DIR: this.cacheDir, NO_COLOR: "1", ...this.#env };
  }

  /** Variables for all commands from now on. */
  setEnv(variables: NodeJS.ProcessEnv): void {
    this.#env = { ...this.#env, ...variables };
  }

  /** The server, started if it does not run. */
  server(options: { readonly behaviour?: Behaviour; readonly port?: number } = {}): Promise<LocalAwsServer> {
    const bundle = join(root, "dist", "local-aws.mjs");
    return connectLocalAws({ stateDir: this.stateDir, bundle, idleExitSeconds: 1800, ...options });
  }

  /** Stops the server, which saves what it holds, even under a run. */
  async stopServer(): Promise<void> {
    await stopLocalAws(this.stateDir);
  }

  /** What kind of day it is from now on; an empty text is a good one. */
  async faults(rules: string): Promise<void> {
    await setFaults((await this.server()).endpoint, rules);
  }

  /** How fast AWS's time passes from now on: `off`, `x60`. */
  async awsTime(speed: string): Promise<void> {
    await setTime((await this.server()).endpoint, speed);
  }

  /** For our own functions of `src/operate/`. */
  async place(): Promise<AwsPlace> {
    const { endpoint } = await this.server();
    const credentials = { accessKeyId: ACCOUNT, secretAccessKey: "local" };
    return { account: ACCOUNT, region: REGION, access: { endpoint, credentials } };
  }

  /** For an SDK client: `new KMSClient(await sandbox.client())`. */
  async client() {
    return clientOptions(await this.place());
  }

  async s3<T>(work: (s3: S3Client) => Promise<T>): Promise<T> {
    const s3 = new S3Client({ ...(await this.client()), forcePathStyle: true });
    try {
      return await work(s3);
    } finally {
      s3.destroy();
    }
  }

  /** The objects of dev's state. */
  async store<T>(work: (store: StateStore) => Promise<T>): Promise<T> {
    const store = new StateStore({
      ...(await this.place()),
      ...stateBackend("dev", { account_id: ACCOUNT, region: REGION }),
    });
    try {
      return await work(store);
    } finally {
      store.close();
    }
  }

  async inventory() {
    return inventory((await this.server()).endpoint);
  }

  /** Throws unless it holds: `promise` says what was promised. */
  expect(holds: boolean, promise: string): void {
    if (!holds) throw new Error(`not kept: ${promise}`);
  }

  /** Waits until no Terraform works here any more: one without its tool goes on until it is done or has failed. */
  async quiet(): Promise<void> {
    await noneWorksIn(this.directory, QUIET_MS);
  }

  /** What all commands said, for whoever looks into a failure. */
  writeTranscript(): void {
    writeFileSync(join(this.cacheDir, "transcript.txt"), this.#said.join("\n"));
  }

  /** Stops everything; `keep` leaves the folder for whoever looks into a failure. */
  async close({ keep = false } = {}): Promise<void> {
    if (await findLocalAws(this.stateDir)) await this.stopServer();
    if (keep) this.writeTranscript();
    else rmSync(this.cacheDir, { recursive: true, force: true });
  }
}

/** Of the sources as of a bundle. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
