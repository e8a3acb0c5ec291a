import { type ChildProcess, spawn } from "node:child_process";
import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import type { Diagnostic } from "./diagnostic.ts";
import type { Engine } from "./engine.ts";
import { engineLogName } from "./engine-log.ts";
import { EngineFailed } from "./errors.ts";
import { EventStream } from "./event-stream.ts";
import type { EngineEvent } from "./events.ts";
import { type InterruptSource, relayInterrupts } from "./interrupts.ts";
import { printable } from "./printable.ts";

/** What every run needs to know. */
export interface RunOptions {
  readonly engine: Engine;
  /** Where the engine runs: the folder of `cdk.tf.json`. */
  readonly directory: string;
  /** The whole environment of the process; see `engineEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  /** The subcommand and its arguments. */
  readonly args: readonly string[];
  /** @default process */
  readonly signals?: InterruptSource;
}

export interface StreamOptions extends RunOptions {
  /** Folder of the log files. */
  readonly logs: string;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Called with the process id once it runs. */
  readonly onStart?: (pid: number) => Promise<void>;
  /** Exit codes that are no failure. @default [0] */
  readonly success?: readonly number[];
}

export interface StreamResult {
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly logFile: string;
}

/** How often the log is read while an engine runs, in milliseconds; its end is noticed at once. */
const POLL_MS = 40;
const KEPT_LOGS = 30;

/**
 * Runs a command that prints a stream of JSON lines (`init`, `plan`, `apply`), and reports them as they come.
 * The engine writes to the log file itself and we read along: when we are killed, it loses no pipe, and ends with its state written.
 * @throws EngineFailed with the engine's diagnostics
 */
export async function streamEngine(options: StreamOptions): Promise<StreamResult> {
  const { args, directory, engine, env, logs, onEvent, onStart, success = [0] } = options;
  const command = args[0] ?? "";
  const logFile = await newLogFile(logs, command);
  const log = await open(logFile, "a+", 0o600);
  const stream = new EventStream(onEvent);
  try {
    const child = spawn(engine.path, args, {
      cwd: directory,
      env,
      stdio: ["ignore", log.fd, log.fd],
      // A group of its own, so that Ctrl-C in a terminal reaches it through us only: of two interrupts the second would make it drop its state.
      detached: process.platform !== "win32",
    });
    const interrupts = relayInterrupts(child, options.signals);
    const end = endOf(child);
    try {
      if (child.pid !== undefined) await onStart?.(child.pid);
      await follow(log, end, stream);
    } catch (error) {
      // Whoever listens broke: the engine must not go on unseen.
      child.kill("SIGINT");
      await end;
      throw error;
    } finally {
      interrupts.dispose();
    }
    const { exitCode, signal, problem } = await end;
    const { diagnostics } = stream;
    if (exitCode !== undefined && success.includes(exitCode)) return { exitCode, diagnostics, logFile };
    const output = [stream.plainOutput, problem].filter(Boolean).join("\n");
    throw new EngineFailed({
      command,
      exitCode,
      signal,
      interrupted: interrupts.count > 0,
      diagnostics,
      output,
      logFile,
    });
  } finally {
    await log.close();
  }
}

interface End {
  readonly exitCode?: number;
  readonly signal?: string;
  /** Why it did not start. */
  readonly problem?: string;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ problem: message }));
    child.once("close", (exitCode, signal) =>
      resolve({ exitCode: exitCode ?? undefined, signal: signal ?? undefined }),
    );
  });
}

export interface CaptureOptions extends RunOptions {
  readonly input?: string;
  readonly success?: readonly number[];
}

/**
 * Runs a command that prints one document (`show`, `output`, `state pull`, `validate`, `fmt`) and returns its standard output.
 * Nothing is written to a log, since these documents hold sensitive values in plain text.
 * @throws EngineFailed whose `output` is what the engine said on standard error
 */
export async function captureEngine(options: CaptureOptions): Promise<{ stdout: string; exitCode: number }> {
  const { args, directory, engine, env, input, success = [0] } = options;
  const child = execa(engine.path, [...args], {
    cwd: directory,
    env,
    extendEnv: false,
    ...(input === undefined ? { stdin: "ignore" as const } : { input }),
    stripFinalNewline: false,
    reject: false,
    maxBuffer: 2 ** 30,
    detached: process.platform !== "win32",
  });
  const interrupts = relayInterrupts(child, options.signals);
  try {
    const { exitCode, signal, stdout, stderr, shortMessage } = await child;
    if (exitCode !== undefined && success.includes(exitCode)) return { stdout, exitCode };
    const output = printable(stderr).trim() || shortMessage || "";
    const command = args[0] ?? "";
    throw new EngineFailed({
      command,
      exitCode,
      signal,
      interrupted: interrupts.count > 0,
      diagnostics: [],
      output,
    });
  } finally {
    interrupts.dispose();
  }
}

async function follow(log: FileHandle, end: Promise<End>, stream: EventStream): Promise<void> {
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(64 * 1024);
  let ended = false;
  void end.then(() => {
    ended = true;
  });
  let position = 0;
  for (;;) {
    const wasEnded = ended;
    const { bytesRead } = await log.read(buffer, 0, buffer.length, position);
    position += bytesRead;
    if (bytesRead > 0) stream.push(decoder.write(buffer.subarray(0, bytesRead)));
    else if (wasEnded) break;
    else await Promise.race([end, delay(POLL_MS)]);
  }
  stream.end();
}

async function newLogFile(logs: string, command: string): Promise<string> {
  await mkdir(logs, { recursive: true });
  const old = (await readdir(logs)).filter((name) => name.endsWith(".jsonl")).sort();
  const surplus = old.slice(0, Math.max(0, old.length - KEPT_LOGS + 1));
  await Promise.all(surplus.map((name) => rm(join(logs, name), { force: true })));
  return join(logs, engineLogName(new Date(), { pid: process.pid, command }));
}
