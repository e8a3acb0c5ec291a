import { appendFileSync, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "../terraform/events.ts";

/** What happened in one run, line by line with the time: what the screen said, and everything the engine did. */
export interface RunLog {
  readonly file: string;
  /** Why it could not be written, where it could not: a run goes on without its log. */
  readonly problem: string | undefined;
  /** Lines for people; they wait for the first event, so that a mistake in a setting leaves no file. */
  say(lines: readonly string[]): void;
  /** One of the engine's events, whole. */
  event(event: EngineEvent): void;
  /** Writes down what was said, also when the engine never began. */
  keep(): void;
  /** The last line, without which a run was killed. */
  end(exitCode: number): void;
}

/** Commands that do something which one may want to look up later. */
const logged: ReadonlySet<string> = new Set([
  "init",
  "plan",
  "apply",
  "destroy",
  "rehearse",
  "drift",
  "state",
  "unlock",
]);

const KEPT_RUNS = 20;

export interface RunLogProps {
  readonly cacheDir: string;
  readonly command: string;
  /** The words of the command line behind the command. */
  readonly argv: readonly string[];
  now(): number;
}

/**
 * Begins the log of a run in the cache's `logs` folder, where the last twenty stay; nothing for commands that only look. Nobody but the user
 * can read it, and it holds no environment variables, no values of `--var` and no sensitive outputs.
 */
export function beginRunLog({ cacheDir, command, argv, now }: RunLogProps): RunLog | undefined {
  if (!logged.has(command)) return undefined;
  const time = new Date(now()).toISOString().replaceAll(":", "-");
  const file = join(cacheDir, "logs", `${time}-${process.pid}-${command}.log`);
  const out = new LogFile(file);
  const began = now();
  const moment = () => new Date(now()).toISOString();
  out.write(moment(), "infra", [[command, ...withoutValues(argv)].join(" ")]);
  return {
    file,
    get problem() {
      return out.problem;
    },
    say: (lines) => {
      if (lines.length > 0) out.write(moment(), "screen", lines);
    },
    event: ({ message, timestamp, ...rest }) => {
      out.write(inUtc(timestamp) ?? moment(), "terraform", [
        `${message}  ${JSON.stringify(rest, onlyTelling)}`,
      ]);
      out.open();
    },
    keep: () => out.open(),
    end: (exitCode) =>
      out.write(moment(), "infra", [
        `ended with exit code ${exitCode} after ${((now() - began) / 1000).toFixed(1)} s`,
      ]),
  };
}

/** The engine tells the time where the user is, to the microsecond, or to the second in words of `init`. */
function inUtc(timestamp: string): string | undefined {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

class LogFile {
  readonly #file: string;
  #descriptor?: number;
  /** What was written before the file was opened, or could not be. */
  #held: string[] = [];
  /** Whoever listens to the engine and breaks ends it, so nothing here throws. */
  problem?: string;

  constructor(file: string) {
    this.#file = file;
  }

  open(): void {
    if (this.#descriptor !== undefined || this.problem) return;
    this.#trying(() => {
      const folder = dirname(this.#file);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      makeRoom(folder);
      this.#descriptor = openSync(this.#file, "a", 0o600);
    });
    this.#flush();
  }

  write(at: string, who: string, lines: readonly string[]): void {
    if (this.problem) return;
    const text = lines.flatMap((line) => stripVTControlCharacters(line).split("\n"));
    this.#held.push(...text.map((line) => `${`${at}  ${who.padEnd(9)}  ${line}`.trimEnd()}\n`));
    this.#flush();
  }

  #flush(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#trying(() => {
      appendFileSync(descriptor, this.#held.join(""));
      this.#held = [];
    });
  }

  #trying(work: () => void): void {
    try {
      work();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // On a full disk, what is held is written once there is room.
      if (code === "ENOSPC" && this.#descriptor !== undefined) return;
      this.problem = message;
      this.#held = [];
    }
  }
}

/** Removes the oldest logs, but none of a run that still goes on. */
function makeRoom(folder: string): void {
  const old = readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith(".log"))
    .map(({ name }) => name)
    .sort();
  for (const name of old.slice(0, Math.max(0, old.length - KEPT_RUNS + 1)))
    if (!goesOn(name)) rmSync(join(folder, name), { force: true });
}

/** Whether the process that a log's name tells of is there, another one than this. */
function goesOn(name: string): boolean {
  const pid = Number(/Z-(\d+)-[a-z]+\.log$/.exec(name)?.[1]);
  if (!pid || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is there as well.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What is behind `--var name=` may be anything. */
function withoutValues(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    const given = argv[index - 1] === "--var" || argv[index - 1] === "-var";
    return given || /^--?var=/.test(word) ? word.replace(/^((?:--?var=)?[^=]*=).*$/s, "$1…") : word;
  });
}

/** The engine keeps sensitive outputs to itself; should it ever not, they stay out of here. So does what is the same in every event. */
function onlyTelling(key: string, value: unknown): unknown {
  if (key === "@level" || key === "@module") return undefined;
  const secret = typeof value === "object" && value !== null && "sensitive" in value && value.sensitive;
  return secret ? { ...value, value: undefined } : value;
}
