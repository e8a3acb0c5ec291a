import { type ChildProcess, spawn } from "node:child_process";
import type { Engine } from "./engine.ts";
import { printable } from "./printable.ts";
import { DEFAULT_REGISTRY } from "./provider-address.ts";

export interface StartProviderOptions {
  /** Path of the provider's executable; see `Workspace.providerBinary`. */
  readonly binary: string;
  readonly engine: Pick<Engine, "product">;
  /** The environment that the provider would have under the engine: credentials, endpoints. */
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take to answer, in milliseconds. @default 30000 */
  readonly timeoutMs?: number;
}

/** A provider that runs beside the engine and serves one run after the other. */
export interface ProviderProcess {
  /** Value of `TF_REATTACH_PROVIDERS` for each run of the engine. */
  readonly reattach: string;
  readonly pid: number;
  /** Ends the provider; safe to call twice. */
  stop(): Promise<void>;
}

/** What a provider in debug mode prints about itself, by address. */
type ReattachConfig = Readonly<Record<string, { readonly Pid: number }>>;

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 3_000;
const KEPT_OUTPUT = 4_000;

/**
 * The provider's guardian. Its standard input is a pipe that we hold: when we end, however we end, the pipe closes, `read` returns and the provider is killed.
 * Both are in a session of their own, so that Ctrl-C in a terminal leaves the provider to the engine, which still needs it to finish.
 */
const GUARDIAN = `
"$@" </dev/null &
provider=$!
exec >/dev/null 2>&1
read -r _
kill "$provider"
sleep 2 && kill -9 "$provider" &
wait "$provider"
kill $!
`;

/**
 * Starts a provider in debug mode, where it serves many runs of the engine, saving its start and schema each time. The engine then checks neither version
 * nor checksum of it, so this is for rehearsals on the embedded AWS only.
 * @throws Error with the provider's output when it does not come up
 */
export async function startProvider(options: StartProviderOptions): Promise<ProviderProcess> {
  const { binary, engine, timeoutMs = START_TIMEOUT_MS } = options;
  // The AWS provider keeps its HTTP client, and refuses to add a certificate authority to it when it is configured a second time.
  const { AWS_CA_BUNDLE: _authority, ...env } = options.env;
  const child = guarded(binary, env);
  const stop = () => end(child);
  try {
    const config = await reattachConfig(child, timeoutMs);
    const pid = Object.values(config)[0]?.Pid;
    if (pid === undefined) throw new Error("it names no provider");
    return { reattach: JSON.stringify(forEngine(config, engine)), pid, stop };
  } catch (error) {
    await stop();
    throw new Error(
      `The provider ${binary} did not start: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}

function guarded(binary: string, env: NodeJS.ProcessEnv): ChildProcess {
  const stdio = "pipe" as const;
  // Windows has neither sh nor signals; there the provider is killed in `stop` alone.
  if (process.platform === "win32") return spawn(binary, ["-debug"], { env, stdio });
  return spawn("/bin/sh", ["-c", GUARDIAN, "provider", binary, "-debug"], { env, stdio, detached: true });
}

function reattachConfig(child: ChildProcess, timeoutMs: number): Promise<ReattachConfig> {
  return new Promise((resolve, reject) => {
    let [output, errors] = ["", ""];
    const late = setTimeout(
      () => reject(new Error(`no answer within ${timeoutMs / 1000} seconds\n${tail(errors)}`)),
      timeoutMs,
    );
    const settle = () => clearTimeout(late);
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      const config = /TF_REATTACH_PROVIDERS='([^']+)'/.exec(output)?.[1];
      if (!config) return;
      settle();
      // From here on it is only read so that it never waits for us.
      output = "";
      resolve(JSON.parse(config));
    });
    child.stdout?.once("end", () => {
      settle();
      reject(new Error(`it ended at once\n${tail(output + errors)}`));
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      errors = (errors + chunk).slice(-KEPT_OUTPUT);
    });
  });
}

/** The provider names itself by Terraform's registry; OpenTofu looks under its own. */
function forEngine(config: ReattachConfig, { product }: Pick<Engine, "product">): ReattachConfig {
  const [from, to] = [DEFAULT_REGISTRY.terraform, DEFAULT_REGISTRY[product]];
  return Object.fromEntries(
    Object.entries(config).map(([address, value]) => [address.replace(from, to), value]),
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.stdin?.on("error", () => undefined).end();
  if (process.platform === "win32") child.kill();
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(late);
}

function tail(output: string): string {
  return printable(output).trim();
}
