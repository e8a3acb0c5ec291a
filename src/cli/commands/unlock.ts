import { readRunNote, removeRunNote } from "../../operate/run-note.ts";
import { releaseStateLock } from "../../operate/state-lock.ts";
import type { StateStore } from "../../operate/state-store.ts";
import { type Invocation, printJson } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { type Deployment, withDeployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { diedIn } from "../guards/alone/folder.ts";
import { type Holder, hostOf } from "../guards/alone/life.ts";
import { listened } from "../guards/alone/listening.ts";
import { withStateStore } from "../state-store.ts";
import { step } from "../step.ts";
import { aliveRefusal, renderHolder, whatMayBeLost } from "../views/lock.ts";
import { noteLines } from "../views/text.ts";

/** Shows who holds the environment, and releases exactly that lock after a yes. */
export default async function unlock(invocation: Invocation): Promise<undefined> {
  await withDeployment(invocation, (deployment) =>
    withStateStore(deployment, (store) => unlocked(deployment, store, invocation)),
  );
  return undefined;
}

async function unlocked(deployment: Deployment, store: StateStore, invocation: Invocation): Promise<void> {
  const { screen, options, io } = invocation;
  const { environment, target, directory } = deployment;
  const { force = false, id } = options;
  const holder = await step(screen, "Looking who holds the lock", () =>
    listened(store, diedIn(directory), { patient: !force }),
  );
  const said = { environment, target, lock: holder?.lock ?? null, run: holder?.note ?? null };
  if (!holder) {
    if (options.json) printJson(io, { ...said, released: false });
    else screen.say(`Nobody holds ${environment}: there is nothing to release.`);
    return;
  }
  screen.say("", ...renderHolder(holder, io.now(), screen.look), "");
  refuseAnother(holder, id, invocation);
  if (holder.life === "alive" && !force) throw aliveRefusal(holder, deployment);
  if (holder.life !== "dead") screen.say(...noteLines(whatMayBeLost(holder), screen.look, "!"), "");
  await confirmed(invocation, {
    question: `Release it? ${holder.life === "dead" ? "Its run has ended." : `Only if nobody works on ${environment} any more.`}`,
    command: commandLine(deployment, holder, force),
  });
  await release(store, holder);
  if (options.json) printJson(io, { ...said, life: holder.life, why: holder.why, released: true });
  else
    screen.say(
      `${screen.look.paint("green", "✓")} Released. Go on with: infra plan ${environment}${on(deployment)}`,
    );
}

/** Releases what was shown and nothing else: a lock that somebody took in the meantime stays. */
async function release(store: StateStore, { lock, note }: Holder): Promise<void> {
  const { found } = lock ? await releaseStateLock(store, lock.ID) : {};
  if (found)
    throw new UserError(
      `Nothing was released: in the meantime ${found.Who} took another lock, ${found.ID} (on ${hostOf(found)}).`,
    );
  const stored = await readRunNote(store);
  if (note && stored?.note.run === note.run) await removeRunNote(store, note.run);
}

/** @throws UserError when the lock that is held is not the one that was named */
function refuseAnother({ lock }: Holder, id: string | undefined, { args }: Invocation): void {
  if (id === undefined || lock?.ID === id) return;
  throw new UserError("This is not the lock that is held: nothing was released.", {
    problems: [
      {
        subject: "--id",
        received: id,
        expected: lock
          ? `the id of the lock that is held: ${lock.ID}`
          : "no lock is held, only a run is under way",
        fix: lock ? `infra unlock ${args[0]} --id ${lock.ID}` : `infra unlock ${args[0]}`,
      },
    ],
  });
}

const commandLine = (deployment: Deployment, { lock }: Holder, force: boolean): string =>
  `infra unlock ${deployment.environment}${on(deployment)}${lock ? ` --id ${lock.ID}` : ""}${force ? " --force" : ""}`;

const on = ({ local }: Deployment): string => (local ? " --local" : "");
