import { releaseStateLock } from "../../../operate/state-lock.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import type { Invocation } from "../../command.ts";
import { confirmed } from "../../confirm.ts";
import { renderHolder } from "../../views/lock.ts";
import type { Holder } from "./life.ts";

/**
 * Releases the lock of a run that is proven to have ended on this machine: shows it, and does so after a yes, which `--yes` is.
 * @throws Declined after a no, UserError where nobody can be asked
 */
export async function releaseDeadLock(
  store: StateStore,
  holder: Holder,
  invocation: Invocation,
  command: string,
): Promise<void> {
  const { screen, options } = invocation;
  if (!holder.lock) return;
  screen.say(
    "",
    `  ${screen.look.paint("yellow", "!")} A run that broke off left its lock behind:`,
    ...renderHolder(holder, Date.now(), screen.look).map((line) => `  ${line}`),
  );
  await confirmed(invocation, {
    question: "Release this lock? Its run has ended.",
    command,
  });
  const { released, found } = await releaseStateLock(store, holder.lock.ID);
  if (released)
    screen.say(
      `  ${screen.look.paint("green", "✓")} Released${options.yes ? ": its run has ended" : ""}.`,
      "",
    );
  // Somebody was quicker, which the next look shows.
  else if (found) screen.say("  Somebody else took the lock at this moment.", "");
}
