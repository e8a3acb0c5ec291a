import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { lastRun } from "../journaled-run.ts";
import { step } from "../step.ts";
import { renderBrokenOff } from "../views/broken-off.ts";
import { noteLines } from "../views/text.ts";
import { saveUnsavedState } from "./unsaved.ts";

/** Finishes what an earlier run left behind: says where it broke off, and saves the state that it could not save. */
export async function recover(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { screen } = invocation;
  tellBrokenOff(deployment, invocation);
  const saved = await step(screen, "Saving the state of the run before", () => saveUnsavedState(deployment));
  screen.say(...saved.flatMap((line) => noteLines(line, screen.look)));
}

/** Says where the last run broke off, if it did: the plan goes on from there. */
export function tellBrokenOff({ directory }: Deployment, { io, screen }: Invocation): void {
  const run = lastRun(directory);
  if (!run || run.outcome === "complete") return;
  // Its Terraform outlived its tool, and came to the end.
  if (run.done >= run.total && run.inFlight.length === 0) return;
  // A run that failed by itself had told how each of its steps ended.
  if (run.outcome === "failed" && run.inFlight.length === 0) return;
  screen.say(...renderBrokenOff(run, io.now(), screen.look));
}
