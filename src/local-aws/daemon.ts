import { spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Behaviour, behaviourArguments } from "./behaviour-arguments.ts";
import type { CallCounts } from "./call-tally.ts";
import { isAlive, type ServerRecord } from "./claim.ts";
import type { FaultReport } from "./faults/injector.ts";
import type { FaultProblem } from "./faults/problem.ts";
import type { StateLock } from "./services/s3/state-locks.ts";
import type { PlacedItem } from "./store.ts";

/** A running embedded AWS. */
export interface LocalAwsServer {
  readonly endpoint: string;
  readonly pid: number;
  readonly stateDir: string;
}

export interface ConnectOptions {
  /** Folder of the server's state: one server at most owns it. */
  readonly stateDir: string;
  /** Path of `dist/local-aws.mjs`. */
  readonly bundle: string;
  /** The server ends itself after so many seconds without a request; 0 never. @default 0 */
  readonly idleExitSeconds?: number;
  /** @default a free one */
  readonly port?: number;
  /** What kind of AWS it is; a server that runs already stays as it is. @default a fast one without faults */
  readonly behaviour?: Behaviour;
}

/** A text of faults was not understood: `message` says everything that is wrong with it, `problems` each thing in parts where it has parts. */
export class FaultsRefused extends Error {
  override readonly name = "FaultsRefused";
  readonly problems: readonly FaultProblem[];

  constructor(message?: string, problems: readonly FaultProblem[] = []) {
    super(message);
    this.problems = problems;
  }
}

/** The embedded AWS did not come up: `message` says why, in the server's own words. */
export class LocalAwsNotStarted extends Error {
  override readonly name = "LocalAwsNotStarted";
}

/**
 * The server that owns the folder, started if there is none. Two callers at once get the same one: the folder's claim
 * decides, and who loses waits for the winner.
 * @throws LocalAwsNotStarted when the server does not come up within ten seconds, with what it said
 */
export async function connectLocalAws({
  stateDir,
  bundle,
  idleExitSeconds = 0,
  port = 0,
  behaviour = {},
}: ConnectOptions): Promise<LocalAwsServer> {
  const running = await findLocalAws(stateDir);
  if (running) return running;
  mkdirSync(stateDir, { recursive: true });
  const log = join(stateDir, "server.log");
  const output = openSync(log, "a");
  const before = fstatSync(output).size;
  const args = [
    bundle,
    "--state-dir",
    stateDir,
    "--port",
    String(port),
    "--idle-exit",
    String(idleExitSeconds),
    ...behaviourArguments(behaviour),
  ];
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  child.unref();
  const deadline = Date.now() + 10_000;
  let exited: number | null | undefined;
  child.once("exit", (code) => {
    exited = code;
  });
  while (Date.now() < deadline) {
    const server = await findLocalAws(stateDir);
    if (server) {
      // Somebody else's was quicker: ours must not claim the folder when that one is long gone.
      if (server.pid !== child.pid) child.kill("SIGKILL");
      return server;
    }
    // Exit code 3: another process claimed the folder first, and will announce itself.
    if (exited !== undefined && exited !== 3) break;
    await sleep(10);
  }
  throw new LocalAwsNotStarted(`The embedded AWS did not start. ${said(log, before)}`);
}

/** The living server that owns the folder, if there is one. */
export async function findLocalAws(stateDir: string): Promise<LocalAwsServer | undefined> {
  const record = readRecord(stateDir);
  if (!record || !isAlive(record.pid)) return undefined;
  try {
    const response = await fetch(`${record.endpoint}/_local/health`, { signal: AbortSignal.timeout(2000) });
    const health = (await response.json()) as { pid?: number };
    return health.pid === record.pid ? { ...record, stateDir } : undefined;
  } catch {
    return undefined;
  }
}

/** Lets a server run on when nobody asks it anything. */
export async function keepLocalAws({ endpoint }: { endpoint: string }): Promise<void> {
  await fetch(`${endpoint}/_local/stay`, { method: "POST" });
}

/** Stops the folder's server after it saved its state. False when none runs. */
export async function stopLocalAws(stateDir: string): Promise<boolean> {
  const server = await findLocalAws(stateDir);
  if (!server) return false;
  await fetch(`${server.endpoint}/_local/stop`, { method: "POST" }).catch(() => undefined);
  const deadline = Date.now() + 5000;
  while (isAlive(server.pid)) {
    if (Date.now() > deadline) process.kill(server.pid, "SIGKILL");
    await sleep(10);
  }
  return true;
}

/** Stops the folder's server and forgets everything that it held. */
export async function resetLocalAws(stateDir: string): Promise<void> {
  await stopLocalAws(stateDir);
  for (const file of ["state.bin", "state.bin.new", "server.json", "owner.pid", "server.log"])
    rmSync(join(stateDir, file), { force: true });
}

/** What exists in the embedded AWS, over all accounts and regions. */
export async function inventory(endpoint: string): Promise<PlacedItem[]> {
  return (await (await fetch(`${endpoint}/_local/inventory`)).json()) as PlacedItem[];
}

/** Which Terraform runs hold a lock on their state: they would lose the endpoint under their feet. */
export async function heldLocks(endpoint: string): Promise<StateLock[]> {
  return (await (await fetch(`${endpoint}/_local/locks`)).json()) as StateLock[];
}

/** What the faults' rules are, and what they did so far. */
export async function faultReport(endpoint: string): Promise<FaultReport> {
  return (await (await fetch(`${endpoint}/_local/faults`)).json()) as FaultReport;
}

/** Changes the faults of a running server; an empty text is a good day. @throws FaultsRefused */
export async function setFaults(endpoint: string, rules: string): Promise<FaultReport> {
  const response = await fetch(`${endpoint}/_local/faults`, { method: "PUT", body: rules });
  const answer = (await response.json()) as FaultReport & { message?: string; problems?: FaultProblem[] };
  if (!response.ok) throw new FaultsRefused(answer.message, answer.problems);
  return answer;
}

/** How often which operation was called since the server started. */
export async function calls(endpoint: string): Promise<CallCounts> {
  return (await (await fetch(`${endpoint}/_local/calls`)).json()) as CallCounts;
}

/**
 * The environment that points Terraform, the SDKs and the AWS CLI to the embedded AWS as an account's administrator.
 * Real credentials of the caller's do not travel along.
 */
export function localAwsEnvironment(
  { endpoint }: { endpoint: string },
  account: string,
  region: string,
  base: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !/^AWS_/.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    NO_PROXY: [base.NO_PROXY ?? base.no_proxy, "127.0.0.1"].filter(Boolean).join(","),
  };
}

function readRecord(stateDir: string): ServerRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(stateDir, "server.json"), "utf8")) as ServerRecord;
  } catch {
    return undefined;
  }
}

/** What was written to a log since it had that size. */
function said(log: string, since: number): string {
  return readFileSync(log).subarray(since).toString("utf8").trim() || `It said nothing; see ${log}`;
}
