import { EngineFailed } from "../terraform/errors.ts";
import type { EngineEvent } from "../terraform/events.ts";
import type { ApplyResult } from "../terraform/workspace-options.ts";
import { ApplyDisplay, type PlanToApply } from "./apply-display.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { saveAfterFailure } from "./guards/unsaved.ts";
import { Journal } from "./journal.ts";
import type { Look } from "./paint.ts";
import { forgetPlan } from "./planning/saved-plan.ts";
import { noteLines } from "./views/text.ts";

export interface ApplyOptions {
  /** Notes to read while the provider waits, also where the screen cannot be redrawn. @default false */
  readonly notes?: boolean;
  /** Told what happens, with a way to say something between the lines of the run. */
  readonly onEvent?: (event: EngineEvent, tell: (lines: readonly string[]) => void) => void;
}

/**
 * Applies a saved plan, and shows each resource with its elapsed time: redrawn on a terminal, line by line in a log. What it is about to do is in the journal
 * before it is done; a state that could not be saved is saved once more before anything is reported.
 */
export async function applyPlan(
  deployment: Deployment,
  plan: PlanToApply,
  invocation: Invocation,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const { io, screen } = invocation;
  const journal = new Journal(deployment.directory, { ...plan, now: io.now() });
  screen.say(...unwritten(journal, screen.look));
  // Applied in part or refused, it cannot be applied again.
  await forgetPlan(deployment, plan.mode);
  try {
    const result = await shown(deployment, plan, invocation, options, journal);
    journal.end("complete", io.now());
    return result;
  } catch (error) {
    // Killed, the engine had no word on how it ended: the journal stays open, and the next run says so.
    if (!(error instanceof EngineFailed) || error.signal !== "SIGKILL") journal.end("failed", io.now());
    // A rehearsal mends its own bad day, and shows that.
    const saved = deployment.rehearsal ? [] : await saveAfterFailure(deployment, error);
    screen.say(...saved.flatMap((line) => noteLines(line, screen.look)));
    throw error;
  }
}

/** Says once that the journal is not written; the run goes on. */
function unwritten(journal: Journal, look: Look): string[] {
  const problem = journal.newProblem();
  if (!problem) return [];
  const text = `The journal of this run cannot be written (${problem}). It goes on; should it break off, the next one cannot say where, and finds what it made by its tags and names all the same.`;
  return noteLines(text, look, "!");
}

async function shown(
  deployment: Deployment,
  plan: PlanToApply,
  { io, screen }: Invocation,
  { notes = false, onEvent }: ApplyOptions,
  journal: Journal,
): Promise<ApplyResult> {
  const region = screen.canRedraw ? await screen.liveRegion() : undefined;
  const display = new ApplyDisplay(deployment, plan, { io, screen, region, notes });
  const stopListening = io.onInterrupt((count) => display.interrupted(count));
  try {
    return await deployment.workspace.apply({
      planFile: plan.planFile,
      onEvent(event) {
        journal.event(event);
        const problem = unwritten(journal, screen.look);
        if (problem.length > 0) display.tell(problem);
        display.event(event);
        onEvent?.(event, (lines) => display.tell(lines));
      },
    });
  } finally {
    stopListening();
    display.close();
  }
}
