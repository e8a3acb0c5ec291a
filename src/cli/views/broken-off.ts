import type { JournaledRun } from "../journaled-run.ts";
import type { Look } from "../paint.ts";
import { duration, noteLines } from "./text.ts";

/** As many names fit into a sentence that somebody reads. */
const NAMED = 6;

/** Where a run broke off, and what was under way at that moment. */
export function renderBrokenOff(run: JournaledRun, now: number, look: Look): string[] {
  const { mode, done, total, inFlight, lastHeard } = run;
  const named = inFlight.slice(0, NAMED).map(({ address }) => address);
  const more = inFlight.length - named.length;
  const flight =
    inFlight.length === 0
      ? "Nothing was under way at that moment."
      : `Under way at that moment: ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(", ")}; what AWS made of it is looked for by its tags and names.`;
  const ago = duration(Math.max(0, (now - lastHeard) / 1000));
  return noteLines(
    `The last ${mode} broke off ${ago} ago, after ${done} of ${total} steps. This goes on from there. ${flight}`,
    look,
    "!",
  );
}
