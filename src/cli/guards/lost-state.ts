import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeploymentNote } from "../../operate/deployment-note.ts";
import { awsFailure } from "../aws-failures.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { awsPlace, withStateStore } from "../state-store.ts";
import { lostStateError, untrackedError } from "../views/lost-state.ts";
import { noteLines } from "../views/text.ts";

/** What `--allow-loss` takes instead of an address, to begin with a new state. */
export const ALLOW_STATE = "state";

/** @throws UserError when the state cannot be read, or is not there although something was deployed */
export async function refuseLostState(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { options, screen } = invocation;
  const { lookForState } = await import("../../operate/lost-state.ts");
  const warn = (what: string) => (error: unknown) => {
    const failure = awsFailure(error);
    if (!failure) throw error;
    screen.say(...noteLines(`${what}: ${failure.message}`, screen.look, "!"));
  };
  const found = await withStateStore(deployment, (store) =>
    lookForState(
      store,
      warn("The note of the last apply could not be read, so nobody knows which state it left"),
    ),
  );
  if (found.kind === "state") {
    if (found.unversioned) screen.say(...noteLines(unversionedNote(deployment), screen.look, "!"));
    return;
  }
  const allowed = options.allowLoss?.includes(ALLOW_STATE) ?? false;
  if (found.kind === "lost") {
    if (!allowed || found.lost.loss.kind === "unreadable") throw lostStateError(deployment, found.lost);
  } else {
    const untracked = await withoutState(deployment).catch(
      warn("Whether something is deployed already could not be asked"),
    );
    if (!untracked || untracked.length === 0) return;
    if (!allowed) throw untrackedError(deployment, untracked);
  }
  screen.say(...noteLines("Begins with a new state, as --allow-loss state says.", screen.look, "!"));
}

const unversionedNote = ({ environment, state, local }: Deployment): string =>
  `The state bucket s3://${state.bucket} keeps no old versions: a state that gets lost cannot be brought back. Mend it: infra init ${environment}${local ? " --local" : ""}`;

/**
 * What carries this environment's tags although there never was a state. Where addresses are among the tags, a first run broke off, and what it made
 * is adopted; without any it was deployed by a release that gave none.
 */
async function withoutState(deployment: Deployment): Promise<readonly string[]> {
  const { findTagged } = await import("../../operate/tagged.ts");
  const tags = { Project: "retail-forecast", Environment: deployment.settings.environment };
  const found = await findTagged(awsPlace(deployment), { ...tags, ManagedBy: "terraform" });
  if (found.some((one) => one.tags.TerraformAddress !== undefined)) return [];
  return found.map(({ arn }) => arn);
}

/** Notes, after an apply, that there must be a state from now on. What was applied stays applied, whether that can be noted or not. */
export async function noteDeployment(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { project, screen, io } = invocation;
  const { thisUser } = await import("../../operate/state-lock.ts");
  const { readDeploymentNote, writeDeploymentNote } = await import("../../operate/deployment-note.ts");
  const { stateHeader } = await import("../../terraform/state-file.ts");
  await told(invocation, "That something is deployed could not be noted beside its state", () =>
    withStateStore(deployment, async (store) => {
      const [state, before] = await Promise.all([store.read(store.props.key), readDeploymentNote(store)]);
      if (!state) {
        screen.say(...noteLines("The state that this apply wrote is not there any more.", screen.look, "!"));
        return;
      }
      const { lineage, serial, resources } = stateHeader(state.text);
      if (before?.lineage === lineage && before.serial === serial) return;
      const manifest = JSON.parse(await readFile(join(project.root, "package.json"), "utf8"));
      const note: DeploymentNote = {
        ...{ lineage, serial, resources, by: thisUser(), tool: String(manifest.version) },
        at: new Date(io.now()).toISOString(),
      };
      await writeDeploymentNote(store, note);
    }),
  );
}

/** Takes that note back, once everything is destroyed. */
export async function forgetDeployment(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { removeDeploymentNote } = await import("../../operate/deployment-note.ts");
  await told(invocation, "The note that something is deployed could not be taken back", () =>
    withStateStore(deployment, removeDeploymentNote),
  );
}

/** What AWS refuses here is told, and undoes nothing. */
async function told({ screen }: Invocation, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = error instanceof UserError ? error : awsFailure(error);
    if (!failure) throw error;
    screen.say(...noteLines(`${what}: ${failure.message}`, screen.look, "!"));
  }
}
