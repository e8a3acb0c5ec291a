import { EngineFailed } from "../../terraform/errors.ts";
import { printable } from "../../terraform/printable.ts";
import { applyPlan } from "../applying.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { makePlan, type SavedPlan } from "../planning/planning.ts";
import { noteLines } from "../views/text.ts";
import { emptyAll, type Removed, sweepAll } from "./removal.ts";
import type { TheWay } from "./the-way.ts";

/** Something that came while its holder was going is removed, and the destroy goes on, so often. */
const ROUNDS = 3;

/**
 * Destroys, and goes on by itself where AWS refuses because of something that came meanwhile: a last file of the trail, what a controller made again. Only
 * what was agreed to is removed. @throws EngineFailed when AWS keeps something else
 */
export async function destroyAll(
  deployment: Deployment,
  plan: SavedPlan,
  way: TheWay,
  invocation: Invocation,
): Promise<Removed> {
  const { Watch } = await import("./watch.ts");
  const watch = new Watch(deployment, way, invocation);
  let removed: Removed = { emptied: [], swept: [], kept: [] };
  for (let [round, next] = [1, plan]; ; round++) {
    try {
      await applyPlan(deployment, next, invocation, { onEvent: (event, tell) => watch.event(event, tell) });
      await watch.end();
      return { ...removed, swept: [...removed.swept, ...watch.swept] };
    } catch (error) {
      await watch.end();
      const more =
        round < ROUNDS && mended(error) ? await clearAgain(deployment, way, error, invocation) : undefined;
      if (!more) {
        await tellHolders(way, error, invocation);
        throw error;
      }
      removed = {
        emptied: [...removed.emptied, ...more.emptied],
        swept: [...removed.swept, ...more.swept],
        kept: more.kept,
      };
      next = await makePlan(deployment, "destroy", invocation);
    }
  }
}

/** Whether a failure is one that a further look may help with, and the user did not stop it. */
const mended = (error: unknown): boolean => error instanceof EngineFailed && !error.interrupted;

const says = (error: unknown, code: RegExp): boolean =>
  error instanceof EngineFailed &&
  error.errors.some(({ summary, detail }) => code.test(`${summary} ${detail}`));

/** Removes what is in the way by now. Nothing when there was nothing, or nobody agreed. */
async function clearAgain(
  deployment: Deployment,
  { aws, estate, may }: TheWay,
  error: unknown,
  invocation: Invocation,
): Promise<Removed | undefined> {
  const [{ estateOf }, { findLeftovers, inNetwork }] = await Promise.all([
    import("../../operate/leftovers/estate.ts"),
    import("../../operate/leftovers/leftovers.ts"),
  ]);
  const now = { ...estateOf(await deployment.workspace.stateResources()), clusters: estate.clusters };
  let [emptied, swept, kept]: [Removed["emptied"], Removed["swept"], Removed["kept"]] = [[], [], []];
  if (says(error, /BucketNotEmpty|RepositoryNotEmpty/)) {
    // Where force_destroy is applied, losing what they hold was agreed to as well.
    const held = [
      ...now.buckets.map((one) => ({ ...one, kind: "bucket" as const })),
      ...now.repositories.map((one) => ({ ...one, kind: "repository" as const })),
    ];
    const these = held
      .filter(({ force }) => may.empty || force)
      .map(({ kind, name }) => ({ kind, id: name, name }));
    emptied = await emptyAll(aws, these, invocation);
  }
  if (may.sweep && says(error, /DependencyViolation|ResourceInUse/)) {
    const { leftovers } = await findLeftovers(aws, now, inNetwork);
    const these = leftovers.filter(({ remedy }) => remedy === "sweep");
    ({ swept, kept } = await sweepAll(deployment, { aws, estate: now, these }, invocation));
  }
  return emptied.length + swept.length > 0 ? { emptied, swept, kept } : undefined;
}

/** Names who holds what AWS did not delete, beside the engine's own message, which names nobody. */
async function tellHolders({ aws, estate }: TheWay, error: unknown, { screen }: Invocation): Promise<void> {
  if (!says(error, /DependencyViolation/)) return;
  const { holdersOf } = await import("../../operate/leftovers/holders.ts");
  const holders = await holdersOf(aws, { ...estate, livingClusters: [] }).catch(() => []);
  if (holders.length === 0) return;
  screen.say("", screen.look.paint("bold", "Who holds the network"));
  screen.say(...holders.flatMap((one) => noteLines(printable(one), screen.look)));
}
