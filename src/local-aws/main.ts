import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BehaviourFlags, type ReadBehaviour, readBehaviour } from "./behaviour.ts";
import { type Claim, claim } from "./claim.ts";
import { denialLine } from "./iam/access-log.ts";
import { LocalAws } from "./local-aws.ts";
import { persist } from "./persistence.ts";
import { serve } from "./server.ts";
import { services } from "./services/index.ts";

/**
 * The embedded AWS as a process of its own: `local-aws.mjs --state-dir DIR [--port N] [--idle-exit SECONDS] [--seed N]
 * [--aws-time real|xN|off] [--faults RULES] [--quota NAME=VALUE]… [--permissive]`.
 * It owns the folder while it runs, and says where it listens in `server.json` there. What stops it from starting is said on stderr.
 */
export async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "state-dir": { type: "string" },
      port: { type: "string" },
      "idle-exit": { type: "string" },
      seed: { type: "string" },
      "aws-time": { type: "string" },
      faults: { type: "string" },
      quota: { type: "string", multiple: true },
      permissive: { type: "boolean" },
    },
  });
  const stateDir = values["state-dir"];
  if (!stateDir) throw new Error("--state-dir is missing");
  const behaviour = readOrExit(values);
  const owned = claim(stateDir);
  if (!owned) process.exit(alreadyRunning);
  const port = Number(values.port ?? 0);
  try {
    await run(owned, { stateDir, behaviour, port, idleExitSeconds: Number(values["idle-exit"] ?? 0) });
  } catch (error) {
    owned.release();
    exitSaying(error);
  }
}

interface Run {
  readonly stateDir: string;
  readonly behaviour: ReadBehaviour;
  readonly port: number;
  readonly idleExitSeconds: number;
}

/** Serves until it is stopped, by a request, by a signal or by having nothing to do. */
async function run(owned: Claim, { stateDir, behaviour, port, idleExitSeconds }: Run): Promise<void> {
  const aws = new LocalAws({ services, ...behaviour });
  let idleSeconds = idleExitSeconds;
  aws.faults.writeTo(join(stateDir, "faults.jsonl"));
  aws.faults.set(behaviour.faults);
  aws.accessLog.onDenied = (denial) => console.log(denialLine(denial));
  const persistence = persist(aws.store, join(stateDir, "state.bin"));
  const stop = (): void => {
    persistence.stop();
    owned.release();
    process.exit(0);
  };
  const stay = (): void => {
    idleSeconds = 0;
  };
  const server = await serve(aws, { port, onStop: stop, onStay: stay });
  if (!owned.announce({ endpoint: server.endpoint, pid: process.pid })) process.exit(alreadyRunning);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const isIdle = () => idleSeconds > 0 && Date.now() - server.lastRequest() > idleSeconds * 1000;
  setInterval(() => isIdle() && stop(), 1000).unref();
}

/** A flag that makes no sense ends the process before it touches the folder. */
function readOrExit(flags: BehaviourFlags): ReadBehaviour {
  try {
    return readBehaviour(flags, services);
  } catch (error) {
    return exitSaying(error);
  }
}

function exitSaying(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** Exit code for "another process owns this folder". */
const alreadyRunning = 3;
