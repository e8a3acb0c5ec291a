import { rm } from "node:fs/promises";
import { join } from "node:path";
import { environments } from "../../../../infra/envs/index.ts";
import {
  connectLocalAws,
  findLocalAws,
  heldLocks,
  inventory,
  keepLocalAws,
  type LocalAwsServer,
  localAwsEnvironment,
  resetLocalAws,
  stopLocalAws,
} from "../../../local-aws/daemon.ts";
import { type Invocation, type Options, printJson } from "../../command.ts";
import { confirmed } from "../../confirm.ts";
import { UserError } from "../../errors.ts";
import type { Project } from "../../project.ts";
import { liveRehearsals, removeRehearsal } from "../../rehearsal/folders.ts";
import { readSettings } from "../../settings.ts";
import { exportLines } from "../../views/exports.ts";
import { renderInventory } from "../../views/inventory.ts";
import { plural } from "../../views/text.ts";

/** Starts the server and prints how a shell uses it. */
export async function start({ io, project, options }: Invocation): Promise<void> {
  const port = portNumber(options.port);
  const server = await connectLocalAws({
    stateDir: project.localAwsDir,
    bundle: project.localAwsBundle,
    port,
  });
  if (port !== undefined && !server.endpoint.endsWith(`:${port}`)) throw runsElsewhere(server.endpoint, port);
  await keepLocalAws(server);
  const exports = await clientEnvironment(server, { io, project });
  if (options.json) printJson(io, { endpoint: server.endpoint, pid: server.pid, environment: exports });
  else {
    // stdout is for `eval`; what is for people goes beside it.
    io.stdout.write(`${exportLines(exports).join("\n")}\n`);
    io.stderr.write(
      `The embedded AWS answers at ${server.endpoint} (process ${server.pid}). Stop it: infra local stop\n`,
    );
  }
}

/** Whether it runs, and what it holds. */
export async function status({ io, screen, project, options }: Invocation): Promise<void> {
  const server = await findLocalAws(project.localAwsDir);
  const { kept, underWay } = await liveRehearsals(project);
  const items = server ? await inventory(server.endpoint) : [];
  if (options.json) {
    printJson(io, {
      running: server !== undefined,
      endpoint: server?.endpoint,
      pid: server?.pid,
      inventory: items,
      kept,
      underWay,
    });
    return;
  }
  screen.say(
    server
      ? `Running at ${server.endpoint} (process ${server.pid}).`
      : "Not running. It starts by itself with any --local command.",
    ...(server ? renderInventory(items, screen.look) : []),
    ...kept.map(({ endpoint, pid }) => `A kept rehearsal runs at ${endpoint} (process ${pid}).`),
    ...underWay.map(({ endpoint, pid }) => `A rehearsal is under way at ${endpoint} (process ${pid}).`),
  );
}

/** Stops the server, and rehearsals that were kept; one that is under way goes on. */
export async function stop({ io, screen, project, options }: Invocation): Promise<void> {
  await refuseWhileInUse(project, options);
  const stopped = await stopLocalAws(project.localAwsDir);
  const { kept, underWay } = await liveRehearsals(project);
  for (const rehearsal of kept) await removeRehearsal(rehearsal.folder);
  if (options.json) printJson(io, { stopped, rehearsals: kept.length, underWay: underWay.length });
  else {
    screen.say(
      stopped ? "Stopped. What it holds is kept for the next --local command." : "It was not running.",
    );
    if (kept.length > 0) screen.say(`Stopped ${plural(kept.length, "kept rehearsal")} as well.`);
    if (underWay.length > 0)
      screen.say(`${plural(underWay.length, "rehearsal")} under way, left alone: Ctrl-C ends it.`);
  }
}

/** Forgets everything that it holds. */
export async function reset(invocation: Invocation): Promise<void> {
  const { io, screen, project, options } = invocation;
  await refuseWhileInUse(project, options);
  await confirmed(invocation, {
    question: "Forget everything the embedded AWS holds?",
    command: "infra local reset",
  });
  await resetLocalAws(project.localAwsDir);
  // Terraform's folders remember a state bucket that is gone now.
  await rm(join(project.cacheDir, "work", "local"), { recursive: true, force: true });
  if (options.json) printJson(io, { reset: true });
  else screen.say("The embedded AWS is empty.");
}

/** A run that holds its state's lock would lose the endpoint, and could not even save its state. @throws UserError that names it */
async function refuseWhileInUse(project: Project, { force }: Options): Promise<void> {
  const server = force ? undefined : await findLocalAws(project.localAwsDir);
  const locks = server ? await heldLocks(server.endpoint) : [];
  if (locks.length === 0) return;
  throw new UserError("Somebody works with the embedded AWS right now.", {
    problems: locks.map(({ bucket, key, operation, who, created }) => ({
      subject: `${bucket}/${key}`,
      received: `${operation ?? "a run"} of ${who ?? "somebody"}, since ${created ?? "some time"}`,
      expected: "no run that holds its state's lock",
      fix: "wait for it; if it was killed, say --force",
    })),
  });
}

/** What a shell needs to use the endpoint, with the account and region of the first environment's settings. */
async function clientEnvironment(
  server: LocalAwsServer,
  { io, project }: Pick<Invocation, "io" | "project">,
): Promise<Record<string, string>> {
  const environment = Object.keys(environments)[0] ?? "";
  const { settings } = await readSettings({ environment, target: "local", project, io, overrides: [] });
  const env = localAwsEnvironment(server, settings.account_id, settings.region, {});
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function runsElsewhere(endpoint: string, port: number): UserError {
  return new UserError("The embedded AWS runs already, on another port.", {
    problems: [
      {
        subject: "--port",
        received: String(port),
        expected: endpoint,
        fix: "run infra local stop first, or leave --port out",
      },
    ],
  });
}

function portNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UserError("--port is not a port number.", {
    problems: [
      {
        subject: "--port",
        received: text,
        expected: "a whole number from 1 to 65535",
        fix: "for example --port 4566",
      },
    ],
  });
}
