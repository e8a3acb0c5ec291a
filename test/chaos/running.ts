import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whom a signal is for: our own process, Terraform below it, the provider's, or ours and Terraform's at once. */
export type Victim = "tool" | "terraform" | "provider" | "both";

const POLL_MS = 15;

/** A command of the CLI that runs, and what can be done to it. */
export class Running {
  readonly ended: Promise<Finished>;
  readonly #child: ChildProcess;
  readonly #logs: string;
  readonly #began = Date.now();
  #output = "";

  /** `logs` is the folder into which Terraform writes its events. */
  constructor(command: { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv }, logs: string) {
    const child = spawn(process.execPath, [...command.args], {
      env: command.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#logs = logs;
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      this.#output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      this.#output += text;
    });
    // Not "close": a Terraform that outlives us may hold our standard error.
    this.ended = new Promise((done) =>
      child.once("exit", (code) => setImmediate(() => done({ code, stdout, stderr }))),
    );
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Everything it has printed so far. */
  get output(): string {
    return this.#output;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until it has printed the text. False when it ended without. */
  async prints(text: string | RegExp): Promise<boolean> {
    const found = () => (typeof text === "string" ? this.#output.includes(text) : text.test(this.#output));
    while (!found() && this.alive) await sleep(POLL_MS);
    return found();
  }

  /** Waits for the n-th event of a type in Terraform's apply. False when the apply ended before. */
  async event(type: "apply_start" | "apply_complete", count: number): Promise<boolean> {
    const wanted = `"type":"${type}"`;
    for (;;) {
      if (this.#applyLog().split(wanted).length - 1 >= count) return true;
      if (!this.alive) return false;
      await sleep(POLL_MS);
    }
  }

  /** Sends a signal; `both` within the same moment. */
  kill(victim: Victim, signal: NodeJS.Signals = "SIGKILL"): void {
    const pids = {
      tool: () => [this.pid],
      terraform: () => this.terraform(),
      provider: () => providersOf(this.pid),
      both: () => [...this.terraform(), this.pid],
    }[victim]();
    for (const pid of pids) signalled(pid, signal);
  }

  /** Process ids of Terraform below this command. */
  terraform(): number[] {
    return descendants(this.pid)
      .filter(({ command }) => ENGINE.test(command))
      .map(({ pid }) => pid);
  }

  #applyLog(): string {
    try {
      const [newest] = readdirSync(this.#logs)
        .filter((name) => name.endsWith("-apply.jsonl"))
        .sort()
        .reverse();
      const file = join(this.#logs, newest ?? "");
      return newest && statSync(file).birthtimeMs >= this.#began - 5 ? readFileSync(file, "utf8") : "";
    } catch {
      return "";
    }
  }
}

/** Waits until no Terraform works in a folder any more. @throws Error when one still does after so many milliseconds */
export async function noneWorksIn(directory: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  const working = () =>
    processes().filter(({ pid, command }) => ENGINE.test(command) && worksIn(pid, directory));
  while (working().length > 0) {
    if (Date.now() > deadline)
      throw new Error(`Terraform still works in ${directory} after ${withinMs / 1000} s`);
    await sleep(200);
  }
}

const ENGINE = /(terraform|tofu)\S* (apply|plan|init|show|state|output|import|untaint)/;

/** Whether a process has a folder open as its own. */
function worksIn(pid: number, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory;
  } catch {
    return false;
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Process[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return lines.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}

function descendants(root: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(root);
}

function providersOf(root: number): number[] {
  return descendants(root)
    .filter(({ command }) => /^\S*terraform-provider-aws/.test(command))
    .map(({ pid }) => pid);
}

function signalled(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in this very moment.
  }
}
