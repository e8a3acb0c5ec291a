import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process that is not mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system has it; empty where it has none. */
  readonly started: string;
}

/** A machine, and what on it numbers the processes: containers of one machine each count their own. */
export interface Machine {
  readonly host: string;
  /** Changes with each start of the machine, and from container to container. */
  readonly life: string;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const container = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return { host: hostname(), life: [boot, container].filter(Boolean).join(" ") };
}

/** The process with this number, if there is one. */
export function processOf(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether this very process still runs here. */
export const isRunning = ({ pid, started }: ProcessIdentity): boolean => {
  const now = startOf(pid);
  return now !== undefined && (now === started || now === "" || started === "");
};

/**
 * Processes of an engine that work in this directory: also one whose tool was killed before it could write its number down. Only Linux can tell.
 */
export function enginesIn(directory: string): number[] {
  const pids = directory
    ? (attempt(() => readdirSync("/proc")) ?? []).filter((name) => /^\d+$/.test(name))
    : [];
  return pids.map(Number).filter((pid) => {
    if (attempt(() => readlinkSync(`/proc/${pid}/cwd`)) !== directory) return false;
    const command = attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")) ?? [];
    return pid !== process.pid && LOCKING.has(command[1] ?? "") && processOf(pid) !== undefined;
  });
}

/** Subcommands that hold the state's lock for a while. */
const LOCKING = new Set(["plan", "apply", "destroy", "refresh", "import", "state", "taint", "untaint"]);

/** Undefined when it does not run; empty when the system only says that it does. */
function startOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
    // `4711 (name of it) S …`: the name may hold anything, so what follows its last bracket counts. The 3rd field is the state, the 22nd the start.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields) return ENDED.has(fields[0] ?? "") ? undefined : fields[19];
  } else if (process.platform !== "win32") {
    const listed = attempt(() =>
      execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C" },
      }).trim(),
    );
    if (listed) return listed.startsWith("Z") ? undefined : listed.replace(/^\S+\s+/, "");
  }
  return answers(pid) ? "" : undefined;
}

/** A killed process keeps its number until its parent asks how it ended. */
const ENDED = new Set(["Z", "X", "x"]);

/** Where a system hides the processes of others, asking still tells that they are there. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
