import { randomUUID } from "node:crypto";
import { realpathSync } from "node:fs";
import type { RunNote } from "../../../operate/run-note.ts";
import { thisUser } from "../../../operate/state-lock.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import type { Invocation } from "../../command.ts";
import type { Deployment } from "../../deployment.ts";
import { withStateStore } from "../../state-store.ts";
import { heldBy } from "../../views/lock.ts";
import { noteLines } from "../../views/text.ts";
import { releaseDeadLock } from "./dead-lock.ts";
import { type FolderHold, holdFolder } from "./folder.ts";
import { type Holder, lifeOf } from "./life.ts";
import { processOf, thisMachine } from "./process-identity.ts";
import { againAfter, sayOverwritten } from "./trouble.ts";
import { isHolder, isRefusal, type Turn, takeTurn } from "./turn.ts";
import { lockTimeout, type Patience, patiently } from "./waiting.ts";
import { Watch } from "./watch.ts";

/** AWS that does not answer within this time is Terraform's to report, in milliseconds. */
const LOOKING_MS = 15_000;

/**
 * Lets one command at a time work on an environment: on this machine by the working directory, everywhere by a note in the state bucket that shows that the
 * run lives, beside Terraform's own lock. Shows others who does, waits as long as `--lock-timeout` says, and watches the lock while the work goes on.
 * @throws UserError while somebody else works there
 */
export async function alone<T>(
  deployment: Deployment,
  invocation: Invocation,
  work: () => Promise<T>,
): Promise<T> {
  // Nobody else knows of a rehearsal's AWS.
  if (deployment.rehearsal) return work();
  const { environment, workspace, stack } = deployment;
  const timeout = lockTimeout(invocation.options.lockTimeout);
  const patience: Patience = { until: Date.now() + timeout, invocation, environment };
  const hold = await heldFolder(deployment, patience);
  let after: "success" | "failure" = "failure";
  try {
    // Whoever had the directory until now left their own configuration in it.
    await workspace.write(stack.configuration);
    const done = await withStateStore(deployment, (store) =>
      inTurn({ deployment, patience, hold, store }, work),
    );
    after = "success";
    return done;
  } finally {
    hold.release(after);
  }
}

/** What a run has in its hands. */
export interface Running {
  readonly deployment: Deployment;
  readonly patience: Patience;
  readonly hold: FolderHold;
  readonly store: StateStore;
}

async function inTurn<T>(running: Running, work: () => Promise<T>): Promise<T> {
  const { hold, store, patience } = running;
  const { screen } = patience.invocation;
  const { etag, problem } = await turn(running);
  if (problem) screen.say(...noteLines(`Others cannot see that this run goes on: ${problem}`, screen.look));
  const warn = (text: string) => screen.say(...noteLines(text, screen.look, "!"));
  const watch = new Watch({ store, hold, etag, warn });
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!(await againAfter(error, running, tries))) throw error;
        await turn(running);
      }
    }
  } finally {
    await watch.end();
    if (watch.lostSince) await sayOverwritten(running, watch.lostSince);
  }
}

async function heldFolder(deployment: Deployment, patience: Patience): Promise<FolderHold> {
  const { directory } = deployment;
  const run = newRun(deployment, patience.invocation);
  const outcome = await patiently<FolderHold>(
    async () => {
      const hold = holdFolder(directory, run);
      return "holder" in hold ? { note: hold.holder, ...lifeOf(hold.holder, Date.now()) } : hold;
    },
    (one): one is Holder => "life" in one,
    patience,
  );
  if ("life" in outcome) throw refusal(outcome, deployment, patience);
  return outcome;
}

/** Waits for this run's turn; a lock that is proven dead is released on the way. */
async function turn(running: Running): Promise<Turn> {
  const { deployment, patience, hold, store } = running;
  for (;;) {
    const outcome = await patiently<Turn>(
      () => withinReason(takeTurn(store, hold.note(), hold.died)),
      isHolder,
      patience,
    );
    if (!isHolder(outcome)) {
      hold.forgetDied();
      // What was locked while this run waited was others'.
      hold.update({ since: new Date().toISOString() });
      return outcome;
    }
    const mayRelease = patience.invocation.options.yes || patience.invocation.io.interactive;
    if (outcome.life !== "dead" || !mayRelease) throw refusal(outcome, deployment, patience);
    await releaseDeadLock(store, outcome, patience.invocation, typed(deployment, patience.invocation));
  }
}

/** Where AWS cannot be asked who else works, the work begins: Terraform needs the same AWS, and says best what is wrong with it. */
async function withinReason(looking: Promise<Turn | Holder>): Promise<Turn | Holder> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Turn>((done) => {
    timer = setTimeout(() => done({}), LOOKING_MS);
  });
  const looked = looking.catch((error: Error): Turn => {
    const silent = !isRefusal(error) || SAID_BY_TERRAFORM.has(error.name);
    return silent ? {} : { problem: error.message };
  });
  try {
    return await Promise.race([looked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** No bucket yet, or credentials that do not work: Terraform's first request says so, with what to do. */
const SAID_BY_TERRAFORM = new Set([
  "NoSuchBucket",
  "ExpiredToken",
  "InvalidAccessKeyId",
  "InvalidToken",
  "SignatureDoesNotMatch",
]);

const refusal = (holder: Holder, deployment: Deployment, { until, invocation }: Patience) => {
  const waited = lockTimeout(invocation.options.lockTimeout) - Math.max(0, until - Date.now());
  return heldBy(holder, { ...deployment, again: typed(deployment, invocation) }, waited, Date.now());
};

function newRun(deployment: Deployment, invocation: Invocation): RunNote {
  const { pid } = process;
  const now = new Date().toISOString();
  return {
    run: randomUUID(),
    who: thisUser(),
    ...thisMachine(),
    command: typed(deployment, invocation),
    ...(processOf(pid) ?? { pid, started: "" }),
    directory: realPath(deployment.directory),
    since: now,
    at: now,
  };
}

/** The command as it could be typed again, without values. */
const typed = ({ local }: Deployment, { command = "apply", args }: Invocation): string =>
  ["infra", command, ...args, ...(local ? ["--local"] : [])].join(" ");

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
