import { type ChangedSince, changedSince } from "../../review/changed-since.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { planAnew } from "../planning/approved-plan.ts";
import type { SavedPlan } from "../planning/saved-plan.ts";
import { step } from "../step.ts";
import { changedLines } from "../views/changed-since.ts";
import { noteLines } from "../views/text.ts";

/** What a plan read so long ago may be another thing by now. */
const FRESH_MS = 60_000;
const LOOK = "look.tfplan";

/** Whether AWS is to be read again before this plan is applied: an earlier command made it, or its yes took a while. Where there is no state yet, there is nothing to read. */
export function isOwedALook({ earlier = false, madeAt, basis }: SavedPlan, now: number): boolean {
  return basis.state !== "none" && (earlier || now - madeAt > FRESH_MS);
}

/**
 * Looks once more, just before an apply, at what the plan rests on: the engine reads everything again, and what it finds now is compared with what it found
 * for the plan. Returns the plan that was made in its place, when that changed since: nobody has agreed to it yet.
 * @throws UserError after showing that plan, where nobody is asked
 */
export async function lookAgain(
  deployment: Deployment,
  plan: SavedPlan,
  invocation: Invocation,
): Promise<SavedPlan | undefined> {
  const { io, screen } = invocation;
  if (!isOwedALook(plan, io.now())) return undefined;
  const changes = await step(screen, "Looking at AWS once more", (say) => read(deployment, plan, say));
  const counting = changes.filter(({ matters }) => matters);
  if (counting.length === 0) {
    screen.say(...noteLines(nothingCounts(changes), screen.look));
    return undefined;
  }
  screen.say("", ...changedLines(counting, screen.look), "");
  return planAnew(deployment, invocation);
}

async function read(
  { workspace, stack }: Deployment,
  { planFile }: SavedPlan,
  say: (detail: string) => void,
): Promise<ChangedSince[]> {
  let count = 0;
  const before = workspace.show(planFile);
  // Awaited below; until then a failure must not count as unhandled.
  before.catch(() => undefined);
  const look = await workspace.plan({
    refreshOnly: true,
    out: LOOK,
    onEvent: ({ type }) => {
      if (type === "refresh_complete") say(`read ${++count} of what exists`);
    },
  });
  say("comparing");
  const [then, now] = await Promise.all([before, workspace.show(look.planFile)]);
  // What the plan takes over is in no state yet, so this look does not find it.
  const imported = new Set(
    (then.resource_changes ?? []).filter(({ change }) => change.importing).map(({ address }) => address),
  );
  const changes = changedSince(then.prior_state, now.prior_state, stack.configuration);
  return changes.filter(({ address }) => !imported.has(address));
}

function nothingCounts(changes: readonly ChangedSince[]): string {
  const names = changes.map(({ address }) => address);
  if (names.length === 0) return "Nothing changed in AWS since the plan.";
  const told =
    names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
  return `Nothing changed in AWS since the plan but what no setting decides: ${told}.`;
}
